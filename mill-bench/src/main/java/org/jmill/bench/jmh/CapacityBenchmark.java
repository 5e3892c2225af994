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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a message costs from one coroutine to another, by the capacity of the channel.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MillState.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
@State(Scope.Benchmark)
public class CapacityBenchmark {
    /// How many values the channel holds.
    @Param({"0", "1", "2", "16", "128"})
    public int capacity;

    /// A send with its receive.
    @Benchmark
    public Sample stream(MillState state) throws Exception {
        return state.call(() -> Programs.stream(capacity).run(MillState.COUNT));
    }
}
