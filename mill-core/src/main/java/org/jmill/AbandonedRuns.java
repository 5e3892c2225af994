package org.jmill;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/// Finds those coroutines of a mill that only one object could go on with, and of which the garbage collector found
/// that nobody holds that object any more: iterations that were broken off.
///
/// A watch is held by the [Coro] that it is for, and by nobody else, so it goes with it. What it holds while its
/// coroutine is suspended, the scheduler holds as well, since the `finally` blocks in there are still to be run. So
/// an owner that can be reached from the coroutine's own stack is not found. (A finaliser could tell, but the JDK is
/// about to drop those; and started virtual threads are held by the JVM itself.)
///
/// The JDK takes a queue's lock where there is something in it. So each mill has a queue of its own and looks into it
/// in a poll, when nobody else may run. (A `Cleaner` has one lock for all mills, and takes it for each object.)
final class AbandonedRuns {
    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

    /// Makes a watch; it counts as long as the coroutine holds it.
    Reference<?> watch(Object owner, Coro<?, ?> coro) {
        return new Watch(owner, queue, coro);
    }

    /// Cancels the coroutines whose owners have gone; at a poll.
    ///
    /// @return whether one was made ready by that
    boolean cancel() {
        boolean any = false;
        for (Reference<?> gone = queue.poll(); gone != null; gone = queue.poll()) {
            any |= ((Watch) gone).coro.abandon();
        }
        return any;
    }

    private static final class Watch extends WeakReference<Object> {
        private final Coro<?, ?> coro;

        Watch(Object owner, ReferenceQueue<Object> queue, Coro<?, ?> coro) {
            super(owner, queue);
            this.coro = coro;
        }
    }
}
