package org.jmill.bench.jmh;

import java.util.concurrent.Callable;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The engine under test.
@State(Scope.Benchmark)
public class MillState {
    /// How many operations an invocation does.
    public static final int OPERATIONS = 1_000_000;

    /// As many, but a hundred where the smoke test runs: its times mean nothing.
    static final int COUNT = Boolean.getBoolean("jmill.bench.smoke") ? 100 : OPERATIONS;

    /// The flags without which there is only the portable engine: for CONTINUATION at its fastest,
    static final String CONTINUATIONS = "--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED";

    /// and for VIRTUAL.
    static final String THREADS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /// The collector and the object layout that the launcher takes too.
    static final String COLLECTOR = "-XX:+UseParallelGC";

    /// See [#COLLECTOR].
    static final String HEADERS = "-XX:+UseCompactObjectHeaders";

    /// What runs the coroutines.
    @Param({"CONTINUATION", "VIRTUAL", "PORTABLE"})
    public Engine engine;

    /// Runs a program for [#OPERATIONS] of what it counts.
    Sample run(Programs program) throws Exception {
        return call(() -> program.make().run(COUNT));
    }

    /// Runs `main` in a mill of its own.
    <T> T call(Callable<T> main) throws Exception {
        return Mill.call(MillOptions.defaults().engine(engine).strict(false), main);
    }
}
