package org.jmill.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.jmill.Mill;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to have many coroutines at once. The time is that of one whole run, the start of
/// its mill included; divide by `count`.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(
        value = 2,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
@State(Scope.Benchmark)
public class ManyBenchmark {
    /// How many coroutines there are at once.
    @Param({"1000", "10000", "100000", "1000000"})
    public int count;

    /// Parks them, then resumes them round robin, three times each.
    @Benchmark
    public long park(MillState state) throws Exception {
        return state.call(() -> {
            Programs.PARK.make().warmUp(count); // Without the collections of `run`.
            return Mill.now();
        });
    }

    /// Arms as many timers, waits, and fires them; the wait is part of it.
    @Benchmark
    public Sample timer(MillState state) throws Exception {
        return state.call(() -> Programs.TIMER.make().run(count));
    }
}
