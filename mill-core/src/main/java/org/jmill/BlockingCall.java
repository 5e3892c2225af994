package org.jmill;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;

/// One `blocking` call: Java code that runs on a thread of a pool while its coroutine is suspended.
///
/// The pool is shared by all mills. Its threads are daemons, made as needed and kept for ten
/// seconds; there is no limit to their number, since calls that wait for one another must not
/// starve.
final class BlockingCall<T> implements Waiting {
    private static final long KEEP_SECONDS = 10;

    private final Scheduler scheduler;
    private final Callable<? extends T> code;
    private final Task caller;

    // The mill's thread only, but for the worker's writes before it posts.
    private T result;
    private Throwable thrown;
    private boolean finished;
    private boolean awaited;
    private boolean abandoned;

    private BlockingCall(Scheduler scheduler, Task caller, Callable<? extends T> code) {
        this.scheduler = scheduler;
        this.caller = caller;
        this.code = code;
    }

    /// Runs the code elsewhere and suspends the calling coroutine until it has ended.
    static <T> T call(Callable<? extends T> code) throws Exception {
        Scheduler scheduler = MillRuntime.current("blocking").scheduler;
        Task self = scheduler.enter();
        if (code == null) {
            throw new MillPanic("blocking: code is null");
        }
        if (Trace.on) {
            Trace.operation(self.id(), "blocking()");
        }
        BlockingCall<T> call = new BlockingCall<>(scheduler, self, code);
        return call.await();
    }

    private T await() throws Exception {
        Future<?> work = Pool.WORKERS.submit(this::work);
        scheduler.keepAlive(1);
        try {
            if (!finished) { // On VIRTUAL the pool may have made the caller wait for a lock, and others run.
                scheduler.enter(); // And one of them may have cancelled it.
                awaited = true;
                Waits.suspend(scheduler, caller, this, -1);
            }
        } catch (Throwable t) { // It is cancelled, or could not be suspended.
            abandoned = true;
            work.cancel(true);
            throw t;
        } finally {
            scheduler.keepAlive(-1);
        }
        if (thrown != null) {
            throw MillRuntime.<RuntimeException>sneak(thrown);
        }
        return result;
    }

    /// On a thread of the pool.
    private void work() {
        try {
            result = code.call();
        } catch (Throwable t) {
            thrown = t;
        }
        if (!scheduler.mailbox().post(this::finish)) {
            disposeOfResult();
        }
    }

    private void finish() {
        finished = true;
        if (abandoned) {
            Pool.WORKERS.execute(this::disposeOfResult);
        } else if (awaited) {
            scheduler.wake(caller, 0);
        }
    }

    /// The caller is gone: what it would have had to close is closed here.
    private void disposeOfResult() {
        if (result instanceof AutoCloseable resource) {
            try {
                resource.close();
            } catch (Exception e) {
                System.getLogger("org.jmill")
                        .log(System.Logger.Level.WARNING, "blocking: result of a cancelled call", e);
            }
        }
    }

    @Override
    public void abandon(Task task) {
        abandoned = true;
    }

    @Override
    public String describe(Task task) {
        return "blocking()";
    }

    /// The threads, made with the first call.
    private static final class Pool {
        private static final AtomicInteger MADE = new AtomicInteger();
        static final ExecutorService WORKERS = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Pool::worker);

        private static Thread worker(Runnable work) {
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .name("jmill-blocking-" + MADE.incrementAndGet())
                    .unstarted(work);
            return thread;
        }
    }
}
