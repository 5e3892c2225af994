package org.jmill.net;

import java.io.IOException;
import org.jmill.BlockingOperation;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Mill;
import org.jmill.world.Workers;
import org.jspecify.annotations.Nullable;

/// Code that blocks and cannot be stopped, as one that reads files: it runs through `blocking` in a
/// coroutine of its own, and who wants its result waits for that only until the deadline.
final class Offload {
    private record Failure(Throwable cause) {}

    private Offload() {}

    /// Runs the code and gives its result. If the deadline passes first, or the caller is cancelled, the code's
    /// thread is interrupted, and its result is dropped.
    ///
    /// @param name of the coroutine
    /// @param what the caller does, for the exception that says that the deadline has passed
    static <T extends @Nullable Object> T call(
            String name, String what, long deadlineMs, BlockingOperation<T, IOException> code) throws IOException {
        Chan<Object> outcome = Chan.make(1);
        Coroutine worker = Mill.go(name, () -> run(code, outcome));
        try {
            Object result = outcome.receive(deadlineMs);
            if (result instanceof Failure(Throwable cause)) {
                throw Offload.<RuntimeException>sneak(cause);
            }
            @SuppressWarnings("unchecked")
            T value = (T) result;
            return value;
        } catch (DeadlineException e) {
            throw Failures.timeout(what, 0, Failures.NONE);
        } finally {
            worker.cancel();
        }
    }

    private static void run(BlockingOperation<?, IOException> code, Chan<Object> outcome) {
        try {
            outcome.send(Mill.blocking(Workers.Kind.FILES, code));
        } catch (CancelledException e) {
            throw e;
        } catch (Throwable t) { // Whatever it is, it is the caller's, and must not end the mill.
            outcome.send(new Failure(t));
        }
    }

    /// Throws what the code has thrown: an IOException or an unchecked one.
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
