package org.jmill.sync;

import java.time.Duration;
import java.util.Optional;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// A number of permits: so many may be held at once. A coroutine takes one or several, and waits while there are too
/// few.
///
/// {@snippet file="org/jmill/snippets/SemaphoreSnippet.java" region="example"}
///
/// First come, first served: while one waits for five, another who wants one waits behind it, though that one may be
/// there; otherwise the first could wait for ever. When it goes away, those behind it are looked at.
///
/// A permit belongs to the coroutine that has acquired it, and only that one releases it; another, to which it is to
/// go, takes it over with [Permit#adopt].
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#available] and [#limit].
///
/// Source: none in libmill; Go's `golang.org/x/sync/semaphore`, where anybody may release any number, and who asks
/// for more than there are waits for ever.
///
/// @since 0.1.0
public final class Semaphore {
    // Invariants:
    // I1 `free` and the permits held are `limit` together.
    // I2 Whoever stands first in line wants more than are free, or has just come to stand there by a cancellation or
    //    a deadline: who went away runs soon, and looks.

    private final ParkingLot line = new ParkingLot(Verb.ACQUIRE, this); // Tickets: the permits wanted.
    private final int limit;

    // The mill's thread only, but for toString.
    private String name = "";
    private int free;

    /// Makes a semaphore, with all its permits free.
    ///
    /// @param permits how many there are, at least 1
    /// @throws IllegalArgumentException if there are fewer
    /// @throws MillPanic if no mill runs on this thread
    public Semaphore(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("semaphore: permits are fewer than 1: " + permits);
        }
        this.limit = permits;
        this.free = permits;
    }

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this semaphore
    /// @throws MillPanic if the name is null
    public Semaphore named(String newName) {
        line.enterQuietly();
        name = Naming.checked("semaphore", newName);
        return this;
    }

    // ---- acquiring

    /// Acquires one permit; suspends while there is none.
    ///
    /// @return what releases it when it is closed
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it has acquired nothing then
    public Permit acquire() {
        return acquire(1, -1);
    }

    /// Acquires several permits, all at once; suspends while there are fewer.
    ///
    /// @param count how many, 1 to [#limit]
    /// @return what releases them when it is closed
    /// @throws IllegalArgumentException if it is another number
    /// @throws org.jmill.CancelledException as for [#acquire()]
    public Permit acquire(int count) {
        return acquire(count, -1);
    }

    /// Acquires several permits, all at once, unless the deadline passes first.
    ///
    /// @param count how many, 1 to [#limit]
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: acquires them only if that needs no
    ///   wait beyond the next poll
    /// @return as of [#acquire(int)]
    /// @throws org.jmill.DeadlineException if the deadline has passed; nothing was acquired then
    /// @throws IllegalArgumentException as for [#acquire(int)]
    /// @throws org.jmill.CancelledException as for [#acquire()]
    public Permit acquire(int count, long deadlineMs) {
        Subject self = line.enter(deadlineMs);
        checkCount("acquire", count);
        Permit permit = new Permit(self, count);
        if (isFree(count)) {
            take(permit);
            return permit;
        }
        boolean given = false;
        try {
            given = line.park(permit, deadlineMs);
            if (!given) {
                throw line.missed();
            }
        } finally {
            if (!given) {
                serve(); // Those who stood behind.
            }
        }
        permit.place = line.site();
        return permit;
    }

    /// Does the same as [#acquire(int,long)], with a deadline that lies so far ahead.
    ///
    /// @param count as for [#acquire(int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#acquire(int,long)]
    /// @throws org.jmill.DeadlineException as for [#acquire(int,long)]
    /// @throws IllegalArgumentException as for [#acquire(int,long)]
    /// @throws org.jmill.CancelledException as for [#acquire(int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#acquire(int,long)]
    public Permit acquire(int count, Duration timeout) {
        return acquire(count, Mill.after(timeout));
    }

    /// Acquires one permit if that needs no wait, as [#tryAcquire(int)] does.
    ///
    /// @return as of [#acquire()]; empty if there is none
    public Optional<Permit> tryAcquire() {
        return tryAcquire(1);
    }

    /// Acquires several permits, all at once, if they are free and nobody waits; may let others run before it
    /// returns, as every operation that completes does. Never waits for permits, and never throws
    /// [org.jmill.CancelledException].
    ///
    /// @param count how many, 1 to [#limit]
    /// @return as of [#acquire(int)]; empty if there are too few
    /// @throws IllegalArgumentException as for [#acquire(int)]
    public Optional<Permit> tryAcquire(int count) {
        Subject self = line.enterToTry();
        checkCount("acquire", count);
        if (isFree(count)) {
            Permit permit = new Permit(self, count);
            take(permit);
            return Optional.of(permit);
        }
        line.foundNothing();
        return Optional.empty();
    }

    private void checkCount(String verb, int count) {
        if (count < 1 || count > limit) {
            throw new IllegalArgumentException(
                    verb + " " + this + ": count is not between 1 and " + limit + ": " + count);
        }
    }

    private boolean isFree(int count) {
        return count <= free && line.isEmpty();
    }

    private void take(Permit permit) {
        free -= permit.count;
        permit.place = line.site();
        try {
            line.completed();
        } catch (Throwable t) { // The caller gets no permit.
            permit.close();
            throw t;
        }
    }

    /// Gives those who stand first in line what they want, while it is there.
    private void serve() {
        for (Permit first = first(); first != null && first.count <= free; first = first()) {
            free -= first.count;
            line.unpark();
        }
    }

    private Permit first() {
        return (Permit) line.first();
    }

    // ---- what it is

    /// Counts the permits that nobody holds.
    ///
    /// @return 0 to [#limit]
    public int available() {
        line.enterToLook();
        return free;
    }

    /// Tells how many permits there are.
    ///
    /// @return the number it was made with
    public int limit() {
        line.enterToLook();
        return limit;
    }

    /// Gives `semaphore requests, 2 of 5 free`. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("semaphore", name) + ", " + free + " of " + limit + " free";
    }

    /// What a coroutine holds that has acquired something from a [Semaphore]; for `try (var _ =
    /// semaphore.acquire())`.
    public final class Permit implements AutoCloseable {
        private final int count;

        // The mill's thread only.
        private Subject owner; // null = released
        private String place; // Where it was acquired; null = not recorded.

        private Permit(Subject owner, int count) {
            this.owner = owner;
            this.count = count;
        }

        /// Tells how much it is.
        ///
        /// @return how many permits were acquired with it
        public int count() {
            line.enterToLook();
            return count;
        }

        /// Makes the caller its owner, who alone may close it from now on: for a coroutine that does the work for
        /// which another has acquired the permit. Never suspends.
        ///
        /// @return this
        /// @throws MillPanic if it is released
        public Permit adopt() {
            Subject self = line.enterQuietly();
            if (owner == null) {
                throw released("adopt");
            }
            owner = self;
            return this;
        }

        /// Releases what was acquired with it; those who wait are served, first come first. Never suspends.
        ///
        /// @throws MillPanic if it is released already, or another coroutine owns it
        @Override
        public void close() {
            Subject self = line.enterQuietly();
            if (owner == null) {
                throw released("release");
            }
            if (owner != self) {
                throw new MillPanic("release permit of " + Semaphore.this + ": it belongs to " + owner + ", not to "
                        + self + ", and was acquired" + Naming.at(place) + "; adopt it before you close it");
            }
            owner = null;
            free += count;
            serve();
            line.stepped(Verb.RELEASE);
        }

        private MillPanic released(String verb) {
            return new MillPanic(verb + " permit of " + Semaphore.this + ": it is released already, and was acquired"
                    + Naming.at(place) + "; close each permit once");
        }

        /// Gives `permit of semaphore requests, 2 of 5 free`. Any thread may call it.
        @Override
        public String toString() {
            return "permit of " + Semaphore.this;
        }
    }
}
