package org.jmill.file;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One system call, or a few, made on a thread of a pool. It belongs to its file and not to the
/// coroutine that has started it: that one may give up waiting, and the next one that comes takes
/// the result.
///
/// This is why it does not run through `Mill.blocking`, which interrupts its thread when the
/// coroutine is cancelled: an interrupt closes a file channel, and cuts a write short.
final class Transfer {
    /// What runs on the pool's thread.
    @FunctionalInterface
    interface Work {
        /// @param self to be told of the progress, see [#count]
        void run(Transfer self) throws IOException;
    }

    private static final int DISK_THREADS = 64;
    private static final int KEEP_SECONDS = 10;

    private final Work work;
    private final Signals waiting = new Signals();
    private final CountDownLatch done = new CountDownLatch(1);

    // Written by the pool's thread before `done`, read after it.
    private int count;
    private Throwable failure;

    private Transfer(Work work) {
        this.work = work;
    }

    /// Starts work on a regular file or a disk. Such calls always end, so that a bounded number of
    /// threads serves them all.
    static Transfer onDisk(Work work) {
        return start(Pool.DISK, work);
    }

    /// Starts work that may take for ever, as a read of a pipe does. Each has a thread of its own.
    static Transfer onStream(Work work) {
        return start(Pool.STREAMS, work);
    }

    private static Transfer start(ExecutorService pool, Work work) {
        Transfer transfer = new Transfer(work);
        pool.execute(transfer::run);
        return transfer;
    }

    private void run() {
        try {
            work.run(this);
        } catch (Throwable t) {
            failure = t;
        }
        done.countDown();
        waiting.fire();
    }

    /// For the work: so many bytes are done, or -1 for the end of the file.
    void count(int bytes) {
        count = bytes;
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    /// Suspends the calling coroutine until the work is done.
    ///
    /// @return false if the deadline has passed first
    boolean await(long deadlineMs) {
        return waiting.await(this::isDone, deadlineMs);
    }

    /// Blocks the calling thread until the work is done, whether or not it is interrupted.
    ///
    /// @param limitMs negative: no limit
    /// @return false if the limit has passed first
    boolean join(long limitMs) {
        boolean interrupted = false;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        try {
            while (true) {
                try {
                    if (limitMs < 0) {
                        done.await();
                        return true;
                    }
                    return done.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The bytes that were done, also where it failed. Only once it is done.
    int count() {
        return count;
    }

    /// What it failed with, or null. Only once it is done.
    IOException failure() {
        if (failure == null || failure instanceof IOException) {
            return (IOException) failure;
        }
        return new IOException(failure.toString(), failure);
    }

    /// The threads, made as needed; they are daemons.
    private static final class Pool {
        private static final AtomicInteger MADE = new AtomicInteger();
        static final ExecutorService DISK = disk();
        static final ExecutorService STREAMS = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Pool::thread);

        private static ExecutorService disk() {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    DISK_THREADS,
                    DISK_THREADS,
                    KEEP_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Pool::thread);
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }

        private static Thread thread(Runnable work) {
            return Thread.ofPlatform()
                    .daemon()
                    .name("jmill-file-" + MADE.incrementAndGet())
                    .unstarted(work);
        }
    }
}
