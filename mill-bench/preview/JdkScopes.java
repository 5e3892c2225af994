package org.jmill.bench.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.SynchronousQueue;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;

/// The perf programs about scopes with the JDK's `StructuredTaskScope`.
final class JdkScopes {
    private static final int FORKS = 10;
    private static final Duration FAR = Duration.ofMinutes(1);

    private JdkScopes() {}

    static Map<Programs, Program> programs() {
        Map<Programs, Program> all = new EnumMap<>(Programs.class);
        all.put(Programs.SCOPE_1, JdkScopes::scopes);
        all.put(Programs.SCOPE_FORK10, JdkScopes::forks);
        all.put(Programs.SCOPE_WITHIN, JdkScopes::within);
        all.put(Programs.SCOPE_RACE3, JdkScopes::races);
        all.replaceAll((name, program) -> count -> VirtualThreads.call(() -> program.run(count)));
        return all;
    }

    private static Sample scopes(long count) throws Exception {
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            try (var scope = StructuredTaskScope.open()) {
                scope.fork(() -> {});
                scope.join();
            }
        }
        return Sample.since(start, count);
    }

    private static Sample forks(long count) throws Exception {
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            try (var scope = StructuredTaskScope.open()) {
                List<Subtask<Integer>> forks = new ArrayList<>(FORKS);
                for (int f = 0; f < FORKS; f++) {
                    forks.add(scope.fork(() -> 1));
                }
                scope.join();
                for (Subtask<Integer> fork : forks) {
                    sum += fork.get();
                }
            }
        }
        return Sample.since(start, sum / FORKS);
    }

    /// Only what is forked is interrupted at the deadline.
    private static Sample within(long count) throws Exception {
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            try (var scope = StructuredTaskScope.open(
                    Joiner.<Integer>awaitAllSuccessfulOrThrow(), options -> options.withTimeout(FAR))) {
                Subtask<Integer> body = scope.fork(() -> 1);
                scope.join();
                sum += body.get();
            }
        }
        return Sample.since(start, sum);
    }

    private static Sample races(long count) throws Exception {
        BlockingQueue<Integer> never = new SynchronousQueue<>();
        Callable<Integer> loser = never::take;
        Callable<Integer> winner = () -> 1;
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            try (var scope = StructuredTaskScope.open(Joiner.<Integer>anySuccessfulResultOrThrow())) {
                scope.fork(loser);
                scope.fork(loser);
                scope.fork(winner);
                sum += scope.join();
            }
        }
        return Sample.since(start, sum);
    }
}
