package org.jmill.sync;

import java.time.Duration;
import org.jmill.Mill;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// Something that happens once, and those who wait for it.
///
/// {@snippet file="org/jmill/snippets/EventSnippet.java" region="example"}
///
/// There is no way to take it back, as those who wait could miss it then: make another event instead. Where another
/// thread tells of it, see [Signal][org.jmill.Signal].
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#isSet].
///
/// Source: none in libmill; Trio's `Event`.
///
/// @since 0.1.0
public final class Event {
    private final ParkingLot line = new ParkingLot(Verb.AWAIT, this);

    // The mill's thread only, but for toString.
    private String name = "";
    private boolean set;

    /// Makes an event that has not happened.
    ///
    /// @throws org.jmill.MillPanic if no mill runs on this thread
    public Event() {}

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this event
    /// @throws org.jmill.MillPanic if the name is null
    public Event named(String newName) {
        line.enterQuietly();
        name = Naming.checked("event", newName);
        return this;
    }

    /// Tells that it has happened: all who wait go on, and nobody waits any more. To set it again does nothing. Never
    /// suspends.
    public void set() {
        line.enterQuietly();
        set = true;
        line.unparkAll();
        line.stepped(Verb.SET);
    }

    /// Tells whether it has happened.
    ///
    /// @return whether it was set
    public boolean isSet() {
        line.enterToLook();
        return set;
    }

    /// Waits until it has happened; if it has, this gives way now and then.
    ///
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    public void await() {
        await(-1);
    }

    /// Waits until it has happened, at most until the deadline.
    ///
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: until the next poll
    /// @return whether it has happened
    /// @throws org.jmill.CancelledException as for [#await()]
    public boolean await(long deadlineMs) {
        line.enter(deadlineMs);
        if (!set) {
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
    /// @throws org.jmill.MillPanic if the timeout is null, or as for [#await(long)]
    public boolean await(Duration timeout) {
        return await(Mill.after(timeout));
    }

    /// Gives `event ready`, or `event ready, set`. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("event", name) + (set ? ", set" : "");
    }
}
