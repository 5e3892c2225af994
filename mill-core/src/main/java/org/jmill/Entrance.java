package org.jmill;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jmill.sched.Scheduler;
import org.jmill.world.Reason;
import org.jspecify.annotations.Nullable;

/// Where other threads bring tasks into a scope: [Scope#executor], [Scope#future].
///
/// Invariants:
/// - I1 `state` counts the tasks that were accepted and have not begun; once it has the bit SHUT, it only falls.
/// - I2 A task that was accepted becomes a child: the scope does not end before.
final class Entrance implements Executor {
    private static final long SHUT = Long.MIN_VALUE;

    private final Scope scope;
    private final MillRuntime mill;
    private final Scheduler scheduler;
    private final AtomicLong state = new AtomicLong(); // I1

    // The mill's thread only.
    private final Queue<Body<?>> waiting = new ArrayDeque<>(0); // Here, for want of a place.
    private boolean keepsAwake;
    private boolean isAbandoned; // Nothing begins any more.
    private boolean isAwaited; // The mill knows that tasks are still to come.

    Entrance(Scope scope, MillRuntime mill) {
        this.scope = scope;
        this.mill = mill;
        this.scheduler = mill.scheduler;
    }

    /// From now on the mill waits for tasks instead of taking itself for deadlocked.
    void keepAwake() {
        if (!keepsAwake && state.get() >= 0) {
            keepsAwake = true;
            scheduler.inboxes(1);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (task == null) {
            throw new NullPointerException("execute " + scope + ": task is null");
        }
        bring("execute", task::run);
    }

    <T extends @Nullable Object> CompletableFuture<T> future(Callable<? extends T> body) {
        if (body == null) {
            throw new NullPointerException("future " + scope + ": body is null");
        }
        Promise<T> promise = new Promise<>(body);
        bring("future", promise::fulfil);
        return promise;
    }

    private void bring(String verb, Body<?> task) {
        long before = state.get();
        while (before >= 0 && before < Scope.QUEUE_MAX && !state.compareAndSet(before, before + 1)) {
            before = state.get();
        }
        if (before < 0) {
            throw rejected(verb);
        }
        if (before >= Scope.QUEUE_MAX) {
            throw new RejectedExecutionException(verb + " " + scope + ": " + before
                    + " tasks wait already; hand over fewer, or raise the limit of the scope");
        }
        if (!scheduler.mailbox().post(() -> arrive(task))) {
            throw rejected(verb);
        }
    }

    private RejectedExecutionException rejected(String verb) {
        return new RejectedExecutionException(
                verb + " " + scope + ": it has ended; hand over tasks while its body, or a child, still runs");
    }

    // ---- the mill's side

    private void arrive(Body<?> task) {
        if (!isAbandoned) {
            waiting.add(task);
            letIn();
        }
    }

    /// The scope is gone: what was accepted does not begin.
    void abandon() {
        state.getAndUpdate(s -> s | SHUT);
        isAbandoned = true;
        waiting.clear();
        if (isAwaited) {
            isAwaited = false;
            scheduler.awaited(-1);
        }
        letSleep();
    }

    private void letSleep() {
        if (keepsAwake) {
            keepsAwake = false;
            scheduler.inboxes(-1);
        }
    }

    /// Starts those for whom there is a place.
    void letIn() {
        while (!waiting.isEmpty() && !scope.isFull()) {
            scope.startLater(waiting.poll());
            long left = state.decrementAndGet();
            if (isAwaited && (left & ~SHUT) == 0) {
                isAwaited = false;
                scheduler.awaited(-1);
            }
            if ((left & ~SHUT) == 0) {
                scope.group().hold(false);
            }
        }
    }

    /// Whether a task that was accepted has not begun yet; if so, the mill waits for it.
    boolean expectsTasks() {
        boolean isOneToCome = (state.get() & ~SHUT) > 0;
        if (isOneToCome && !isAwaited) {
            isAwaited = true;
            scheduler.awaited(1);
        }
        return isOneToCome;
    }

    /// No child lives. Unless a task is still to begin, which may bring others, nothing more is accepted; nor in a
    /// scope that is cancelled, or whoever brings tasks all the time would keep it. What was accepted is still to
    /// become a child, which the scope has to wait for.
    ///
    /// @return false if it is to be called again when no child lives
    boolean shut(boolean isCancelled) {
        boolean isShut = isCancelled || state.compareAndSet(0, SHUT);
        if (isCancelled) {
            state.getAndUpdate(s -> s | SHUT);
        }
        if (expectsTasks()) {
            scope.group().hold(true);
        }
        if (isShut) {
            letSleep();
        }
        return isShut;
    }

    /// What a caller outside waits for. To cancel it cancels the child.
    private final class Promise<T extends @Nullable Object> extends CompletableFuture<T> {
        private final Callable<? extends T> body;
        private Routine child; // The mill's thread only; null before it runs.

        Promise(Callable<? extends T> body) {
            this.body = body;
        }

        void fulfil() {
            if (isDone()) {
                return; // It was cancelled before its time.
            }
            child = (Routine) scheduler.enterQuietly();
            try {
                T value = body.call();
                if (!complete(value)) {
                    BlockingCall.dispose("future: result of a cancelled task", value);
                }
            } catch (Throwable t) {
                TraceEnd.cut(t, child);
                completeExceptionally(t);
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean isCancelled = super.cancel(mayInterrupt);
            if (isCancelled) {
                scheduler.mailbox().post(() -> {
                    if (child != null) {
                        scheduler.cancel(child, Reason.CALL, "the caller of its future");
                    }
                });
            }
            return isCancelled;
        }

        @Override
        public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>(); // What depends on it is nobody's child.
        }
    }
}
