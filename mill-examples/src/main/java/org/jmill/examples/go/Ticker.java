package org.jmill.examples.go;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a ticker: a coroutine that sends at fixed times, and is cancelled when it is not needed.
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

    private void tick(Chan<Long> ticks) {
        try {
            for (long next = now() + everyMs; ; next += everyMs) {
                msleep(next);
                ticks.trySend(next);
            }
        } finally {
            System.out.println("ticker stopped");
        }
    }

    @Override
    public void main() {
        Chan<Long> ticks = Chan.make(1);
        Coroutine ticker = go("ticker", () -> tick(ticks));
        while (seen < count) {
            ticks.receive();
            System.out.println("tick " + ++seen);
        }
        ticker.cancel();
        ticker.join();
    }

    @Override
    public String soFar() {
        return seen + " ticks";
    }
}
