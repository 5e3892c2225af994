package org.jmill.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to start a coroutine and to switch between two.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MillState.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
public class SwitchBenchmark {
    /// A coroutine started and ended.
    @Benchmark
    public Sample go(MillState state) throws Exception {
        return state.run(Programs.GO);
    }

    /// A yield between two coroutines.
    @Benchmark
    public Sample ctxswitch(MillState state) throws Exception {
        return state.run(Programs.CTXSWITCH);
    }

    /// A coroutine in a row that passes a whisper on.
    @Benchmark
    public Sample whispers(MillState state) throws Exception {
        return state.run(Programs.WHISPERS);
    }
}
