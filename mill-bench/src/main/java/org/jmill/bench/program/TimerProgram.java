package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.util.function.LongFunction;
import org.jmill.Chan;

/// Coroutines sleep until deadlines of their own; all timers are armed before the first one fires.
/// One operation is one sleeper: started, its timer armed, fired, and ended. Fails if they do not
/// fire in the order of their deadlines.
///
/// The time that passes between the arming and the last deadline is off the clock: main keeps the
/// thread meanwhile, so that all of the firing comes after it.
final class TimerProgram implements Program {
    private static final int SPREAD_MAX_MS = 1000;

    /// Prime, so that the deadlines of successive sleepers jump about and yet use the whole spread.
    private static final long STRIDE = 7919;

    private Chan<Boolean> finished;
    private long firstMs; // The earliest deadline.
    private long spreadMs; // How far apart the first and the last deadline are, plus 1.
    private long lastFiredMs;
    private boolean inOrder;
    private long asleep;

    @Override
    public Sample run(long count) {
        return retry(count, armingMs -> attempt(count, armingMs));
    }

    /// Gives a program time to arm its timers before the first one fires.
    ///
    /// @param attempt runs the program, given the milliseconds that it has; returns null if they
    ///   were too few
    static Sample retry(long count, LongFunction<Sample> attempt) {
        // Room for the slowest engine; a machine slower still has another try.
        long armingMs = 20 + count / 1000;
        Sample sample = attempt.apply(armingMs);
        for (int i = 0; sample == null && i < 5; i++) {
            armingMs *= 3;
            sample = attempt.apply(armingMs);
        }
        if (sample == null) {
            throw new IllegalStateException(
                    "timer: " + count + " timers could not be armed within " + armingMs + " ms");
        }
        return sample;
    }

    /// Returns null if the first deadline was not far enough ahead to arm them all before it.
    private Sample attempt(long count, long armingMs) {
        spreadMs = Math.min(SPREAD_MAX_MS, 10 + count / 1000);
        firstMs = now() + armingMs;
        finished = chmake(0);
        asleep = count;
        lastFiredMs = firstMs;
        inOrder = true;

        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            long deadline = firstMs + i * STRIDE % spreadMs;
            go(() -> sleep(deadline));
        }
        long nanos = System.nanoTime() - start;
        boolean allArmed = now() < firstMs;

        while (now() < firstMs + spreadMs) {
            Thread.onSpinWait();
        }
        start = System.nanoTime();
        chr(finished);
        nanos += System.nanoTime() - start;
        if (allArmed && !inOrder) {
            throw new IllegalStateException("timer: the timers did not fire in order");
        }
        return allArmed ? new Sample(count, nanos, null) : null;
    }

    private void sleep(long deadlineMs) {
        msleep(deadlineMs);
        inOrder &= deadlineMs >= lastFiredMs;
        lastFiredMs = deadlineMs;
        if (--asleep == 0) {
            chs(finished, true);
        }
    }
}
