package org.jmill.file;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jmill.Chan;
import org.jmill.DeadlineException;

/// The position of a file, as something that one coroutine at a time uses and moves; others stand in
/// line. A read and a write that took turns piece by piece would each find its next piece where the
/// other one has left off.
///
/// Unlike [Exclusive], whoever releases it hands it over: a coroutine that reads and reads would come
/// back before a waiting writer runs.
///
/// All is for the mill's thread only, as a file with a position belongs to one mill.
final class Place {
    private final Deque<Chan<Boolean>> waiting = new ArrayDeque<>(2);
    private boolean taken;

    /// Takes the place, if it is free.
    boolean tryClaim() {
        if (taken) {
            return false;
        }
        taken = true;
        return true;
    }

    /// Takes the place, which is not free, when all have had it who came before.
    ///
    /// @return false if the deadline has passed first
    boolean await(long deadlineMs) {
        assert taken : "nobody to wait for";
        Chan<Boolean> call = Chan.make(1); // Has room: who calls does not suspend.
        waiting.add(call);
        boolean called = false;
        try {
            called = call.receive(deadlineMs);
        } catch (DeadlineException e) {
            return false;
        } finally {
            if (!called && !waiting.remove(call)) {
                release(); // Called in the moment of giving up: the next one.
            }
        }
        return true;
    }

    /// Gives it to the next one in line.
    void release() {
        assert taken : "released twice";
        Chan<Boolean> next = waiting.poll();
        if (next == null) {
            taken = false;
        } else {
            next.trySend(true);
        }
    }
}
