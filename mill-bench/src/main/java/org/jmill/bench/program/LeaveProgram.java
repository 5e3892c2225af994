package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Mill;

/// Coroutines wait in the queue of a channel; each leaves it from the middle of what is left, until
/// it is empty. One operation is one that leaves.
///
/// So that all that changes with the count is the length of the queue, there are as many queues as
/// it takes to have the same number of coroutines in all.
final class LeaveProgram implements Program {
    /// Why they leave.
    enum Cause {
        /// They are cancelled.
        CANCEL,

        /// Their deadlines pass.
        TIMEOUT,

        /// They wait in a choose, and get a value from another channel.
        CHOICE
    }

    private static final int SPREAD_MAX_MS = 1000;

    private final Cause cause;
    private final long population;

    /// @param population how many coroutines there are in all, unless one queue takes more
    LeaveProgram(Cause cause, long population) {
        this.cause = cause;
        this.population = population;
    }

    @Override
    public Sample run(long count) {
        int length = Math.toIntExact(count);
        int queues = (int) Math.max(1, population / length);
        return switch (cause) {
            case CANCEL -> cancel(queues, length);
            case TIMEOUT -> TimerProgram.retry((long) queues * length, ms -> timeOut(queues, length, ms));
            case CHOICE -> chooseAnother(queues, length);
        };
    }

    private static Sample cancel(int queues, int length) {
        List<Coroutine> waiters = new ArrayList<>();
        for (int i = 0; i < queues; i++) {
            Chan<Integer> crowd = chmake(0);
            for (int j = 0; j < length; j++) {
                waiters.add(go(() -> chr(crowd)));
            }
        }
        long start = System.nanoTime();
        for (int i = 0; i < queues; i++) {
            for (int j = 0; j < length; j++) {
                waiters.get(i * length + fromTheMiddle(j, length)).cancel();
            }
        }
        Sample sample = Sample.since(start, (long) queues * length);
        Mill.yield(); // They end.
        return sample;
    }

    private static Sample chooseAnother(int queues, int length) {
        List<Chan<Integer>> others = new ArrayList<>();
        for (int i = 0; i < queues; i++) {
            Chan<Integer> crowd = chmake(0);
            for (int j = 0; j < length; j++) {
                Chan<Integer> other = chmake(0);
                others.add(other);
                go(() -> choose().in(crowd).in(other).end());
            }
        }
        long start = System.nanoTime();
        for (int i = 0; i < queues; i++) {
            for (int j = 0; j < length; j++) {
                chs(others.get(i * length + fromTheMiddle(j, length)), 0);
            }
        }
        Sample sample = Sample.since(start, (long) queues * length);
        Mill.yield();
        return sample;
    }

    /// As for timers, all are armed before the first one fires, and the time between is off the
    /// clock. Deadlines are milliseconds: those that fire in the same one leave in the order in which
    /// they came.
    private static Sample timeOut(int queues, int length, long armingMs) {
        int spreadMs = Math.min(SPREAD_MAX_MS, length);
        long firstMs = now() + armingMs;
        long[] left = {(long) queues * length};
        Chan<Boolean> finished = chmake(0);
        for (int i = 0; i < queues; i++) {
            Chan<Integer> crowd = chmake(0);
            for (int j = 0; j < length; j++) {
                long turn = Math.abs(2L * (j - length / 2)); // 0 for the one in the middle.
                long deadlineMs = firstMs + turn * (spreadMs - 1) / length;
                go(() -> expire(crowd, deadlineMs, left, finished));
            }
        }
        boolean allArmed = now() < firstMs;
        while (now() < firstMs + spreadMs) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        chr(finished);
        return allArmed ? Sample.since(start, (long) queues * length) : null;
    }

    private static void expire(Chan<Integer> crowd, long deadlineMs, long[] left, Chan<Boolean> finished) {
        try {
            crowd.receive(deadlineMs);
            throw new IllegalStateException("leave: nobody has sent");
        } catch (DeadlineException e) {
            if (--left[0] == 0) {
                chs(finished, true);
            }
        }
    }

    /// The places of a queue from its middle outwards: for 5 these are 2, 1, 3, 0, 4.
    ///
    /// @param turn from 0 to `length - 1`
    static int fromTheMiddle(int turn, int length) {
        int away = (turn + 1) / 2;
        return length / 2 + (turn % 2 == 0 ? away : -away);
    }
}
