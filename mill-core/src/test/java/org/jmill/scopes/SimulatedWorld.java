package org.jmill.scopes;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jmill.harness.VirtualWorld;
import org.jmill.world.Poller;
import org.jmill.world.Subject;
import org.jmill.world.Turns;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// Virtual time, with workers that work when a test says so.
final class SimulatedWorld implements World {
    private final VirtualWorld time = new VirtualWorld();
    private final Queue<FutureTask<?>> submitted = new ArrayDeque<>();
    private boolean startsLater;

    /// Has children made ready instead of running at once.
    SimulatedWorld startingLater() {
        startsLater = true;
        return this;
    }

    /// Does what was submitted.
    void work() {
        for (FutureTask<?> task = submitted.poll(); task != null; task = submitted.poll()) {
            task.run();
        }
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Poller poller() {
        return time.poller();
    }

    @Override
    public Workers workers() {
        return new Workers() {
            @Override
            public Future<?> submit(Kind kind, Runnable code) {
                FutureTask<Void> task = new FutureTask<>(code, null);
                submitted.add(task);
                return task;
            }

            @Override
            public Load load(Kind kind) {
                return new Load(1, 1, submitted.size());
            }
        };
    }

    @Override
    public Turns turns() {
        return !startsLater
                ? null
                : new Turns() {
                    @Override
                    public int next(List<? extends Subject> candidates, long deadlineNs) {
                        return 0;
                    }

                    @Override
                    public int afterStart(List<? extends Subject> candidates) {
                        return 1; // The one who has started the other.
                    }
                };
    }
}
