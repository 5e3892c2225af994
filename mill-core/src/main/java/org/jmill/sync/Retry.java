package org.jmill.sync;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jmill.BlockingOperation;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.DeadlineException;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// Calls what may fail again, after pauses that grow: each is twice as long as the one before, up to a longest
/// one, and a part of each is drawn, so that many who fail at the same time do not come back at the same time.
///
/// {@snippet file="org/jmill/snippets/RetrySnippet.java" region="example"}
///
/// It gives up, and throws the last failure as it is, after so many attempts, or when the next one would begin at or
/// after the deadline of its caller: [Mill#deadline], as [Mill#within] sets it. A cancellation is never retried,
/// nor is a failure of a coroutine that is cancelled; nor is a [MillPanic], since misuse does not mend itself; nor an
/// `Error`.
///
/// Immutable: each setting gives a new one. Any thread may make one, usually into a static field; it is used on the
/// thread of any mill.
///
/// Source: none in libmill; the "equal jitter" of Amazon's builders' library.
///
/// @since 0.1.0
public final class Retry {
    private static final long FIRST_MS = 100;
    private static final long MOST_MS = 10_000;
    private static final double FACTOR = 2;
    private static final double JITTER = 0.5;

    private final int attempts;
    private final long firstMs;
    private final long mostMs;
    private final double factor;
    private final double jitter;
    private final Predicate<? super Exception> when;

    /// Makes one that tries so often, with pauses of 100 ms, 200 ms, 400 ms and so on up to 10 s, of which half is
    /// drawn, after any exception. Any thread may call it.
    ///
    /// @param attempts how often to try in all, at least 1; `Integer.MAX_VALUE` for as often as there is time
    /// @throws IllegalArgumentException if it is below 1
    public Retry(int attempts) {
        this(attempts, FIRST_MS, MOST_MS, FACTOR, JITTER, _ -> true);
        if (attempts < 1) {
            throw new IllegalArgumentException("retry: attempts are fewer than 1: " + attempts);
        }
    }

    private Retry(
            int attempts, long firstMs, long mostMs, double factor, double jitter, Predicate<? super Exception> when) {
        this.attempts = attempts;
        this.firstMs = firstMs;
        this.mostMs = mostMs;
        this.factor = factor;
        this.jitter = jitter;
        this.when = when;
    }

    /// Sets how long the first pause is, and the longest. Any thread may call it.
    ///
    /// @param newFirstMs in milliseconds, at least 0
    /// @param newMostMs in milliseconds, at least as long
    /// @return one with these pauses
    /// @throws IllegalArgumentException if the first is negative, or longer than the longest
    public Retry pauses(long newFirstMs, long newMostMs) {
        if (newFirstMs < 0 || newMostMs < newFirstMs) {
            throw new IllegalArgumentException("pauses " + this + ": first pause of " + newFirstMs
                    + " ms is negative, or over the longest of " + newMostMs + " ms");
        }
        return new Retry(attempts, newFirstMs, newMostMs, factor, jitter, when);
    }

    /// Does the same as [#pauses(long,long)], with pauses of these lengths, of which whole milliseconds count. Any
    /// thread may call it.
    ///
    /// @param newFirst at least zero
    /// @param newMost at least as long
    /// @return one with these pauses
    /// @throws IllegalArgumentException if the first is negative, or longer than the longest
    /// @throws MillPanic if one is null
    public Retry pauses(Duration newFirst, Duration newMost) {
        if (newFirst == null || newMost == null) {
            throw new MillPanic("pauses " + this + ": " + (newFirst == null ? "first" : "longest") + " pause is null");
        }
        return pauses(
                newFirst.isNegative() ? -1 : TimeUnit.MILLISECONDS.convert(newFirst),
                TimeUnit.MILLISECONDS.convert(newMost));
    }

    /// Sets how much longer each pause is than the one before. Any thread may call it.
    ///
    /// @param newFactor at least 1, which makes all the same
    /// @return one with this factor
    /// @throws IllegalArgumentException if it is below 1 or no number
    public Retry factor(double newFactor) {
        if (!(newFactor >= 1 && newFactor <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("factor " + this + ": factor is below 1 or endless: " + newFactor);
        }
        return new Retry(attempts, firstMs, mostMs, newFactor, jitter, when);
    }

    /// Sets how much of each pause is drawn. Any thread may call it.
    ///
    /// @param share 0: nothing, so that the pauses are as long as they can be; 1: all of it
    /// @return one with this jitter
    /// @throws IllegalArgumentException if it is not between 0 and 1
    public Retry jitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("jitter " + this + ": share is not between 0 and 1: " + share);
        }
        return new Retry(attempts, firstMs, mostMs, factor, share, when);
    }

    /// Sets after which failures to try again. Any thread may call it.
    ///
    /// @param isTemporary whether it may help; is not asked of what is never retried. What it throws is thrown
    /// @return one that asks that
    /// @throws MillPanic if it is null
    public Retry when(Predicate<? super Exception> isTemporary) {
        if (isTemporary == null) {
            throw new MillPanic("when " + this + ": predicate is null; leave the call out for any exception");
        }
        return new Retry(attempts, firstMs, mostMs, factor, jitter, isTemporary);
    }

    /// Calls the code until it succeeds, and returns its result; suspends in the pauses.
    ///
    /// @param <T> the type of the result
    /// @param <X> what the code may throw
    /// @param code what to call, in the calling coroutine
    /// @return its result, may be null
    /// @throws X the last failure, when it gives up
    /// @throws CancelledException if the coroutine is cancelled
    /// @throws MillPanic if the code is null
    public <T extends @Nullable Object, X extends Exception> T call(BlockingOperation<T, X> code) throws X {
        if (code == null) {
            throw new MillPanic("call " + this + ": code is null; give it what to call");
        }
        Mill.self(); // Outside of a mill the code is not called either.
        double pauseMs = firstMs;
        for (int attempt = 1; ; attempt++) {
            try {
                return code.call();
            } catch (Exception e) {
                if (attempt == attempts || !mayRetry(e)) {
                    throw e;
                }
                long untilMs = until(pauseMs);
                long deadlineMs = Mill.deadline();
                if (deadlineMs >= 0 && untilMs >= deadlineMs) {
                    throw e;
                }
                Mill.msleep(untilMs);
            }
            pauseMs = Math.min(pauseMs * factor, mostMs);
        }
    }

    /// Calls the code until it succeeds, as [#call(BlockingOperation)] does.
    ///
    /// @param <T> the type of the result
    /// @param code as for [#call(BlockingOperation)]
    /// @return its result, may be null
    /// @throws Exception the last failure, when it gives up
    /// @throws CancelledException as for [#call(BlockingOperation)]
    /// @throws MillPanic as for [#call(BlockingOperation)]
    public <T extends @Nullable Object> T call(Callable<T> code) throws Exception {
        return call(code == null ? null : (BlockingOperation<T, Exception>) code::call);
    }

    /// Runs code without a result until it succeeds, as [#call(BlockingOperation)] does.
    ///
    /// @param <X> what the code may throw
    /// @param code as for [#call(BlockingOperation)]
    /// @throws X as for [#call(BlockingOperation)]
    /// @throws CancelledException as for [#call(BlockingOperation)]
    /// @throws MillPanic as for [#call(BlockingOperation)]
    public <X extends Exception> void run(Body<X> code) throws X {
        if (code == null) {
            throw new MillPanic("run " + this + ": code is null; give it what to run");
        }
        this.<Object, X>call(() -> {
            code.run();
            return null;
        });
    }

    private boolean mayRetry(Exception failure) {
        return !isCancellation(failure)
                && !(failure instanceof MillPanic)
                && !Mill.self().isCancelled() // The failure may be what some library has made of that.
                && when.test(failure);
    }

    /// Also if a library has wrapped it. A deadline that has passed within the code is its own affair.
    private static boolean isCancellation(Throwable failure) {
        Throwable t = failure;
        for (int depth = 0; t != null && !(t instanceof DeadlineException) && depth < 100; depth++) {
            if (t instanceof CancelledException) {
                return true;
            }
            t = t.getCause();
        }
        return false;
    }

    /// When the next attempt begins, if it comes after a pause that is so long at most.
    private long until(double longestMs) {
        long pauseMs = (long) Math.min(longestMs, mostMs);
        int drawable = (int) Math.min(pauseMs * jitter, Integer.MAX_VALUE - 1);
        long nowMs = Mill.now();
        long ahead = pauseMs - Mill.draw(drawable + 1);
        return ahead > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + ahead;
    }

    /// Gives `retry, 5 attempts`. Any thread may call it.
    @Override
    public String toString() {
        return "retry, " + attempts + (attempts == 1 ? " attempt" : " attempts");
    }
}
