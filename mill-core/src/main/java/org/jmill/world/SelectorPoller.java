package org.jmill.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
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
final class SelectorPoller implements Poller {
    /// A channel that is closed without [#clean] tells nobody; so no wait is longer than this while
    /// coroutines wait for descriptors.
    private static final long SWEEP_MS = 1000;

    private static final long NS_PER_MS = 1_000_000;

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
    private Ready waker; // Set by the first poll or forget; always the same.
    private Registration head; // Those with a waiter, for the sweep.
    private int waiters;
    private int registered;
    private boolean elsewhere; // Waits are spent on another thread.
    private boolean dirty; // A cancelled key still holds its descriptor; select() lets it go.

    @Override
    public void aboutToWait() {
        if (selector == null) {
            parked = Thread.currentThread();
        }
    }

    @Override
    public void waitElsewhere() {
        elsewhere = true;
    }

    @Override
    public void poll(long timeoutNs, Ready to) {
        Selector s = selector;
        if (s == null) {
            park(timeoutNs);
            return;
        }
        if (timeoutNs == 0 && waiters == 0 && !dirty) {
            return;
        }
        waker = to;
        dirty = false;
        try {
            if (timeoutNs != 0 && !elsewhere) {
                s.select(action, selectTimeoutMs(timeoutNs));
            } else {
                if (timeoutNs != 0) {
                    SelectElsewhere.await(s, selectTimeoutMs(timeoutNs));
                }
                s.selectNow(action);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("poll: " + e.getMessage(), e);
        }
        if (s.keys().size() != registered) {
            sweep(s);
        }
    }

    private void park(long timeoutNs) {
        if (timeoutNs < 0) {
            LockSupport.park(this);
        } else if (timeoutNs > 0) {
            LockSupport.parkNanos(this, timeoutNs);
        }
    }

    /// The selector counts milliseconds, and reads 0 as "without limit". Rounded up: who wakes too soon has to sleep
    /// again.
    private long selectTimeoutMs(long timeoutNs) {
        long ms = timeoutNs < 0 ? 0 : (timeoutNs - 1) / NS_PER_MS + 1;
        return waiters == 0 ? ms : ms == 0 ? SWEEP_MS : Math.min(ms, SWEEP_MS);
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
        Subject in = null;
        Subject out = null;
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
    public Subject waiter(SelectableChannel channel, int events) {
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
    public Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException {
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
        registration.enter(events, waiter);
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
    public void forget(SelectableChannel channel, Ready to) {
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
    private static final class Registration implements Interest {
        private final SelectorPoller poller;
        private SelectionKey key;
        private Subject in;
        private Subject out;
        private Registration prev;
        private Registration next;

        Registration(SelectorPoller poller) {
            this.poller = poller;
        }

        @Override
        public SelectableChannel channel() {
            return key.channel();
        }

        @Override
        public int events(Subject waiter) {
            return (in == waiter ? IN : 0) | (out == waiter ? OUT : 0);
        }

        void enter(int events, Subject waiter) {
            if (in == null && out == null) {
                next = poller.head;
                if (next != null) {
                    next.prev = this;
                }
                poller.head = this;
            }
            if ((events & IN) != 0) {
                in = waiter;
            }
            if ((events & OUT) != 0) {
                out = waiter;
            }
            poller.waiters++;
        }

        @Override
        public void abandon(Subject waiter) {
            in = in == waiter ? null : in;
            out = out == waiter ? null : out;
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

        void wake(Subject inWaiter, Subject outWaiter) {
            if (inWaiter != null) {
                abandon(inWaiter);
                poller.waker.ready(inWaiter, inWaiter == outWaiter ? IN | OUT : IN);
            }
            if (outWaiter != null && outWaiter != inWaiter) {
                abandon(outWaiter);
                poller.waker.ready(outWaiter, OUT);
            }
        }

        void fail(Ready to) {
            Subject inWaiter = in;
            Subject outWaiter = out;
            if (inWaiter != null) {
                abandon(inWaiter);
                to.ready(inWaiter, ERR);
            }
            if (outWaiter != null && outWaiter != inWaiter) {
                abandon(outWaiter);
                to.ready(outWaiter, ERR);
            }
        }
    }
}
