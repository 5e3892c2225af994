package org.jmill.sched;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/// Tells an interrupt from outside, which cancels main, from a flag that a coroutine has set on its own thread
/// ("restore the interrupt"), which on an engine where all share one thread would otherwise be everybody's.
///
/// The JDK calls back the channel on which a thread is about to block when *another* thread interrupts it. So the
/// mill's thread pretends to be about to block on one, all the time; the JDK's own channels take its place while they
/// block, and it is put back at each poll.
final class Interrupts {
    private Post post; // null = not listened to.

    /// Listens from now on; on the thread in question.
    void listen() {
        post = new Post();
        post.await();
    }

    /// Whether another thread has interrupted this one. The flag is taken in any case.
    boolean have() {
        boolean flag = Thread.interrupted();
        if (post == null) {
            return flag; // Of a thread on which no coroutine runs.
        }
        boolean fromOutside = false;
        if (flag) {
            fromOutside = post.leave();
            post = new Post();
        }
        post.await();
        return fromOutside;
    }

    /// Whether this thread was interrupted while it waited: no coroutine ran that could have done it.
    boolean cameWhileWaiting() {
        boolean flag = Thread.interrupted();
        if (post != null) {
            post.await(); // The selector has taken its place.
        }
        return flag;
    }

    /// Listens no longer.
    void end() {
        if (post != null) {
            post.leave();
            post = null;
        }
    }

    /// A channel that is none. The JDK closes it when another thread interrupts the one that waits on it.
    private static final class Post extends AbstractInterruptibleChannel {
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
        protected void implCloseChannel() {}
    }
}
