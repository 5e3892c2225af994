package org.jmill;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jmill.sched.Poller;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;

/// Waiting for descriptors: `fdwait` and `fdclean`.
final class Descriptors {
    private static final int DIRECTIONS = Poller.IN | Poller.OUT;

    private Descriptors() {}

    static int await(SelectableChannel channel, int events, long deadlineMs) {
        Scheduler scheduler = MillRuntime.current("fdwait").scheduler;
        Task self = scheduler.enter();
        int outcome = Waits.suspend(scheduler, self, register(scheduler, self, channel, events), deadlineMs);
        return outcome == Scheduler.TIMEOUT ? 0 : outcome;
    }

    private static Waiting register(Scheduler scheduler, Task self, SelectableChannel channel, int events) {
        check(channel, events);
        if (Trace.on) {
            Trace.operation(self.id(), "fdwait(" + channel + ", " + name(events) + ")");
        }
        synchronized (channel.blockingLock()) {
            scheduler.enter(); // Others may have run meanwhile, on VIRTUAL.
            return enlist(scheduler, self, channel, events);
        }
    }

    private static Waiting enlist(Scheduler scheduler, Task self, SelectableChannel channel, int events) {
        Task other = scheduler.poller().waiter(channel, events);
        if (other != null) {
            throw new MillPanic("fdwait "
                    + channel
                    + ": "
                    + other
                    + " waits for the same direction, "
                    + self
                    + " must not; let one coroutine read and one write");
        }
        try {
            return scheduler.lookOutFor(channel, events);
        } catch (ClosedChannelException e) {
            throw closed(channel);
        } catch (IOException e) {
            throw new FdwaitException("fdwait " + channel + ": cannot be registered: " + e.getMessage(), e);
        }
    }

    private static void check(SelectableChannel channel, int events) {
        if (channel == null) {
            throw new MillPanic("fdwait: channel is null");
        }
        if ((events & DIRECTIONS) == 0 || (events & ~DIRECTIONS) != 0) {
            throw new MillPanic("fdwait " + channel + ": events are FDW_IN, FDW_OUT or both, not " + events);
        }
        if (!channel.isOpen()) {
            throw closed(channel);
        }
        if (channel.isBlocking()) {
            throw new MillPanic("fdwait " + channel + ": channel is in blocking mode; call configureBlocking(false)");
        }
        int valid = validEvents(channel);
        if ((events & valid) != events) {
            throw new MillPanic("fdwait " + channel + ": such a channel is never ready for " + name(events & ~valid));
        }
    }

    private static int validEvents(SelectableChannel channel) {
        int ops = channel.validOps();
        int in = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
        int out = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        return ((ops & in) != 0 ? Poller.IN : 0) | ((ops & out) != 0 ? Poller.OUT : 0);
    }

    private static MillPanic closed(SelectableChannel channel) {
        return new MillPanic("fdwait " + channel + ": channel is closed");
    }

    private static String name(int events) {
        return switch (events) {
            case Poller.IN -> "FDW_IN";
            case Poller.OUT -> "FDW_OUT";
            default -> "FDW_IN | FDW_OUT";
        };
    }

    static void clean(SelectableChannel channel) {
        Scheduler scheduler = MillRuntime.current("fdclean").scheduler;
        scheduler.enterQuietly();
        if (channel == null) {
            throw new MillPanic("fdclean: channel is null");
        }
        scheduler.forget(channel);
    }
}
