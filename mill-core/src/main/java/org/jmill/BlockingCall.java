package org.jmill;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.sched.Scheduler;
import org.jmill.world.Verb;
import org.jmill.world.Workers;
import org.jspecify.annotations.Nullable;

/// One `blocking` call: Java code that one of the world's workers runs while its coroutine is suspended.
final class BlockingCall<T extends @Nullable Object> {
    // UNDER_WAY -> FINISHED   the code has ended: the result is the caller's
    // UNDER_WAY -> ABANDONED  the caller is cancelled: the result is the worker's
    private enum State {
        UNDER_WAY,
        FINISHED,
        ABANDONED
    }

    private final Workers workers;
    private final Workers.Kind kind;
    private final Callable<? extends T> code;
    private final Signal ended;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNDER_WAY);

    // Written by the worker before it leaves UNDER_WAY.
    private T result;
    private Throwable thrown;

    private BlockingCall(MillRuntime mill, Workers.Kind kind, Callable<? extends T> code) {
        this.workers = Asked.workers(mill);
        this.kind = kind;
        this.code = code;
        this.ended = new Signal(mill, Verb.BLOCKING);
    }

    /// Runs the code elsewhere and suspends the calling coroutine until it has ended.
    static <T extends @Nullable Object> T call(Workers.Kind kind, Callable<? extends T> code) throws Exception {
        MillRuntime mill = MillRuntime.current("blocking");
        Scheduler scheduler = mill.scheduler;
        Routine caller = (Routine) scheduler.enter();
        if (code == null) {
            throw new MillPanic("blocking: code is null");
        }
        if (kind == null) {
            throw new MillPanic("blocking: kind is null; leave it out for code of your own");
        }
        BlockingCall<T> call = new BlockingCall<>(mill, kind, code);
        Future<?> work = Asked.of(
                mill,
                "submit gives a Future, never null, and throws nothing",
                () -> call.workers.submit(kind, call::work));
        return call.await(caller, work);
    }

    private T await(Routine caller, Future<?> work) throws Exception {
        try {
            ended.await(-1);
        } catch (Throwable t) { // It is cancelled, or could not be suspended.
            abandon(work);
            throw t;
        }
        if (thrown != null) {
            TraceEnd.comesBack(thrown, BlockingCall.class, caller);
            throw MillRuntime.<RuntimeException>sneak(thrown);
        }
        return result;
    }

    private void abandon(Future<?> work) {
        if (state.compareAndSet(State.UNDER_WAY, State.ABANDONED)) {
            work.cancel(true);
        } else if (result instanceof AutoCloseable) {
            workers.submit(kind, this::disposeOfResult);
        }
    }

    /// On a worker's thread.
    private void work() {
        try {
            result = code.call();
        } catch (Throwable t) {
            thrown = t;
        }
        if (state.compareAndSet(State.UNDER_WAY, State.FINISHED)) {
            ended.raise();
        } else {
            disposeOfResult();
        }
    }

    /// The caller is gone: what it would have had to close is closed here.
    private void disposeOfResult() {
        dispose("blocking: result of a cancelled call", result);
    }

    /// Closes a result that nobody gets, if it is to be closed.
    ///
    /// @param what for the log, should that fail
    static void dispose(String what, Object result) {
        if (result instanceof AutoCloseable resource) {
            try {
                resource.close();
            } catch (Exception e) {
                System.getLogger("org.jmill").log(System.Logger.Level.WARNING, what, e);
            }
        }
    }
}
