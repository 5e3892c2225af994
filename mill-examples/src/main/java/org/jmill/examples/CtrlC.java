package org.jmill.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets an example end cleanly on Ctrl-C (and on SIGTERM): the thread of its mill is interrupted,
/// which cancels main, and the JVM waits a little for what then remains to be done.
final class CtrlC {
    private static final long PATIENCE_MS = 7000;

    private final Thread interrupted;
    private volatile int graceMs; // Beside the patience.
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("jmill-ctrl-c").unstarted(this::pressed);

    private CtrlC(Thread interrupted) {
        this.interrupted = interrupted;
    }

    /// Watches from now on, on behalf of a thread.
    static CtrlC interrupting(Thread thread) {
        CtrlC ctrlC = new CtrlC(thread);
        Runtime.getRuntime().addShutdownHook(ctrlC.hook);
        return ctrlC;
    }

    /// Lets the program have more time at the end.
    void allow(int newGraceMs) {
        graceMs = newGraceMs;
    }

    private void pressed() {
        interrupted.interrupt();
        try {
            if (!ended.await(PATIENCE_MS + graceMs, TimeUnit.MILLISECONDS)) {
                System.err.println("jmill: interrupted, and given up after " + (PATIENCE_MS + graceMs) / 1000 + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The program has ended.
    ///
    /// @return whether the JVM is going down already, and must not be asked to exit
    boolean disarm() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
