package org.jmill.sched;

/// A place in a [WaitQueue]: a coroutine itself where it waits for one thing, or one clause of
/// those it waits for.
///
/// Invariant I1: a link stands in at most one queue at a time.
public abstract class Link {
    // Scheduler thread only; null = not in a queue, or at its end.
    Link prev;
    Link next;

    // Scheduler thread only. What a sender brings, or what a receiver was handed.
    private Object value;

    /// Makes a link that stands in no queue.
    protected Link() {}

    /// The coroutine that waits.
    public abstract Task task();

    /// The value that this sender brings or this receiver was handed.
    public final Object value() {
        return value;
    }

    /// Puts a value into the slot.
    public final void setValue(Object newValue) {
        value = newValue;
    }

    /// Empties the slot and returns what was in it, so that nothing is kept alive by a coroutine
    /// that has long gone on.
    public final Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
    }
}
