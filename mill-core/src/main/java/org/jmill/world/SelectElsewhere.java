package org.jmill.world;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A wait for a selector that does not block in it: a thread of its own does, while the caller is parked.
///
/// A thread that blocks in a selector is known to the JDK as doing that and nothing else, until it returns: see
/// [Poller#waitElsewhere]. The thread tells nobody of what is ready; the caller finds that by itself afterwards. It
/// costs the start of a thread, which is why it is not done always.
final class SelectElsewhere {
    private static final Consumer<SelectionKey> NOBODY = key -> {};

    private final Selector selector;
    private final long timeoutMs;
    private final Thread caller = Thread.currentThread();
    private volatile boolean over;

    private SelectElsewhere(Selector selector, long timeoutMs) {
        this.selector = selector;
        this.timeoutMs = timeoutMs;
    }

    /// Waits until a key is ready, the selector is woken up, the time has passed, or the calling thread is interrupted,
    /// whose flag is left as it is then.
    ///
    /// @param timeoutMs 0: without limit
    static void await(Selector selector, long timeoutMs) throws IOException {
        SelectElsewhere wait = new SelectElsewhere(selector, timeoutMs);
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("jmill-select")
                .inheritInheritableThreadLocals(false)
                .unstarted(wait::select);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // The system has no thread left: an interrupt that is lost is the lesser evil.
            selector.select(NOBODY, timeoutMs);
            return;
        }
        wait.await();
    }

    private void select() {
        try {
            selector.select(NOBODY, timeoutMs);
        } catch (IOException | RuntimeException e) {
            // The caller meets the same, as it looks next.
        } finally {
            over = true;
            LockSupport.unpark(caller);
        }
    }

    private void await() {
        boolean interrupted = false;
        try {
            while (!over) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    interrupted = true;
                    selector.wakeup();
                }
            }
        } finally {
            if (!over) { // For want of stack. Nobody could use the selector as long as the other one is in it.
                selector.wakeup();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
