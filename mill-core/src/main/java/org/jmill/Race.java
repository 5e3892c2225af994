package org.jmill;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jmill.sched.Alike;
import org.jmill.sched.Cancellation;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// Several ways to one result, of which the first that succeeds counts: [Mill#race(Callable...)].
final class Race<T extends @Nullable Object> {
    private final List<Callable<? extends T>> callables;
    private final long staggerMs; // Negative: all begin at once.
    private final List<Throwable> failures = new ArrayList<>();
    private final ParkingLot end = new ParkingLot(Verb.JOIN, "race"); // Of any of them.
    private boolean won;
    private T winning;

    private Race(List<Callable<? extends T>> callables, long staggerMs) {
        this.callables = callables;
        this.staggerMs = staggerMs;
    }

    /// Runs it to its end, and to those of the losers.
    static <T extends @Nullable Object> T run(List<? extends Callable<? extends T>> callables, long staggerMs) {
        MillRuntime.current("race").scheduler.enter();
        if (callables == null || callables.isEmpty() || callables.stream().anyMatch(Objects::isNull)) {
            throw new MillPanic("race: the callables are none, or one is null; give at least one, and no null");
        }
        return new Race<T>(List.copyOf(callables), staggerMs).run();
    }

    private T run() {
        boolean isTold = false;
        try {
            Scope.call(scope -> {
                startInTurn(scope);
                scope.endBy(RaceEnd.OVER);
                return null;
            });
            isTold = true;
        } finally {
            if (!isTold) {
                dispose(winning); // The caller was cancelled just then.
            }
        }
        if (won) {
            return winning;
        }
        Throwable first = failures.getFirst();
        Alike others = new Alike(first);
        failures.forEach(others::suppress);
        throw MillRuntime.<RuntimeException>sneak(first);
    }

    /// Where one has failed, the next one need not wait for its time.
    private void startInTurn(Scope scope) {
        int begun = 0;
        int failed = 0;
        boolean isDue = true;
        while (!won && failures.size() < callables.size()) {
            boolean isLeft = begun < callables.size();
            if (isLeft && (isDue || failures.size() > failed || staggerMs < 0)) {
                failed = failures.size();
                isDue = false;
                Callable<? extends T> next = callables.get(begun++);
                scope.go(() -> take(next));
            } else {
                isDue = !end.park(null, isLeft ? Ticker.later(Mill.now(), staggerMs) : -1);
            }
        }
    }

    /// Whatever ends a racer is heard of here: that somebody has cancelled it alone is a failure, too.
    private void take(Callable<? extends T> racer) {
        try {
            T value = racer.call();
            if (won) {
                dispose(value);
            } else {
                won = true;
                winning = value;
            }
        } catch (Throwable t) {
            if (!won) {
                TraceEnd.cut(t, (Routine) MillRuntime.current("race").scheduler.enterToLook());
            }
            failures.add(t);
        }
        end.wakeFirst();
    }

    /// Who cancels the losers.
    private enum RaceEnd implements Cancellation.Winner {
        OVER;

        @Override
        public String toString() {
            return "the end of the race";
        }
    }

    private static void dispose(Object value) {
        BlockingCall.dispose("race: result of a loser", value);
    }
}
