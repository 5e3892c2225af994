package org.jmill;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jmill.sched.TaskState;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// What one mill does when the process is asked to end: see [MillOptions#cancelOnShutdown].
///
/// The thread that called [Mill#run] is interrupted, which cancels main on every engine and cuts Java calls short that
/// hold this thread. It is so under a lock which [#end] takes too: nobody is interrupted whose mill has ended.
final class Shutdown {
    /// How long the process waits, after the mill's end, for the thread that called run: for what it prints then. It
    /// may be a thread that never ends, or has called `System.exit`.
    private static final long AFTERWARDS_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_MS = 50; // Between two looks for a coroutine that ends the process itself.
    private static final long DUMP_PATIENCE_MS = 500;

    // RUNNING -> ASKED   the process is to end while the mill runs
    // RUNNING -> ENDED   the mill ends by itself
    // ASKED -> ENDED     so does one that was cancelled
    private enum State {
        RUNNING,
        ASKED,
        ENDED
    }

    private final MillRuntime mill;
    private final Thread caller = Thread.currentThread();
    private final long graceNs;
    private final CountDownLatch ended = new CountDownLatch(1);
    private State state = State.RUNNING; // Guarded by this.
    private boolean wasAsked; // Guarded by this.
    private volatile boolean isLooking; // The mill's thread is to look, or does.
    private volatile boolean exitIsBlocked; // It has found a coroutine in `System.exit`.
    private Runnable takeBack = () -> {}; // Of the thread that called run.

    private Shutdown(MillRuntime mill, Duration grace) {
        this.mill = mill;
        this.graceNs = TimeUnit.NANOSECONDS.convert(grace); // The longest there is, if it is longer.
    }

    /// Listens from now on, for a mill that the calling thread is about to run.
    ///
    /// @return to be told of the end; null if the mill's options do not ask for it
    static @Nullable Shutdown listen(MillRuntime mill) {
        Duration grace = mill.options.graceAtShutdown;
        if (grace == null) {
            return null;
        }
        Shutdown shutdown = new Shutdown(mill, grace);
        Runnable takeBack = mill.options.world.atShutdown(shutdown::asked);
        if (takeBack == null) {
            shutdown.cancel();
        } else {
            shutdown.takeBack = takeBack;
        }
        return shutdown;
    }

    private synchronized boolean cancel() {
        if (state != State.RUNNING) {
            return false;
        }
        state = State.ASKED;
        wasAsked = true;
        caller.interrupt();
        return true;
    }

    /// The mill has ended, and its thread is the caller's again.
    void end() {
        synchronized (this) {
            state = State.ENDED;
        }
        ended.countDown();
        takeBack.run();
    }

    /// Whether that is what has cancelled main, which has then ended with this.
    synchronized boolean hasCaused(Throwable failure) {
        return wasAsked && failure instanceof CancelledException;
    }

    /// Called by a thread of its own. The process ends when this has returned.
    private void asked() {
        if (!cancel()) {
            return;
        }
        long beganNs = World.real().nanoTime();
        try {
            while (!ended.await(Math.min(LOOK_MS, leftMs(beganNs, graceNs)), TimeUnit.MILLISECONDS)) {
                if (endsTheProcess()) {
                    return;
                }
                if (leftMs(beganNs, graceNs) <= 0) {
                    tell();
                    return;
                }
            }
            long afterwardsMs = Math.min(leftMs(beganNs, graceNs), TimeUnit.NANOSECONDS.toMillis(AFTERWARDS_NS));
            if (afterwardsMs > 0) {
                caller.join(Duration.ofMillis(afterwardsMs));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long leftMs(long beganNs, long spanNs) {
        long leftNs = spanNs - (World.real().nanoTime() - beganNs);
        return leftNs <= 0 ? 0 : (leftNs - 1) / 1_000_000 + 1;
    }

    /// Whether a coroutine waits in `System.exit` for this to return: it keeps the thread meanwhile, or on VIRTUAL only
    /// itself, and then the mill has time to look for it.
    private boolean endsTheProcess() {
        if (mill.engine == Engine.VIRTUAL && !isLooking) {
            isLooking = true;
            if (!mill.scheduler.mailbox().post(this::lookAtTheBlocked)) {
                isLooking = false;
            }
        }
        return exitIsBlocked || isExit(stack());
    }

    /// On the mill's thread.
    private void lookAtTheBlocked() {
        mill.scheduler.forEach(task -> {
            if (task.state() == TaskState.BLOCKED && isExit(Arrays.asList(task.stackTrace()))) {
                exitIsBlocked = true;
            }
        });
        isLooking = false;
    }

    private static boolean isExit(List<StackTraceElement> stack) {
        return stack.stream()
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime")
                        && frame.getMethodName().equals("exit"));
    }

    private List<StackTraceElement> stack() {
        Thread owner = mill.scheduler.owner();
        return owner == null ? List.of() : Arrays.asList(owner.getStackTrace());
    }

    /// On standard error, since the JDK's log is closed by a hook of its own.
    private void tell() {
        Object running = mill.scheduler.running();
        String at = stack().stream().map(frame -> "\n    " + frame).collect(Collectors.joining());
        System.err.print(
                "shutdown " + mill + ": not ended within the grace of " + TimeUnit.NANOSECONDS.toMillis(graceNs)
                        + " ms; the process ends nevertheless\n" + new DumpBean(mill, DUMP_PATIENCE_MS).dump()
                        + (running == null || at.isEmpty() ? "" : "\n" + running + " is at" + at) + "\n");
        System.err.flush();
    }
}
