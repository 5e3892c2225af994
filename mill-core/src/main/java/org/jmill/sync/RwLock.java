package org.jmill.sync;

import java.time.Duration;
import java.util.Optional;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.trace.Origins;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// A lock that many coroutines hold at a time to read, or one to write.
///
/// {@snippet file="org/jmill/snippets/RwLockSnippet.java" region="example"}
///
/// Writers come first: while one waits, readers who come wait too, and what is released goes to the writer who has
/// waited longest; only when none waits, all readers who wait get in together. But after [#WRITERS_IN_A_ROW] writers
/// in a row the readers who wait have their turn, so that nobody starves.
///
/// A coroutine that would wait for itself panics: one that holds it and asks to write, or holds it to write and asks
/// to read, or holds it to read and asks to read again while a writer waits. As with [Mutex], who has locked it
/// unlocks it, and strict mode records where it was locked.
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#readers] and [#isWriting].
///
/// Source: none in libmill; Go's `sync.RWMutex`, where the readers who wait get in between any two writers.
///
/// @since 0.1.0
public final class RwLock {
    /// How many writers get in, one after the other, while readers wait: 103.
    public static final int WRITERS_IN_A_ROW = 103;

    // Invariants:
    // I1 While somebody writes, nobody reads.
    // I2 A writer waits only while somebody holds the lock.
    // I3 A reader waits only while somebody writes, or waits to write, or has just gone away from waiting to write:
    //    that one runs soon, and looks.

    private final ParkingLot waitingReaders = new ParkingLot(Verb.READ, this); // Tickets: the guards wanted.
    private final ParkingLot waitingWriters = new ParkingLot(Verb.WRITE, this); // The same.

    // The mill's thread only, but for toString.
    private String name = "";
    private Guard writer; // null = nobody writes
    private Guard lastReader; // Of those who read; null = nobody does.
    private int readers;
    private int writersInARow; // Since readers began to wait.

    /// Makes a lock that nobody holds.
    ///
    /// @throws MillPanic if no mill runs on this thread
    public RwLock() {}

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this lock
    /// @throws MillPanic if the name is null
    public RwLock named(String newName) {
        waitingReaders.enterQuietly();
        name = Naming.checked("rwlock", newName);
        return this;
    }

    // ---- reading

    /// Locks it to read; suspends while another coroutine writes, or waits to write.
    ///
    /// @return what unlocks it when it is closed
    /// @throws MillPanic if the caller would wait for itself
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it does not hold the lock then
    public Guard read() {
        return read(-1);
    }

    /// Locks it to read unless the deadline passes first.
    ///
    /// @param deadlineMs as of [now][org.jmill.Mill#now]; negative: none; past: locks it only if that needs no wait
    ///   beyond the next poll
    /// @return as of [#read()]
    /// @throws org.jmill.DeadlineException if the deadline has passed; the caller does not hold the lock then
    /// @throws MillPanic as for [#read()]
    /// @throws org.jmill.CancelledException as for [#read()]
    public Guard read(long deadlineMs) {
        Guard guard = new Guard(waitingReaders.enter(deadlineMs), false);
        if (mayRead()) {
            admitWaitingReaders(); // I3
            admit(guard);
            finish(guard, waitingReaders);
            return guard;
        }
        checkWaitsForOthers(guard.owner, "read");
        if (!waitingReaders.park(guard, deadlineMs)) {
            throw waitingReaders.missed();
        }
        guard.place = waitingReaders.site();
        return guard;
    }

    /// Does the same as [#read(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#read(long)]
    /// @throws org.jmill.DeadlineException as for [#read(long)]
    /// @throws org.jmill.CancelledException as for [#read(long)]
    /// @throws MillPanic if the timeout is null, or as for [#read(long)]
    public Guard read(Duration timeout) {
        return read(Mill.after(timeout));
    }

    /// Locks it to read if nobody writes, nor waits to write; may let others run before it returns, as every
    /// operation that completes does. Never waits for the lock, and never throws [org.jmill.CancelledException].
    ///
    /// @return as of [#read()]; empty if that is not possible now
    public Optional<Guard> tryRead() {
        Subject self = waitingReaders.enterToTry();
        if (!mayRead()) {
            waitingReaders.foundNothing();
            return Optional.empty();
        }
        Guard guard = new Guard(self, false);
        admitWaitingReaders(); // I3
        admit(guard);
        finish(guard, waitingReaders);
        return Optional.of(guard);
    }

    private boolean mayRead() {
        return writer == null && waitingWriters.isEmpty();
    }

    // ---- writing

    /// Locks it to write; suspends while another coroutine holds it.
    ///
    /// @return what unlocks it when it is closed
    /// @throws MillPanic if the caller holds it already
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it does not hold the lock then
    public Guard write() {
        return write(-1);
    }

    /// Locks it to write unless the deadline passes first.
    ///
    /// @param deadlineMs as for [#read(long)]
    /// @return as of [#write()]
    /// @throws org.jmill.DeadlineException if the deadline has passed; the caller does not hold the lock then
    /// @throws MillPanic as for [#write()]
    /// @throws org.jmill.CancelledException as for [#write()]
    public Guard write(long deadlineMs) {
        Guard guard = new Guard(waitingWriters.enter(deadlineMs), true);
        if (isFree()) {
            writer = guard;
            finish(guard, waitingWriters);
            return guard;
        }
        checkWaitsForOthers(guard.owner, "write");
        boolean given = false;
        try {
            given = waitingWriters.park(guard, deadlineMs);
            if (!given) {
                throw waitingWriters.missed();
            }
        } finally {
            if (!given && mayRead()) {
                admitWaitingReaders(); // Those who waited for this writer.
            }
        }
        guard.place = waitingWriters.site();
        return guard;
    }

    /// Does the same as [#write(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#write(long)]
    /// @throws org.jmill.DeadlineException as for [#write(long)]
    /// @throws org.jmill.CancelledException as for [#write(long)]
    /// @throws MillPanic if the timeout is null, or as for [#write(long)]
    public Guard write(Duration timeout) {
        return write(Mill.after(timeout));
    }

    /// Locks it to write if nobody holds it; may let others run before it returns, as every operation that completes
    /// does. Never waits for the lock, and never throws [org.jmill.CancelledException].
    ///
    /// @return as of [#write()]; empty if that is not possible now
    public Optional<Guard> tryWrite() {
        Subject self = waitingWriters.enterToTry();
        if (!isFree()) {
            waitingWriters.foundNothing();
            return Optional.empty();
        }
        Guard guard = new Guard(self, true);
        writer = guard;
        finish(guard, waitingWriters);
        return Optional.of(guard);
    }

    private boolean isFree() {
        return writer == null && readers == 0;
    }

    // ---- what both have

    private static void finish(Guard guard, ParkingLot line) {
        guard.place = line.site();
        try {
            line.completed();
        } catch (Throwable t) { // The caller gets no guard.
            guard.close();
            throw t;
        }
    }

    /// Looks at each who reads, but only where the caller would wait anyway.
    private void checkWaitsForOthers(Subject self, String verb) {
        Guard held = writer != null && writer.owner == self ? writer : readBy(self);
        if (held != null) {
            throw new MillPanic(verb + " " + this + ": " + self + " would wait for itself at " + Origins.caller()
                    + ", having locked it to " + (held.writes ? "write" : "read") + Naming.at(held.place)
                    + "; unlock it first, or leave the second lock out");
        }
    }

    private Guard readBy(Subject self) {
        Guard guard = lastReader;
        while (guard != null && guard.owner != self) {
            guard = guard.before;
        }
        return guard;
    }

    private void admit(Guard reader) {
        reader.before = lastReader;
        if (lastReader != null) {
            lastReader.behind = reader;
        }
        lastReader = reader;
        readers++;
    }

    private void admitWaitingReaders() {
        writersInARow = 0;
        for (Object first = waitingReaders.first(); first != null; first = waitingReaders.first()) {
            admit((Guard) first);
            waitingReaders.unpark();
        }
    }

    private void dismiss(Guard reader) {
        if (reader.before != null) {
            reader.before.behind = reader.behind;
        }
        if (reader.behind != null) {
            reader.behind.before = reader.before;
        } else {
            lastReader = reader.before;
        }
        reader.before = null;
        reader.behind = null;
        readers--;
    }

    /// Nobody holds it any more: somebody else may.
    private void passOn() {
        Guard next = (Guard) waitingWriters.first();
        boolean readersWait = !waitingReaders.isEmpty();
        if (next != null && !(readersWait && writersInARow >= WRITERS_IN_A_ROW)) {
            writersInARow = readersWait ? writersInARow + 1 : 0;
            writer = next;
            waitingWriters.unpark();
        } else {
            admitWaitingReaders();
        }
    }

    // ---- what it is

    /// Counts those who hold it to read.
    ///
    /// @return how often it is locked to read
    public int readers() {
        waitingReaders.enterToLook();
        return readers;
    }

    /// Tells whether somebody holds it to write.
    ///
    /// @return whether it is locked to write
    public boolean isWriting() {
        waitingReaders.enterToLook();
        return writer != null;
    }

    /// Gives `rwlock routes of {4} loader`, or `rwlock routes, 3 readers`. Any thread may call it.
    @Override
    public String toString() {
        Guard held = writer;
        Subject owner = held == null ? null : held.owner;
        int reading = readers;
        String holders = owner != null
                ? " of " + owner
                : reading == 0 ? "" : reading == 1 ? ", 1 reader" : ", " + reading + " readers";
        return Naming.of("rwlock", name) + holders;
    }

    /// What a coroutine holds that has locked a [RwLock]; for `try (var _ = lock.read())`.
    public final class Guard implements AutoCloseable {
        private final boolean writes;

        // The mill's thread only.
        private Subject owner; // null = closed
        private String place; // Where it was locked; null = not recorded.
        private Guard before; // Among those who read.
        private Guard behind;

        private Guard(Subject owner, boolean writes) {
            this.owner = owner;
            this.writes = writes;
        }

        /// Unlocks it; those who may go on now do. Never suspends.
        ///
        /// @throws MillPanic if it is closed already, or another coroutine has locked it
        @Override
        public void close() {
            Subject self = waitingReaders.enterQuietly();
            if (owner != self) {
                throw notHeld(self);
            }
            owner = null;
            if (writes) {
                writer = null;
            } else {
                dismiss(this);
            }
            if (isFree()) {
                passOn();
            }
            waitingReaders.stepped(Verb.UNLOCK);
        }

        private MillPanic notHeld(Subject self) {
            String cause = owner == null
                    ? ": this guard is closed already, which was locked"
                    : ": it belongs to " + owner + ", not to " + self + ", and was locked";
            return new MillPanic("unlock " + RwLock.this + cause + Naming.at(place)
                    + "; who locks it unlocks it, once for each lock");
        }
    }
}
