package org.jmill.file;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jmill.MillPanic;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// One system call, or a few, made by one of the world's workers. It belongs to its file and not to the coroutine that
/// has started it: that one may give up waiting, and the next one that comes takes the result.
///
/// This is why it does not run through `Mill.blocking`, which interrupts its thread when the
/// coroutine is cancelled: an interrupt closes a file channel, and cuts a write short.
final class Transfer {
    /// What the worker does.
    @FunctionalInterface
    interface Work {
        /// @param self to be told of the progress, see [#count]
        void run(Transfer self) throws IOException;
    }

    private final Work work;
    private final Signals waiting = new Signals();
    private Future<?> future;

    // Written by the worker before `done`, read after it.
    private int count;
    private Throwable failure;
    private volatile boolean done;

    private Transfer(Work work) {
        this.work = work;
    }

    /// Starts work.
    ///
    /// @param kind FILES if it always ends; it waits for no other work of its kind
    static Transfer start(World world, Workers.Kind kind, Work work) {
        Transfer transfer = new Transfer(work);
        Workers workers = world.workers();
        transfer.future = workers == null ? null : workers.submit(kind, transfer::run);
        if (transfer.future == null) {
            throw new MillPanic("submit file work: world " + world
                    + " breaks a rule: workers gives something, and its submit a Future, never null");
        }
        return transfer;
    }

    private void run() {
        try {
            work.run(this);
        } catch (Throwable t) {
            failure = t;
        }
        done = true;
        waiting.fire();
    }

    /// For the work: so many bytes are done, or -1 for the end of the file.
    void count(int bytes) {
        count = bytes;
    }

    boolean isDone() {
        return done;
    }

    /// Suspends the calling coroutine until the work is done.
    ///
    /// @return false if the deadline has passed first
    boolean await(long deadlineMs) {
        return waiting.await(this::isDone, deadlineMs);
    }

    /// Blocks the calling thread until the work is done, whether or not it is interrupted.
    ///
    /// @param untilNs when to give up, on the world's clock
    /// @return false if that has passed first
    boolean join(World world, long untilNs) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(Math.max(0, untilNs - world.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    return done;
                } catch (ExecutionException e) {
                    throw new AssertionError("the work throws nothing", e);
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
}
