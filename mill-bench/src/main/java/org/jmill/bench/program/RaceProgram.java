package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.race;

import java.util.concurrent.Callable;
import org.jmill.Chan;

/// Races of three, of which two wait for a message that never comes, and the third wins at once. One operation is one
/// race: all three started, and the losers cancelled and waited for.
final class RaceProgram implements Program {
    @Override
    public Sample run(long count) {
        Chan<Integer> never = chmake(0);
        Callable<Integer> loser = never::receive;
        Callable<Integer> winner = () -> 1;
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += race(loser, loser, winner);
        }
        Sample sample = Sample.since(start, count);
        if (sum != count) {
            throw new IllegalStateException("race: results add up to " + sum + " instead of " + count);
        }
        return sample;
    }
}
