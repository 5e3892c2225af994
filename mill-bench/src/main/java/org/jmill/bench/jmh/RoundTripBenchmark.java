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

/// What a message costs that must be waited for on both sides, and a channel that is not used
/// twice.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MillState.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
public class RoundTripBenchmark {
    /// A message of a round trip.
    @Benchmark
    @OperationsPerInvocation(2 * MillState.OPERATIONS)
    public Sample chan(MillState state) throws Exception {
        return state.run(Programs.CHAN);
    }

    /// A message with a choose of two clauses on each side.
    @Benchmark
    public Sample select(MillState state) throws Exception {
        return state.run(Programs.SELECT);
    }

    /// The short life of a channel.
    @Benchmark
    public Sample done(MillState state) throws Exception {
        return state.run(Programs.DONE);
    }
}
