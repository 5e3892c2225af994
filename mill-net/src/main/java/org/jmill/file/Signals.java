package org.jmill.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jmill.DeadlineException;
import org.jmill.Inbox;
import org.jmill.Mill;

/// Coroutines, of any mill, that wait until another thread has made something true.
///
/// Each waits for an inbox of its own, which is closed to wake it: an open inbox also tells the
/// mill that its coroutine can still be woken.
final class Signals {
    private final List<Inbox<Object>> waiting = new ArrayList<>(); // Guarded by this.

    /// Suspends the calling coroutine until the condition holds.
    ///
    /// @param condition asked by the coroutine; whoever makes it true calls [#fire] afterwards
    /// @param deadlineMs when to give up; negative: never
    /// @return whether the condition holds
    boolean await(BooleanSupplier condition, long deadlineMs) {
        while (!condition.getAsBoolean()) {
            Inbox<Object> signal = Mill.inbox(1);
            add(signal);
            try {
                if (!condition.getAsBoolean()) {
                    signal.chan().receive(deadlineMs);
                }
            } catch (DeadlineException e) {
                return condition.getAsBoolean();
            } finally {
                remove(signal);
                signal.close();
            }
        }
        return true;
    }

    private synchronized void add(Inbox<Object> signal) {
        waiting.add(signal);
    }

    private synchronized void remove(Inbox<Object> signal) {
        waiting.remove(signal);
    }

    /// Wakes them all; each looks at its condition again. Any thread.
    void fire() {
        List<Inbox<Object>> woken;
        synchronized (this) {
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Inbox::close);
    }
}
