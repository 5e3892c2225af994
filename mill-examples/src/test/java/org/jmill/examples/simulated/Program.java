package org.jmill.examples.simulated;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.util.function.Supplier;
import org.jmill.examples.Example;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.Node;
import picocli.CommandLine;

/// A server of the examples on a node of a cluster: the program that `jmill run` starts, with its options.
final class Program {
    private static final long RUNS = -1;

    private final Supplier<Example> maker;
    private final String[] options;
    private long endMs = RUNS;

    Program(Supplier<Example> maker, String... options) {
        this.maker = maker;
        this.options = options;
    }

    /// What the node runs, each time that it starts.
    void run() throws Exception {
        endMs = RUNS;
        Example example = maker.get();
        CommandLine.populateCommand(example, options);
        try {
            example.main();
        } finally {
            endMs = now();
        }
    }

    /// Stops it, as Ctrl-C does, and waits for its end.
    ///
    /// @param graceMs by when it must have come
    void mustStopWithin(Cluster cluster, Node node, long graceMs) {
        cluster.stop(node);
        msleep(now() + graceMs);
        Check.always(endMs != RUNS, node + " ends within its grace");
        Console.mustBeWithoutFaults();
    }
}
