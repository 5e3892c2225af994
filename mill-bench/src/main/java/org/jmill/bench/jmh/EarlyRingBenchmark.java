package org.jmill.bench.jmh;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.concurrent.TimeUnit;
import org.jmill.Chan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// What a program costs whose coroutines are as old as its JVM: a message goes round through main and two
/// that receive it and send it on. No warm-up, on purpose: the time in which everything is compiled counts.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(EarlyRingBenchmark.HOPS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
public class EarlyRingBenchmark {
    /// How many hops a run has.
    static final int HOPS = 30_000_000;

    private static final int COROUTINES = 2;
    private static final int END = 0;

    /// A hop: a message received and sent on.
    @Benchmark
    public int hop(MillState state) throws Exception {
        return state.call(() -> goRound(MillState.COUNT == MillState.OPERATIONS ? HOPS / COROUTINES : MillState.COUNT));
    }

    private static int goRound(int rounds) {
        Chan<Integer> first = chmake(0);
        Chan<Integer> last = first;
        for (int i = 0; i < COROUTINES; i++) {
            Chan<Integer> from = last;
            Chan<Integer> to = chmake(0);
            go(() -> passOn(from, to));
            last = to;
        }
        Integer message = 1;
        for (int i = 0; i < rounds; i++) {
            chs(first, message);
            message = chr(last);
        }
        chs(first, END);
        return chr(last);
    }

    private static void passOn(Chan<Integer> from, Chan<Integer> to) {
        Integer message;
        do {
            message = chr(from);
            chs(to, message);
        } while (message != END);
    }
}
