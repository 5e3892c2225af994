package org.jmill;

import java.time.Duration;
import java.util.Locale;
import org.jmill.sched.Link;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.WaitQueue;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.Subject;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// Where coroutines wait for one another, first come, first served: what locks, semaphores and the like are made of.
/// It knows nothing of what they wait for; who uses it keeps the count, or the owner, and wakes whom it likes.
///
/// {@snippet file="org/jmill/snippets/ParkingLotSnippet.java" region="example"}
///
/// A wait here is one of the mill's: it takes deadlines, can be cancelled, is in the dump and in the report of a
/// deadlock. Since only one coroutine runs at a time, what is looked at before [#park] still holds when the coroutine
/// has got in line.
///
/// It belongs to the mill in which it is made. All methods but [#toString] are called there, and throw [MillPanic]
/// elsewhere; once the mill has ended, any thread may call those that only tell something.
///
/// Source: none in libmill; Trio's `ParkingLot`.
///
/// @since 0.1.0
public final class ParkingLot {
    private final MillRuntime mill;
    private final Scheduler scheduler;
    private final Line line;

    /// Makes a place to wait.
    ///
    /// @param verb in which call its coroutines wait, for dumps and messages
    /// @param what for what; its `toString` is asked whenever somebody looks, and never waits
    /// @throws MillPanic if no mill runs on this thread, or an argument is null
    public ParkingLot(Verb verb, Object what) {
        this.mill = MillRuntime.current(kind(what));
        this.scheduler = mill.scheduler;
        if (verb == null || what == null) {
            throw new MillPanic("parking lot: the verb or what it is about is null; give both, dumps show them");
        }
        this.line = new Line(verb, what);
    }

    /// What somebody makes that waits here, who need not know of this class; not its name, as it is only being made.
    private static String kind(Object what) {
        return what == null || what instanceof String
                ? "parking lot"
                : what.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// The start of a call that may wait: checks the thread, and that the caller is not cancelled.
    ///
    /// @return the coroutine that calls; it is the same object each time
    /// @throws CancelledException if the coroutine is cancelled
    public Subject enter() {
        Subject self = scheduler.enter();
        if (Trace.on) {
            scheduler.telling().does(line.verb, line.what);
        }
        return self;
    }

    /// The start of a call that may wait until a deadline: as [#enter()], and refuses what is no deadline.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none
    /// @return as of [#enter()]
    /// @throws MillPanic as for [Mill#checkDeadline]
    /// @throws CancelledException as for [#enter()]
    public Subject enter(long deadlineMs) {
        Subject self = enter();
        scheduler.checkDeadline(line.verb, line.what, deadlineMs);
        return self;
    }

    /// The start of a call that never waits: checks the thread only.
    ///
    /// @return the coroutine that calls
    public Subject enterQuietly() {
        return scheduler.enterQuietly();
    }

    /// The start of a call that tries, and never waits: checks the thread only.
    ///
    /// @return the coroutine that calls
    public Subject enterToTry() {
        Subject self = scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(line.verb, line.what);
        }
        return self;
    }

    /// The start of a query, which changes nothing: checks the thread, while the mill runs. Once that has ended, any
    /// thread may ask.
    public void enterToLook() {
        scheduler.enterToLook();
    }

    /// The end of a call that had no need to wait: counts it, and gives way to others now and then, so that whoever
    /// calls in a loop starves nobody.
    public void completed() {
        scheduler.enterQuietly();
        scheduler.completed();
    }

    /// The end of a call that found nothing it could take, and does not wait: as [#completed].
    public void foundNothing() {
        scheduler.enterQuietly();
        scheduler.foundNothing();
    }

    /// The end of a call that never waits. It does nothing, but in a [world][org.jmill.world.Turns] that decides who
    /// runs next: there others may go on before the caller does.
    ///
    /// @param verb what was done, for those who are told of events
    /// @throws MillPanic if the verb is null
    public void stepped(Verb verb) {
        scheduler.enterQuietly();
        if (verb == null) {
            throw new MillPanic("parking lot: the verb is null; say what was done");
        }
        if (Trace.on) {
            scheduler.telling().does(verb, line.what);
        }
        scheduler.stepped();
    }

    /// Gets in line, and waits until it is woken.
    ///
    /// @param ticket what the one who wakes is to know of this wait, may be null
    /// @param deadlineMs as of [Mill#now]; negative: none; past: until the next poll
    /// @return false if the deadline has passed; the coroutine has left the line then
    /// @throws CancelledException if the coroutine is cancelled; it has left the line then
    public boolean park(@Nullable Object ticket, long deadlineMs) {
        Task self = scheduler.enter();
        scheduler.checkDeadline(line.verb, line.what, deadlineMs);
        self.setValue(ticket);
        return Waits.suspend(scheduler, self, line, deadlineMs) >= 0;
    }

    /// Does the same as [#park(Object,long)], with a deadline that lies so far ahead.
    ///
    /// @param ticket as for [#park(Object,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#park(Object,long)]
    /// @throws CancelledException as for [#park(Object,long)]
    /// @throws MillPanic if the timeout is null, or as for [#park(Object,long)]
    public boolean park(Object ticket, Duration timeout) {
        return park(ticket, Mill.after(timeout));
    }

    /// Makes what a call throws whose deadline has passed, where its result cannot say so.
    ///
    /// @return `lock mutex: deadline passed`, to be thrown
    public DeadlineException missed() {
        scheduler.enterToLook();
        return new DeadlineException(line.verb.with(line.what) + ": deadline passed");
    }

    /// Tells where in its code the user of a library stands, if such places are recorded: in strict mode, and while
    /// somebody traces. It takes a walk along the stack.
    ///
    /// @return `Pump.java:41`, or null
    public @Nullable String site() {
        scheduler.enterQuietly();
        return mill.site();
    }

    /// Wakes the coroutine that has waited longest. A wake is never lost: if that one is cancelled from now on, its
    /// [#park] returns all the same.
    ///
    /// @return false if nobody waits
    public boolean unpark() {
        scheduler.enterQuietly();
        return wakeFirst();
    }

    /// As [#unpark], where a coroutine comes to its end.
    boolean wakeFirst() {
        Link first = line.poll();
        if (first == null) {
            return false;
        }
        line.length--;
        first.takeValue();
        scheduler.wake(first.task(), 0);
        return true;
    }

    /// Wakes all who wait.
    ///
    /// @return how many these were
    public int unparkAll() {
        int woken = 0;
        while (unpark()) {
            woken++;
        }
        return woken;
    }

    /// Gives the ticket of the one who has waited longest.
    ///
    /// @return what was given to [#park]; null also if nobody waits
    public @Nullable Object first() {
        scheduler.enterToLook();
        Link first = line.first();
        return first == null ? null : first.value();
    }

    /// Tells whether nobody waits.
    ///
    /// @return whether the line is empty
    public boolean isEmpty() {
        scheduler.enterToLook();
        return line.isEmpty();
    }

    /// Counts those who wait.
    ///
    /// @return how many wait
    public int size() {
        scheduler.enterToLook();
        return line.length;
    }

    /// Gives the call in which coroutines wait here: `lock(mutex)`. Any thread may call it.
    @Override
    public String toString() {
        return line.verb.of(line.what);
    }

    /// Those who wait.
    private static final class Line extends WaitQueue implements Waiting {
        private final Verb verb;
        private final Object what;
        private int length; // The mill's thread only.

        Line(Verb verb, Object what) {
            this.verb = verb;
            this.what = what;
        }

        @Override
        public void enlist(Task task) {
            add(task);
            length++;
        }

        @Override
        public void abandon(Task task) {
            if (has(task)) { // Its wait may be given up before it got here.
                remove(task);
                length--;
            }
            task.takeValue();
        }

        @Override
        public Verb verb() {
            return verb;
        }

        @Override
        public Object object(Task task) {
            return what;
        }
    }
}
