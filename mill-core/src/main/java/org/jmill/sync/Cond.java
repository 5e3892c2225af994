package org.jmill.sync;

import java.time.Duration;
import org.jmill.Mill;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// Where coroutines wait for a change that others tell of: a condition variable.
///
/// {@snippet file="org/jmill/snippets/CondSnippet.java" region="example"}
///
/// It needs no mutex: between the look at what is awaited and the wait, nobody else runs, unless a Java call that
/// blocks stands there on the engine VIRTUAL. But others may run between the signal and the return of the wait, and
/// change it back; so look again, in a loop. Nobody is woken who was not signalled. A signal when nobody waits is
/// forgotten; for what happens once, see [Event].
///
/// All methods but [#toString] are called on the mill's thread.
///
/// Source: none in libmill; libco's `co_cond_timedwait` and its kin, Go's `sync.Cond`.
///
/// @since 0.1.0
public final class Cond {
    private final ParkingLot line = new ParkingLot(Verb.AWAIT, this);
    private String name = ""; // The mill's thread only, but for toString.

    /// Makes a condition for which nobody waits.
    ///
    /// @throws org.jmill.MillPanic if no mill runs on this thread
    public Cond() {}

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this condition
    /// @throws org.jmill.MillPanic if the name is null
    public Cond named(String newName) {
        line.enterQuietly();
        name = Naming.checked("condition", newName);
        return this;
    }

    /// Waits until it is signalled. Always suspends.
    ///
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it has used up no signal then
    public void await() {
        await(-1);
    }

    /// Waits until it is signalled, at most until the deadline. Always suspends.
    ///
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: until the next poll
    /// @return false if the deadline has passed; it has used up no signal then
    /// @throws org.jmill.CancelledException as for [#await()]
    public boolean await(long deadlineMs) {
        line.enter(deadlineMs);
        return line.park(null, deadlineMs);
    }

    /// Does the same as [#await(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#await(long)]
    /// @throws org.jmill.CancelledException as for [#await(long)]
    /// @throws org.jmill.MillPanic if the timeout is null, or as for [#await(long)]
    public boolean await(Duration timeout) {
        return await(Mill.after(timeout));
    }

    /// Wakes the coroutine that has waited longest. Never suspends. The wake is not lost: if that coroutine is
    /// cancelled from now on, its wait returns all the same.
    ///
    /// @return false if nobody waits
    public boolean signal() {
        boolean any = line.unpark();
        line.stepped(Verb.SIGNAL_TO);
        return any;
    }

    /// Wakes all who wait now. Never suspends.
    ///
    /// @return how many these were
    public int broadcast() {
        int all = line.unparkAll();
        line.stepped(Verb.SIGNAL_TO);
        return all;
    }

    /// Counts those who wait.
    ///
    /// @return how many coroutines wait
    public int waiters() {
        return line.size();
    }

    /// Gives `condition`, and its name if it has one. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("condition", name);
    }
}
