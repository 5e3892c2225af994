package org.jmill.bench.jmh;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;

import java.util.concurrent.TimeUnit;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Mill;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// What an operation costs that need not wait.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MillState.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
public class NoWaitBenchmark {
    /// A send into a channel that has room, and the receive of that value.
    @Benchmark
    public long chsThenChr(MillState state) throws Exception {
        return state.call(() -> {
            Chan<Integer> channel = chmake(1);
            long sum = 0;
            for (int i = 0; i < MillState.COUNT; i++) {
                chs(channel, 1);
                sum += chr(channel);
            }
            return sum;
        });
    }

    /// A kept choose that sends, and one that receives: both have one ready clause of two.
    @Benchmark
    public long keptChoosePair(MillState state) throws Exception {
        return state.call(() -> {
            Chan<Integer> used = chmake(1);
            Chan<Integer> empty = chmake(0);
            Choose out = choose().out(used, 1).in(empty);
            Choose in = choose().in(used).in(empty);
            long sum = 0;
            for (int i = 0; i < MillState.COUNT; i++) {
                out.end();
                in.end();
                sum += in.<Integer>value();
            }
            return sum;
        });
    }

    /// A choose made anew each time, with handlers.
    @Benchmark
    public long freshChoosePair(MillState state) throws Exception {
        return state.call(() -> {
            Chan<Integer> used = chmake(1);
            Chan<Integer> empty = chmake(0);
            long[] sum = {0};
            for (int i = 0; i < MillState.COUNT; i++) {
                choose().out(used, 1).in(empty).end();
                choose().in(used, v -> sum[0] += v).in(empty).end();
            }
            return sum[0];
        });
    }

    /// A yield of the only coroutine there is.
    @Benchmark
    public long yieldAlone(MillState state) throws Exception {
        return state.call(() -> {
            for (int i = 0; i < MillState.COUNT; i++) {
                Mill.yield();
            }
            return Mill.now();
        });
    }
}
