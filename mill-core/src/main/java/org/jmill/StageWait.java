package org.jmill;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jmill.sched.Scheduler;
import org.jmill.trace.Origins;
import org.jmill.trace.Trace;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// One `await`: a coroutine waits for a stage of Java's. No thread does: whoever completes the stage raises a [Signal].
///
/// A stage may live much longer than those who wait for it, and cannot be told to forget one. What it is given is
/// therefore an `anyOf` of itself and of the end of the wait: of all that may depend on a stage, this is the one thing
/// that the JDK takes off its list when it is of no use any more.
final class StageWait {
    private StageWait() {}

    /// Suspends the calling coroutine until a stage has completed.
    ///
    /// @param cancels whether to cancel the stage if its result is not waited for to the end
    static <T extends @Nullable Object> T await(
            String verb, CompletionStage<? extends T> stage, long deadlineMs, boolean cancels) {
        MillRuntime mill = MillRuntime.current(verb);
        if (stage == null) {
            mill.scheduler.enterQuietly();
            throw new MillPanic(verb + ": stage is null; give it what to wait for");
        }
        CompletableFuture<? extends T> outcome;
        try {
            mill.scheduler.enter();
            mill.scheduler.checkDeadline(verb, deadlineMs);
            outcome = future(stage);
            awaitCompletion(verb, mill, outcome, deadlineMs);
        } catch (Throwable t) {
            if (cancels) {
                cancel(stage, t);
            }
            throw t;
        }
        return result(outcome);
    }

    private static void awaitCompletion(String verb, MillRuntime mill, CompletableFuture<?> outcome, long deadlineMs) {
        Scheduler scheduler = mill.scheduler;
        if (outcome.isDone()) {
            if (Trace.on) {
                scheduler.telling().does(Verb.SIGNAL, null);
            }
            scheduler.completed();
            return;
        }
        Signal completed = new Signal(mill, Verb.SIGNAL);
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        CompletableFuture.anyOf(outcome, givenUp).whenComplete((value, thrown) -> completed.raise());
        try {
            // A result that has come since the last look at the mailbox is there all the same.
            if (!completed.await(deadlineMs) && !outcome.isDone()) {
                throw new DeadlineException(verb + ": deadline passed, and the stage has not completed");
            }
        } finally {
            givenUp.complete(null);
        }
    }

    /// The stage itself in most cases. One that only its maker may complete gives a copy; one that knows nothing of
    /// futures is copied here.
    private static <T extends @Nullable Object> CompletableFuture<T> future(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) {
            CompletableFuture<T> copy = new CompletableFuture<>();
            stage.whenComplete((value, thrown) -> {
                if (thrown == null) {
                    copy.complete(value);
                } else {
                    copy.completeExceptionally(thrown);
                }
            });
            return copy;
        }
    }

    private static <T extends @Nullable Object> T result(CompletableFuture<? extends T> outcome) {
        try {
            return outcome.getNow(null);
        } catch (RuntimeException e) { // What getNow wraps, or a CancellationException.
            Throwable thrown = e;
            while (isWrapper(thrown) && thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            Note.add(thrown, Note.Kind.READER, "awaited at " + Origins.caller());
            throw MillRuntime.<RuntimeException>sneak(thrown);
        }
    }

    /// What the JDK puts around an exception that passes from one stage or thread to another.
    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof CompletionException || thrown instanceof ExecutionException;
    }

    /// @param why its result is not wanted any more
    private static void cancel(CompletionStage<?> stage, Throwable why) {
        try {
            Future<?> future = stage instanceof Future<?> itself ? itself : stage.toCompletableFuture();
            future.cancel(true);
        } catch (UnsupportedOperationException e) {
            // Only its maker may complete this stage.
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
