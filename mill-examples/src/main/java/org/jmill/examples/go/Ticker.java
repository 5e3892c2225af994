package org.jmill.examples.go;

import static org.jmill.Mill.ticker;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a ticker: a channel that gets the time at a fixed rate, and ends with the scope in which it was made.
/// Run: ./jmill run ticker [--every MS] [N]
/// Prints a line a tick, N ticks, and that the ticker has stopped.
@Command(
        description = "The times lie on a grid, so that delays do not add up. A tick that nobody takes"
                + " in time is dropped.")
public final class Ticker implements Example {
    @Option(
            names = "--every",
            paramLabel = "MS",
            defaultValue = "50",
            converter = AtLeast.One.class,
            description = "time between ticks; ${DEFAULT-VALUE} ms unless given")
    private int everyMs;

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "5",
            converter = AtLeast.Zero.class,
            description = "how many ticks; ${DEFAULT-VALUE} unless given")
    private int count;

    private int seen;

    @Override
    public void main() {
        Chan<Long> ticks = Scope.call(scope -> {
            Chan<Long> made = ticker(everyMs);
            while (seen < count) {
                made.receive();
                System.out.println("tick " + ++seen);
            }
            return made;
        });
        System.out.println(ticks.isDone() ? "ticker stopped" : "it ticks on, for nobody");
    }

    @Override
    public String soFar() {
        return seen + " ticks";
    }
}
