package org.jmill.sched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The poller of the JDK: a `java.nio` selector, which is epoll on Linux.
///
/// The selector is opened when the first descriptor comes; until then the mill's thread is parked.
/// Interest once registered stays registered, and is dropped only when it fires with nobody
/// waiting, so that a busy socket costs no `epoll_ctl` per message (libmill pays two: `epoll.inc`).
///
/// Invariants:
/// - I1 `waiters` counts the coroutines that are `in` or `out` of a registration.
/// - I2 `registered` counts the keys that were registered and neither cleaned nor seen to be
///   invalid.
public final class SelectorPoller implements Poller {
    /// A channel that is closed without [#clean] tells nobody; so no wait is longer than this while
    /// coroutines wait for descriptors.
    private static final long SWEEP_MS = 1000;

    /// What a sleep and a wake-up take of both sides' time, measured on a virtual machine; a peer on another
    /// processor mostly answers sooner.
    private static final long SLEEP_COST_NS = 50_000;

    /// `-Djmill.spin=false` has each wait spent asleep.
    private static final String PROPERTY = "jmill.spin";

    private static final int IN_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int OUT_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final Consumer<SelectionKey> action = this::fire;

    private volatile Thread parked; // The thread to unpark while there is no selector.
    private volatile Selector selector; // Written once by the mill's thread.
    private Waker waker; // Set by the first poll or clean; always the same.
    private Registration head; // Those with a waiter, for the sweep.
    private int waiters;
    private int registered;
    private boolean dirty; // A cancelled key still holds its descriptor; select() lets it go.

    /// Makes a poller; nothing is opened yet.
    public SelectorPoller() {}

    @Override
    public void aboutToWait() {
        if (selector == null) {
            parked = Thread.currentThread();
        }
    }

    @Override
    public void poll(long timeoutMs, Waker to) {
        Selector s = selector;
        if (s == null) {
            park(timeoutMs);
            return;
        }
        if (timeoutMs == 0 && waiters == 0 && !dirty) {
            return;
        }
        waker = to;
        dirty = false;
        try {
            if (timeoutMs == 0) {
                s.selectNow(action);
            } else {
                s.select(action, selectTimeoutMs(timeoutMs));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("poll: " + e.getMessage(), e);
        }
        if (s.keys().size() != registered) {
            sweep(s);
        }
    }

    private void park(long timeoutMs) {
        if (timeoutMs == 0) {
            return;
        }
        if (timeoutMs < 0) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(timeoutMs));
        }
    }

    /// The selector reads 0 as "without limit".
    private long selectTimeoutMs(long timeoutMs) {
        if (waiters > 0) {
            return timeoutMs < 0 ? SWEEP_MS : Math.min(timeoutMs, SWEEP_MS);
        }
        return Math.max(timeoutMs, 0);
    }

    @Override
    public void wakeUp() {
        Selector s = selector;
        if (s != null) {
            s.wakeup();
        } else {
            LockSupport.unpark(parked);
        }
    }

    private void fire(SelectionKey key) {
        try {
            serve(key, key.readyOps());
        } catch (CancelledKeyException e) {
            // Another thread has closed the channel in this very poll: the sweep sees to it.
        }
    }

    private static void serve(SelectionKey key, int ready) {
        Registration registration = (Registration) key.attachment();
        int idle = 0; // Interest that fired with nobody waiting.
        Task in = null;
        Task out = null;
        if ((ready & IN_OPS) != 0) {
            in = registration.in;
            idle |= in == null ? IN_OPS : 0;
        }
        if ((ready & OUT_OPS) != 0) {
            out = registration.out;
            idle |= out == null ? OUT_OPS : 0;
        }
        if (idle != 0) {
            key.interestOpsAnd(~idle);
        }
        registration.wake(in, out);
    }

    /// Finds the registrations whose channel was closed behind our back, and wakes their waiters.
    private void sweep(Selector s) {
        registered = s.keys().size();
        Registration r = head;
        while (r != null) {
            Registration following = r.next;
            if (!r.key.isValid()) {
                r.fail(waker);
            }
            r = following;
        }
    }

    @Override
    public long sleepCostNs() {
        return "false".equals(System.getProperty(PROPERTY)) ? 0 : SLEEP_COST_NS;
    }

    @Override
    public int waiters() {
        return waiters;
    }

    @Override
    public Task waiter(SelectableChannel channel, int events) {
        Registration r = find(channel);
        if (r == null) {
            return null;
        }
        return (events & IN) != 0 && r.in != null ? r.in : (events & OUT) != 0 ? r.out : null;
    }

    private Registration find(SelectableChannel channel) {
        SelectionKey key = selector == null ? null : channel.keyFor(selector);
        return key == null ? null : (Registration) key.attachment();
    }

    @Override
    public Waiting await(SelectableChannel channel, int events, Task task) throws IOException {
        if (selector == null) {
            selector = channel.provider().openSelector();
        }
        int ops = ((events & IN) != 0 ? IN_OPS : 0) | ((events & OUT) != 0 ? OUT_OPS : 0);
        ops &= channel.validOps();
        SelectionKey key = channel.keyFor(selector);
        if (key == null || !showsInterest(key, ops)) {
            if (key != null) {
                selector.selectNow(action); // A cancelled key must be gone before the next one.
            }
            Registration fresh = new Registration(this);
            key = channel.register(selector, ops, fresh);
            fresh.key = key;
            registered++;
        }
        Registration registration = (Registration) key.attachment();
        registration.enter(events, task);
        return registration;
    }

    /// @return false if the key is cancelled, which another thread may do at any time by closing the channel
    private static boolean showsInterest(SelectionKey key, int ops) {
        try {
            if ((key.interestOps() & ops) != ops) {
                key.interestOpsOr(ops);
            }
            return true;
        } catch (CancelledKeyException e) {
            return false;
        }
    }

    /// Has the selector let go of the channel at once: until it does, a closed channel keeps its descriptor, and so
    /// its port and whoever connects to that.
    @Override
    public void clean(SelectableChannel channel, Waker to) {
        waker = to;
        Registration registration = find(channel);
        if (registration != null) {
            if (registration.key.isValid()) {
                registration.key.cancel();
                registered--;
                dirty = true;
            }
            registration.fail(to);
            if (dirty) {
                poll(0, to);
            }
        }
    }

    @Override
    public void close() {
        Selector s = selector;
        if (s != null) {
            try {
                s.close();
            } catch (IOException e) {
                throw new UncheckedIOException("poll: " + e.getMessage(), e);
            }
        }
    }

    /// A channel and the coroutines that wait for its two directions.
    private static final class Registration implements Waiting {
        private final SelectorPoller poller;
        private SelectionKey key;
        private Task in;
        private Task out;
        private Registration prev;
        private Registration next;

        Registration(SelectorPoller poller) {
            this.poller = poller;
        }

        void enter(int events, Task task) {
            if (in == null && out == null) {
                next = poller.head;
                if (next != null) {
                    next.prev = this;
                }
                poller.head = this;
            }
            if ((events & IN) != 0) {
                in = task;
            }
            if ((events & OUT) != 0) {
                out = task;
            }
            poller.waiters++;
        }

        @Override
        public void abandon(Task task) {
            in = in == task ? null : in;
            out = out == task ? null : out;
            poller.waiters--;
            if (in == null && out == null) {
                if (prev == null) {
                    poller.head = next;
                } else {
                    prev.next = next;
                }
                if (next != null) {
                    next.prev = prev;
                }
                prev = null;
                next = null;
            }
        }

        void wake(Task inTask, Task outTask) {
            if (inTask != null) {
                abandon(inTask);
                poller.waker.wake(inTask, inTask == outTask ? IN | OUT : IN);
            }
            if (outTask != null && outTask != inTask) {
                abandon(outTask);
                poller.waker.wake(outTask, OUT);
            }
        }

        void fail(Waker to) {
            Task inTask = in;
            Task outTask = out;
            if (inTask != null) {
                abandon(inTask);
                to.wake(inTask, ERR);
            }
            if (outTask != null && outTask != inTask) {
                abandon(outTask);
                to.wake(outTask, ERR);
            }
        }

        @Override
        public String describe(Task task) {
            String events = "";
            if (in == task || out == task) { // Else it was abandoned, as by a cancellation.
                events = in == task && out == task ? ", FDW_IN | FDW_OUT" : in == task ? ", FDW_IN" : ", FDW_OUT";
            }
            return "fdwait(" + key.channel() + events + ")";
        }
    }
}
