package org.jmill.net;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Mill;
import org.jmill.world.Workers;

/// What an engine wants done elsewhere: checking a chain and signing take milliseconds, and as long as it
/// likes a trust manager that asks somebody.
///
/// Such work cannot be stopped: so it runs through `blocking` in a coroutine of its own, and who needs it
/// waits only until the deadline. The work goes on meanwhile, and the next one who comes waits for the same.
/// Meanwhile it may hold a lock of the engine, as the JDK's does for all of its time: nobody else may touch the
/// engine then, or the mill would stand still.
///
/// Invariants:
/// - I1 `over` is null exactly if nothing is under way.
/// - I2 once `brokenOff`, something is under way for ever, as far as one can know.
final class TlsTasks {
    private final SSLEngine engine;
    private Coroutine worker; // The last one.
    private Chan<Object> over; // Done when the work is. I1
    private boolean brokenOff; // By a close, or by the mill's end. I2
    private Throwable failure; // Of the work itself; the engine knows of those that it expects.

    TlsTasks(SSLEngine engine) {
        this.engine = engine;
    }

    boolean areUnderWay() {
        return over != null;
    }

    boolean areBrokenOff() {
        return brokenOff;
    }

    /// Starts the work. Nothing is under way.
    ///
    /// @param name of whom it is for
    /// @return false if there is none
    boolean start(String name) {
        Runnable first = engine.getDelegatedTask();
        if (first == null) {
            return false;
        }
        Chan<Object> end = Chan.make(0);
        over = end;
        Mill.go(name, () -> run(first, end));
        return true;
    }

    private void run(Runnable first, Chan<Object> end) {
        worker = Mill.self(); // Here, since others run before `go` returns, and may break it off.
        try {
            failure = Mill.blocking(Workers.Kind.TLS, () -> work(first));
            over = null;
        } catch (CancelledException e) {
            brokenOff = true;
            throw e;
        } catch (Throwable e) { // There is no thread to be had.
            failure = e;
            over = null;
        } finally {
            end.done();
        }
    }

    /// On a worker's thread.
    private Throwable work(Runnable first) {
        try {
            for (Runnable task = first; task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return null;
        } catch (Throwable t) { // A chain that is nested deeply enough is a StackOverflowError.
            return t;
        }
    }

    /// Waits for the end of what is under way, or for [#breakOff].
    ///
    /// @return false if the deadline has passed
    boolean await(long deadlineMs) {
        try {
            if (over != null && !brokenOff) {
                over.receive(deadlineMs);
            }
            return true;
        } catch (DeadlineException e) {
            return false;
        }
    }

    /// @throws SSLException if the work failed in a way of which the engine does not know
    void check() throws SSLException {
        if (brokenOff) { // Else the socket were closed.
            throw new SSLException("its mill has ended");
        }
        if (failure != null) {
            throw new SSLException(String.valueOf(failure), failure);
        }
    }

    /// Interrupts what is under way: nobody wants it any more.
    void breakOff() {
        if (over != null && !brokenOff) {
            worker.cancel();
        }
    }
}
