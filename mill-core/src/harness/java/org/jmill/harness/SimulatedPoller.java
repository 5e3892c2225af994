package org.jmill.harness;

import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// A poller that moves a [VirtualClock] instead of sleeping, and reports the descriptors that a
/// test says are ready. It notes how it was asked.
///
/// A wait without limit is a real one: only another thread can end it.
public final class SimulatedPoller implements Poller {
    private static final long NS_PER_MS = 1_000_000;

    private final VirtualClock clock;
    private final Map<SelectableChannel, Registration> registrations = new LinkedHashMap<>();
    private final List<Long> timeouts = new ArrayList<>();
    private Runnable onPoll = () -> {};
    private long sleepCostNs;
    private volatile int wakeUps;
    private volatile Thread waiter;
    private volatile boolean wakeUp;
    private volatile boolean closed;

    public SimulatedPoller(VirtualClock clock) {
        this.clock = clock;
    }

    /// The timeout of each poll so far in milliseconds, in order: 0 for a look without a wait.
    public List<Long> timeouts() {
        return timeouts;
    }

    /// Runs something at the start of each poll, for instance [#ready] or [VirtualClock#advance].
    public void onPoll(Runnable action) {
        onPoll = action;
    }

    /// Makes a channel ready for these directions from now on, until [#unready].
    public void ready(SelectableChannel channel, int events) {
        registration(channel).ready |= events;
    }

    /// Ends what [#ready] began.
    public void unready(SelectableChannel channel) {
        registration(channel).ready = 0;
    }

    /// Has the mill believe that sleeping costs so much, in nanoseconds of real time; to be said before it runs.
    public void sleepCostNs(long cost) {
        sleepCostNs = cost;
    }

    /// How often other threads have woken the mill.
    public int wakeUps() {
        return wakeUps;
    }

    /// Whether the mill has given it back.
    public boolean isClosed() {
        return closed;
    }

    private Registration registration(SelectableChannel channel) {
        return registrations.computeIfAbsent(channel, Registration::new);
    }

    @Override
    public void aboutToWait() {
        waiter = Thread.currentThread();
    }

    @Override
    public void poll(long timeoutNs, Ready waker) {
        timeouts.add(timeoutNs > 0 ? (timeoutNs + NS_PER_MS - 1) / NS_PER_MS : timeoutNs);
        onPoll.run();
        if (serve(waker) == 0) {
            if (timeoutNs > 0) {
                clock.advanceNs(timeoutNs);
            } else if (timeoutNs < 0) {
                awaitWakeUp();
            }
        }
        wakeUp = false;
    }

    private void awaitWakeUp() {
        while (!wakeUp && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
    }

    private int serve(Ready waker) {
        int served = 0;
        for (Registration r : List.copyOf(registrations.values())) {
            served += r.serve(waker, r.ready);
        }
        return served;
    }

    @Override
    public long sleepCostNs() {
        return sleepCostNs;
    }

    @Override
    public synchronized void wakeUp() {
        wakeUps++;
        wakeUp = true;
        LockSupport.unpark(waiter);
    }

    @Override
    public int waiters() {
        return registrations.values().stream().mapToInt(Registration::waiters).sum();
    }

    @Override
    public Subject waiter(SelectableChannel channel, int events) {
        Registration r = registrations.get(channel);
        if (r == null) {
            return null;
        }
        return (events & IN) != 0 && r.in != null ? r.in : (events & OUT) != 0 ? r.out : null;
    }

    @Override
    public Interest await(SelectableChannel channel, int events, Subject task) {
        Registration r = registration(channel);
        if ((events & IN) != 0) {
            r.in = task;
        }
        if ((events & OUT) != 0) {
            r.out = task;
        }
        return r;
    }

    @Override
    public void forget(SelectableChannel channel, Ready waker) {
        Registration r = registrations.remove(channel);
        if (r != null) {
            r.fail(waker);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /// A descriptor: who waits for it, and what it is ready for.
    private static final class Registration implements Interest {
        private final SelectableChannel channel;
        private Subject in;
        private Subject out;
        private int ready;

        Registration(SelectableChannel channel) {
            this.channel = channel;
        }

        int waiters() {
            return (in == null ? 0 : 1) + (out == null || out == in ? 0 : 1);
        }

        int serve(Ready waker, int events) {
            Subject inTask = (events & IN) != 0 ? in : null;
            Subject outTask = (events & OUT) != 0 ? out : null;
            if (inTask != null) {
                abandon(inTask);
                waker.ready(inTask, inTask == outTask ? IN | OUT : IN);
            }
            if (outTask != null && outTask != inTask) {
                abandon(outTask);
                waker.ready(outTask, OUT);
            }
            return (inTask == null ? 0 : 1) + (outTask == null || outTask == inTask ? 0 : 1);
        }

        void fail(Ready waker) {
            Subject inTask = in;
            Subject outTask = out;
            in = null;
            out = null;
            if (inTask != null) {
                waker.ready(inTask, ERR);
            }
            if (outTask != null && outTask != inTask) {
                waker.ready(outTask, ERR);
            }
        }

        @Override
        public void abandon(Subject task) {
            in = in == task ? null : in;
            out = out == task ? null : out;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public int events(Subject waiter) {
            return (in == waiter ? IN : 0) | (out == waiter ? OUT : 0);
        }
    }
}
