package org.jmill.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jmill.Mill;
import org.jmill.Signal;

/// Coroutines, of any mill, that wait until another thread has made something true. Each waits for a signal of its own,
/// as a signal belongs to a mill.
final class Signals {
    private final List<Signal> waiting = new ArrayList<>(1); // Guarded by this.

    /// Suspends the calling coroutine until the condition holds.
    ///
    /// @param condition asked by the coroutine; whoever makes it true calls [#fire] afterwards
    /// @param deadlineMs when to give up; negative: never
    /// @return whether the condition holds
    boolean await(BooleanSupplier condition, long deadlineMs) {
        while (!condition.getAsBoolean()) {
            Signal signal = Mill.signal();
            add(signal);
            try {
                if (!condition.getAsBoolean() && !signal.await(deadlineMs)) {
                    return condition.getAsBoolean();
                }
            } finally {
                remove(signal);
            }
        }
        return true;
    }

    private synchronized void add(Signal signal) {
        waiting.add(signal);
    }

    private synchronized void remove(Signal signal) {
        waiting.remove(signal);
    }

    /// Wakes them all; each looks at its condition again. Any thread.
    void fire() {
        List<Signal> woken;
        synchronized (this) {
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Signal::raise);
    }
}
