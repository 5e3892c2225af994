package org.jmill.sync;

import java.time.Duration;
import java.util.Optional;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.trace.Origins;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// A lock that one coroutine holds at a time, over its waits too. Those who wait get it first come, first served:
/// it is handed to the next one when it is unlocked.
///
/// {@snippet file="org/jmill/snippets/MutexSnippet.java" region="example"}
///
/// Code that does not wait needs none, as only one coroutine of a mill runs at a time. On the engine VIRTUAL a Java
/// call that blocks, as `Thread.sleep`, a socket of Java's or a lock that is held, is a wait as well: others run
/// meanwhile.
///
/// It is not reentrant, and belongs to the coroutine that has locked it: a second lock by its owner, and an unlock by
/// another, panic. Dumps name the owner: `lock(mutex accounts of {4} pump)`. In strict mode and while a trace is on,
/// the place of the lock is recorded, for such messages; otherwise not, as that would take a hundred times as long as
/// to lock.
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#isLocked]. Not to be used by the threads of others.
///
/// Source: none in libmill; Go's `sync.Mutex`, which anybody may unlock.
///
/// @since 0.1.0
public final class Mutex {
    // Invariant I1: somebody waits only while somebody owns it.

    private final ParkingLot line = new ParkingLot(Verb.LOCK, this); // Tickets: who waits.
    private final Guard guard = new Guard();
    private final Optional<Guard> taken = Optional.of(guard);

    // The mill's thread only, but for toString.
    private String name = "";
    private Subject owner; // null = nobody
    private String place; // Where the owner has locked it; null = not recorded.

    /// Makes a mutex that nobody holds.
    ///
    /// @throws MillPanic if no mill runs on this thread
    public Mutex() {}

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this mutex
    /// @throws MillPanic if the name is null
    public Mutex named(String newName) {
        line.enterQuietly();
        name = Naming.checked("mutex", newName);
        return this;
    }

    /// Locks it; suspends while another coroutine holds it.
    ///
    /// @return what unlocks it when it is closed; the same object each time
    /// @throws MillPanic if the caller holds it already
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it does not hold the mutex then
    public Guard lock() {
        return lock(-1);
    }

    /// Locks it unless the deadline passes first.
    ///
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: locks it only if that needs no wait
    ///   beyond the next poll
    /// @return as of [#lock()]
    /// @throws org.jmill.DeadlineException if the deadline has passed; the caller does not hold the mutex then
    /// @throws MillPanic as for [#lock()]
    /// @throws org.jmill.CancelledException as for [#lock()]
    public Guard lock(long deadlineMs) {
        Subject self = line.enter(deadlineMs);
        if (owner == null) {
            take(self);
            return guard;
        }
        if (owner == self) {
            throw again();
        }
        if (!line.park(self, deadlineMs)) {
            throw line.missed();
        }
        place = line.site();
        return guard;
    }

    /// Does the same as [#lock(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#lock(long)]
    /// @throws org.jmill.DeadlineException as for [#lock(long)]
    /// @throws org.jmill.CancelledException as for [#lock(long)]
    /// @throws MillPanic if the timeout is null, or as for [#lock(long)]
    public Guard lock(Duration timeout) {
        return lock(Mill.after(timeout));
    }

    /// Locks it if nobody holds it, not even the caller; may let others run before it returns, as every operation
    /// that completes does. Never waits for the mutex, and never throws [org.jmill.CancelledException].
    ///
    /// @return as of [#lock()]; empty if it is held
    public Optional<Guard> tryLock() {
        Subject self = line.enterToTry();
        if (owner == null) {
            take(self);
            return taken;
        }
        line.foundNothing();
        return Optional.empty();
    }

    private void take(Subject self) {
        owner = self;
        place = line.site();
        try {
            line.completed();
        } catch (Throwable t) { // The caller gets no guard.
            unlock();
            throw t;
        }
    }

    private MillPanic again() {
        return new MillPanic("lock " + this + ": its owner locks it again at " + Origins.caller() + ", having locked it"
                + Naming.at(place) + "; a mutex is not reentrant: unlock it first, or leave the second lock out");
    }

    /// Unlocks it: hands it to the one who has waited longest. Does the same as closing the guard. Never suspends.
    ///
    /// @throws MillPanic if the caller does not hold it
    public void unlock() {
        Subject self = line.enterQuietly();
        if (owner != self) {
            throw notOwned(self);
        }
        owner = (Subject) line.first();
        place = null;
        if (owner != null) {
            line.unpark();
        }
        line.stepped(Verb.UNLOCK);
    }

    private MillPanic notOwned(Subject self) {
        String cause = owner == null
                ? ": nobody holds it; unlock it once for each lock"
                : ": " + self + " does not hold it, its owner locked it" + Naming.at(place)
                        + "; who locks a mutex unlocks it";
        return new MillPanic("unlock " + this + cause);
    }

    /// Tells whether somebody holds it, the caller included.
    ///
    /// @return whether it is locked
    public boolean isLocked() {
        line.enterToLook();
        return owner != null;
    }

    /// Tells whether the caller holds it; for assertions.
    ///
    /// @return whether the calling coroutine is its owner
    public boolean isMine() {
        return owner == line.enterQuietly();
    }

    /// Gives `mutex accounts of {4} pump`, without what there is not. Any thread may call it.
    @Override
    public String toString() {
        Subject holder = owner;
        return Naming.of("mutex", name) + (holder == null ? "" : " of " + holder);
    }

    /// What a coroutine holds while it holds a [Mutex]; for `try (var _ = mutex.lock())`. Each mutex has one.
    public final class Guard implements AutoCloseable {
        private Guard() {}

        /// Unlocks the mutex, as [Mutex#unlock] does.
        ///
        /// @throws MillPanic if the caller does not hold it, as when it is closed twice
        @Override
        public void close() {
            unlock();
        }
    }
}
