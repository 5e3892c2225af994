package org.jmill.sync;

import java.time.Duration;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// A count of what is still to be done, and those who wait until it is zero.
///
/// {@snippet file="org/jmill/snippets/WaitGroupSnippet.java" region="example"}
///
/// Go's rules: [#add] before the work begins, [#done] when it ends, once for each; while something is still to be
/// done, more may be added, also while somebody waits. Below zero is a panic. It may be used again, but only when all
/// who waited have gone on: until then an [#add] from zero is a panic, as they would not know for what they wait.
///
/// A failure is not its business: that goes the way of each coroutine. So `done` belongs into a `finally`, where
/// [#go] puts it.
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#count].
///
/// Source: none in libmill; Go's `sync.WaitGroup`.
///
/// @since 0.1.0
public final class WaitGroup {
    private final ParkingLot line = new ParkingLot(Verb.AWAIT, this);

    // The mill's thread only, but for toString.
    private String name = "";
    private int count;
    private int leaving; // Those who were woken and have not yet gone on.

    /// Makes a wait group with nothing to be done.
    ///
    /// @throws MillPanic if no mill runs on this thread
    public WaitGroup() {}

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this wait group
    /// @throws MillPanic if the name is null
    public WaitGroup named(String newName) {
        line.enterQuietly();
        name = Naming.checked("wait group", newName);
        return this;
    }

    /// Adds to what is to be done; at zero all who wait go on. Never suspends.
    ///
    /// @param delta how much; a negative number takes away
    /// @throws MillPanic if less than nothing or more than `Integer.MAX_VALUE` would remain; or if it was zero and
    ///   some of those who waited have not gone on
    public void add(int delta) {
        line.enterQuietly();
        change("add", delta);
    }

    /// Tells that one thing is done, as `add(-1)` does. Never suspends.
    ///
    /// @throws MillPanic if nothing was left to be done
    public void done() {
        line.enterQuietly();
        change("done", -1);
    }

    private void change(String verb, int delta) {
        long changed = (long) count + delta;
        if (changed < 0) {
            throw new MillPanic(verb + " " + this + ": its count would be " + changed + "; add before the work begins,"
                    + " and be done once for each");
        }
        if (changed > Integer.MAX_VALUE) {
            throw new MillPanic(verb + " " + this + ": its count would be over " + Integer.MAX_VALUE);
        }
        if (delta > 0 && count == 0 && leaving > 0) {
            throw new MillPanic(verb + " " + this + ": " + leaving + " of those who waited for zero have not gone on;"
                    + " add before they are woken, or use another wait group");
        }
        count = (int) changed;
        if (count == 0) {
            leaving += line.unparkAll();
        }
        line.stepped(Verb.COUNT);
    }

    /// Starts a coroutine that is one thing to be done, until it ends, in whatever way.
    ///
    /// Source: Go's `wg.Go`.
    ///
    /// @param body as for [go][Mill#go(Body)]
    /// @return a handle, which may be ignored
    /// @throws MillPanic as for [#add], or if the body is null
    public Coroutine go(Body<?> body) {
        if (body == null) {
            throw new MillPanic("go " + this + ": body is null; give it the code to run");
        }
        add(1);
        boolean[] begun = {false};
        try {
            return Mill.go(() -> {
                begun[0] = true;
                try {
                    body.run();
                } finally {
                    done();
                }
            });
        } catch (Throwable t) {
            if (!begun[0]) {
                done();
            }
            throw t;
        }
    }

    /// Waits until nothing is left to be done; if so, this gives way now and then.
    ///
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    public void await() {
        await(-1);
    }

    /// Waits until nothing is left to be done, at most until the deadline.
    ///
    /// @param deadlineMs as of [now][Mill#now]; negative: none; past: until the next poll
    /// @return whether nothing was left
    /// @throws org.jmill.CancelledException as for [#await()]
    public boolean await(long deadlineMs) {
        line.enter(deadlineMs);
        if (count == 0) {
            line.completed();
            return true;
        }
        boolean woken = line.park(null, deadlineMs);
        if (woken) {
            leaving--;
        }
        return woken;
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

    /// Tells how much is still to be done.
    ///
    /// @return 0 or more
    public int count() {
        line.enterToLook();
        return count;
    }

    /// Gives `wait group crawl, 3 to go`. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("wait group", name) + ", " + count + " to go";
    }
}
