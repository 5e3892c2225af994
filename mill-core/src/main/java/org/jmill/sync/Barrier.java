package org.jmill.sync;

import java.time.Duration;
import org.jmill.Mill;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// Where coroutines wait until so many have come, and then go on together; again and again.
///
/// {@snippet file="org/jmill/snippets/BarrierSnippet.java" region="example"}
///
/// Who is cancelled while it waits, or whose deadline passes, has not come: the others wait for one more. The barrier
/// is not broken by that.
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#waiters] and [#parties].
///
/// Source: none in libmill; Java's `CyclicBarrier`, which breaks when one gives up.
///
/// @since 0.1.0
public final class Barrier {
    // Invariant I1: fewer wait than it takes.

    private final ParkingLot line = new ParkingLot(Verb.AWAIT, this);
    private final int parties;
    private String name = ""; // The mill's thread only, but for toString.

    /// Makes a barrier.
    ///
    /// @param parties how many are to come, at least 1
    /// @throws IllegalArgumentException if there are fewer
    /// @throws org.jmill.MillPanic if no mill runs on this thread
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("barrier: parties are fewer than 1: " + parties);
        }
        this.parties = parties;
    }

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this barrier
    /// @throws org.jmill.MillPanic if the name is null
    public Barrier named(String newName) {
        line.enterQuietly();
        name = Naming.checked("barrier", newName);
        return this;
    }

    /// Waits until as many have come as it takes. The last one does not wait, and wakes the others.
    ///
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it has not come then
    public void await() {
        await(-1);
    }

    /// Waits until as many have come as it takes, at most until the deadline.
    ///
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: until the next poll
    /// @return false if the deadline has passed; the caller has not come then
    /// @throws org.jmill.CancelledException as for [#await()]
    public boolean await(long deadlineMs) {
        line.enter(deadlineMs);
        if (line.size() + 1 < parties) {
            return line.park(null, deadlineMs);
        }
        line.unparkAll();
        line.completed();
        return true;
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

    /// Counts those who have come and wait for the others.
    ///
    /// @return 0 to [#parties] - 1
    public int waiters() {
        return line.size();
    }

    /// Tells how many it takes.
    ///
    /// @return the number it was made with
    public int parties() {
        line.enterToLook();
        return parties;
    }

    /// Gives `barrier rounds of 4`. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("barrier", name) + " of " + parties;
    }
}
