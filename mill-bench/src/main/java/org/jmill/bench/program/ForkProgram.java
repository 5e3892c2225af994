package org.jmill.bench.program;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Fork;
import org.jmill.Scope;

/// A scope with ten forks, whose results are added up. One operation is one scope.
final class ForkProgram implements Program {
    private static final int FORKS = 10;

    @Override
    public Sample run(long count) {
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += Scope.call(ForkProgram::sum);
        }
        Sample sample = Sample.since(start, count);
        if (sum != FORKS * count) {
            throw new IllegalStateException("fork: results add up to " + sum + " instead of " + FORKS * count);
        }
        return sample;
    }

    private static int sum(Scope scope) {
        List<Fork<Integer>> forks = new ArrayList<>(FORKS);
        for (int i = 0; i < FORKS; i++) {
            forks.add(scope.fork(() -> 1));
        }
        int sum = 0;
        for (Fork<Integer> fork : forks) {
            sum += fork.join();
        }
        return sum;
    }
}
