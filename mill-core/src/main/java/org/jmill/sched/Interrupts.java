package org.jmill.sched;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/// Tells an interrupt from outside, which cancels main, from a flag that a coroutine has set on its own thread
/// ("restore the interrupt"), which on an engine where all share one thread would otherwise be everybody's.
///
/// The JDK calls back the channel on which a thread is about to block when *another* thread interrupts it. So the
/// mill's thread pretends to be about to block on one, all the time; the JDK's own channels take its place while they
/// block, and it is put back at each poll.
///
/// `Thread.interrupt` raises the flag first and calls back then, and may be held up in between for as long as the
/// system likes. So the flag alone proves nothing, and its absence neither:
///
/// - I1 The call is what counts, whoever has taken the flag before. It may come while the mill waits, and wakes it.
/// - I2 A flag that was taken without a call may be that of an interrupt which is under way: from then on, nobody takes
///   the post's place, or the call would be his. A selector would. That is so to the end: it is never certain that no
///   call will come.
/// - I3 A flag that comes during a wait is an interrupt's: no coroutine ran that could have set it.
final class Interrupts {
    private final Runnable wakeUp; // For the mill to look here; called by any thread.
    private Post post; // null = not listened to.
    private boolean underWay; // I2

    /// @param wakeUp called by the thread that interrupts; has the mill poll
    Interrupts(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /// Listens from now on; on the thread in question.
    void listen() {
        post = new Post(wakeUp);
        post.await();
    }

    /// Whether another thread has interrupted this one. The flag is taken in any case.
    boolean have() {
        boolean flag = Thread.interrupted();
        if (post == null) {
            return flag; // Of a thread on which no coroutine runs.
        }
        boolean called = post.called;
        if (called) {
            post = new Post(wakeUp);
        } else {
            underWay |= flag; // I2
        }
        post.await();
        return called; // I1
    }

    /// Whether this thread was interrupted while it waited: no coroutine ran that could have done it.
    boolean cameWhileWaiting() {
        boolean flag = Thread.interrupted();
        if (post != null) {
            post.await(); // The selector has taken its place.
        }
        return flag; // I3
    }

    /// Whether another thread may be in the midst of interrupting this one, though the flag was taken.
    boolean mayBeUnderWay() {
        return underWay;
    }

    /// Listens no longer.
    ///
    /// @return whether another thread has interrupted this one, and nobody has asked since
    boolean end() {
        boolean called = post != null && post.leave();
        post = null;
        return called;
    }

    /// A channel that is none. The JDK closes it when another thread interrupts the one that waits on it.
    private static final class Post extends AbstractInterruptibleChannel {
        private final Runnable wakeUp;
        private volatile boolean called; // Written by the thread that interrupts.

        Post(Runnable wakeUp) {
            this.wakeUp = wakeUp;
        }

        void await() {
            begin();
        }

        /// Waits no longer.
        ///
        /// @return whether another thread has interrupted this one meanwhile
        boolean leave() {
            try {
                end(true);
                return false;
            } catch (AsynchronousCloseException e) {
                return true;
            }
        }

        @Override
        protected void implCloseChannel() {
            called = true;
            wakeUp.run();
        }
    }
}
