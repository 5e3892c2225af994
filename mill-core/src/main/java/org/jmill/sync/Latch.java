package org.jmill.sync;

import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// A count that goes down to zero once, and those who wait for that.
///
/// {@snippet file="org/jmill/snippets/LatchSnippet.java" region="example"}
///
/// It is open, once and for all, when it was counted down as often as it was made for. Anybody counts, as often as he
/// likes; once too often is a panic. Where more may have to be awaited later, see [WaitGroup].
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#count].
///
/// Source: none in libmill; Java's `CountDownLatch`, which lets the count below zero pass.
///
/// @since 0.1.0
public final class Latch {
    private final ParkingLot line = new ParkingLot(Verb.AWAIT, this);

    // The mill's thread only, but for toString.
    private String name = "";
    private int count;

    /// Makes a latch.
    ///
    /// @param count how often it is to be counted down; 0: it is open
    /// @throws IllegalArgumentException if it is negative
    /// @throws MillPanic if no mill runs on this thread
    public Latch(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("latch: count is negative: " + count);
        }
        this.count = count;
    }

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this latch
    /// @throws MillPanic if the name is null
    public Latch named(String newName) {
        line.enterQuietly();
        name = Naming.checked("latch", newName);
        return this;
    }

    /// Counts down by one; with the last one all who wait go on. Never suspends.
    ///
    /// @throws MillPanic if the latch is open already
    public void countDown() {
        line.enterQuietly();
        if (count == 0) {
            throw new MillPanic("countDown " + this + ": it is open already; count down as often as it was made for");
        }
        count--;
        if (count == 0) {
            line.unparkAll();
        }
        line.stepped(Verb.COUNT);
    }

    /// Waits until it is open; if it is, this gives way now and then.
    ///
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    public void await() {
        await(-1);
    }

    /// Waits until it is open, at most until the deadline.
    ///
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: until the next poll
    /// @return whether it is open
    /// @throws org.jmill.CancelledException as for [#await()]
    public boolean await(long deadlineMs) {
        line.enter(deadlineMs);
        if (count > 0) {
            return line.park(null, deadlineMs);
        }
        line.completed();
        return true;
    }

    /// Does the same as [#await(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#await(long)]
    /// @throws org.jmill.CancelledException as for [#await(long)]
    /// @throws MillPanic if the timeout is null, or as for [#await(long)]
    public boolean await(Duration timeout) {
        return await(Mill.after(timeout));
    }

    /// Tells how often it is still to be counted down.
    ///
    /// @return 0 if it is open
    public int count() {
        line.enterToLook();
        return count;
    }

    /// Gives `latch start, 2 to go`, or `latch start, open`. Any thread may call it.
    @Override
    public String toString() {
        int left = count;
        return Naming.of("latch", name) + (left == 0 ? ", open" : ", " + left + " to go");
    }
}
