package org.jmill.test.search;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs trials on a thread of their own, and looks in real time whether they get on. A coroutine that computes for ever
/// calls no verb: nothing inside the mill could end it, so its thread is given up.
final class Watchdog {
    private static final long PATIENCE_MS = 10_000; // Unless the property says something else.
    private static final long LOOK_EVERY_MS = 100;

    private final Trial trial;

    // How long a run may make no step.
    private final long patienceMs = Long.getLong("jmill.test.patience", PATIENCE_MS);

    Watchdog(Trial trial) {
        this.trial = trial;
    }

    /// Has code run that runs the trial.
    ///
    /// @throws AssertionError if it does not get on
    <T> T watch(Callable<T> code) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name("jmill test").unstarted(() -> {
            try {
                result.complete(code.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        thread.start();
        long stillMs = 0;
        Object last = null;
        while (true) {
            try {
                return result.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Object now = progress();
                stillMs = now.equals(last) ? stillMs + LOOK_EVERY_MS : 0;
                last = now;
                if (trial.turns() != null && trial.turns().isStranded()) {
                    throw new AssertionError("no end within " + trial.limits().steps()
                            + " steps, and when everybody was cancelled, somebody caught that and went on for as many"
                            + " again; let CancelledException end a coroutine\n" + stack(thread));
                }
                if (stillMs >= patienceMs) {
                    throw new AssertionError("no verb for " + stillMs + " ms of real time: "
                            + "a coroutine computes without end, or blocks the thread; it is\n" + stack(thread));
                }
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the test ran", e);
            } catch (ExecutionException e) {
                throw Watchdog.<RuntimeException>sneak(e.getCause());
            }
        }
    }

    /// What changes with each step.
    private Object progress() {
        return trial.turns() == null
                ? 0
                : System.identityHashCode(trial.turns()) * 31L + trial.turns().steps();
    }

    private String stack(Thread thread) {
        StringBuilder text = new StringBuilder("    ").append(trial.who()).append(", at");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n        ").append(frame);
        }
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
