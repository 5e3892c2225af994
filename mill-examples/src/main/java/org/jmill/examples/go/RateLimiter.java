package org.jmill.examples.go;

import static org.jmill.Mill.every;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a rate limiter: a buffered channel is the bucket, into which a token drops at a fixed rate.
/// Run: ./jmill run rate-limiter [--every MS] [--burst B] [N]
/// Prints when each of N requests may go: the first B at once, then one each MS milliseconds.
@Command(
        description =
                "A request takes a token from the bucket, and waits where there is none. (org.jmill.sync.Rate is the"
                        + " same, with deadlines: see limits.)")
public final class RateLimiter implements Example {
    @Option(
            names = "--every",
            paramLabel = "MS",
            defaultValue = "20",
            converter = AtLeast.One.class,
            description = "time between tokens; ${DEFAULT-VALUE} ms unless given")
    private int everyMs;

    @Option(
            names = "--burst",
            paramLabel = "B",
            defaultValue = "3",
            converter = AtLeast.One.class,
            description = "how many tokens the bucket holds; ${DEFAULT-VALUE} unless given")
    private int burst;

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "8",
            converter = AtLeast.Zero.class,
            description = "how many requests; ${DEFAULT-VALUE} unless given")
    private int requests;

    private long start;
    private int sent;

    /// Fills up to the end of the scope.
    private Chan<Long> bucket() {
        Chan<Long> tokens = Chan.make(burst);
        start = now();
        while (tokens.trySend(start)) {}
        every(everyMs, () -> tokens.trySend(now())); // A full bucket spills.
        return tokens;
    }

    @Override
    public void main() {
        Scope.run(scope -> {
            Chan<Long> tokens = bucket();
            for (; sent < requests; sent++) {
                tokens.receive();
                System.out.println("request " + (sent + 1) + " at " + (now() - start) + " ms");
            }
        });
    }

    @Override
    public String soFar() {
        return sent + " requests sent";
    }
}
