package org.jmill;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.Poller;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// Waiting for descriptors: `fdwait` and `fdclean`.
final class Descriptors {
    private static final int DIRECTIONS = Poller.IN | Poller.OUT;

    private Descriptors() {}

    static int await(SelectableChannel channel, int events, long deadlineMs) {
        Scheduler scheduler = MillRuntime.current("fdwait").scheduler;
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.DESCRIPTOR, null, deadlineMs);
        register(scheduler, self, channel, events);
        try {
            int outcome = Waits.suspend(scheduler, self, Wait.INSTANCE, deadlineMs);
            return outcome == Scheduler.TIMEOUT ? 0 : outcome;
        } finally {
            Poller.Interest interest = (Poller.Interest) self.takeValue();
            if (interest.events(self) != 0) { // It could not be suspended at all.
                interest.abandon(self);
            }
        }
    }

    private static void register(Scheduler scheduler, Task self, SelectableChannel channel, int events) {
        check(scheduler, channel, events);
        if (Trace.on) {
            scheduler.telling().does(Verb.DESCRIPTOR, channel + ", " + named(events));
        }
        synchronized (
                channel.blockingLock()) { // The user's code may hold it for long, and others run meanwhile, on VIRTUAL.
            scheduler.enter();
            self.setValue(lookOut(scheduler, self, channel, events));
        }
    }

    private static Poller.Interest lookOut(Scheduler scheduler, Task self, SelectableChannel channel, int events) {
        Subject other = scheduler.poller().waiter(channel, events);
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

    private static void check(Scheduler scheduler, SelectableChannel channel, int events) {
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
        if (channel.provider() != scheduler.world().sockets()) {
            throw new MillPanic("fdwait " + channel + ": channel is of another provider than those of "
                    + scheduler.world() + "; open it with Mill.world().sockets()");
        }
        int valid = validEvents(channel);
        if ((events & valid) != events) {
            throw new MillPanic("fdwait " + channel + ": such a channel is never ready for " + named(events & ~valid));
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

    private static String named(int events) {
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

    /// What a coroutine in `fdwait` waits for. The interest lies in its own slot, so that a wait allocates nothing.
    private enum Wait implements Waiting {
        INSTANCE;

        private static Poller.Interest of(Task task) {
            return (Poller.Interest) task.value();
        }

        @Override
        public void abandon(Task task) {
            of(task).abandon(task);
        }

        @Override
        public Verb verb() {
            return Verb.DESCRIPTOR;
        }

        @Override
        public Object object(Task task) {
            return of(task) == null ? null : of(task).channel();
        }

        @Override
        public String describe(Task task) {
            Poller.Interest interest = of(task);
            return verb().of(interest.channel() + ", " + named(interest.events(task)));
        }
    }
}
