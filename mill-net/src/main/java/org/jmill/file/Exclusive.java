package org.jmill.file;

import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// One direction of a file, and the coroutine that is busy with it.
///
/// A second coroutine is a panic, except where the file is shared by all: there it waits until the
/// first one has finished.
final class Exclusive {
    private final String object;
    private final boolean shared;
    private final Signals free = new Signals();

    // Guarded by this; null = nobody.
    private Coroutine holder;
    private String operation;

    /// @param object the file, for messages
    /// @param shared whether a second coroutine waits
    Exclusive(String object, boolean shared) {
        this.object = object;
        this.shared = shared;
    }

    /// Takes the direction for the calling coroutine.
    ///
    /// @return false if it is shared and the deadline has passed
    boolean claim(String newOperation, long deadlineMs) {
        Coroutine self = Mill.self();
        while (!tryClaim(self, newOperation)) {
            if (!shared) {
                throw refusal(self, newOperation);
            }
            if (!free.await(this::isFree, deadlineMs)) {
                return false;
            }
        }
        return true;
    }

    /// Refuses the calling coroutine if another one is busy: for one that has to wait for something
    /// else before it can claim the direction.
    synchronized void refuseSecond(String newOperation) {
        if (holder != null) {
            throw refusal(Mill.self(), newOperation);
        }
    }

    private synchronized boolean tryClaim(Coroutine self, String newOperation) {
        if (holder != null) {
            return false;
        }
        holder = self;
        operation = newOperation;
        return true;
    }

    private synchronized MillPanic refusal(Coroutine self, String newOperation) {
        return new MillPanic(newOperation
                + " "
                + object
                + ": "
                + holder
                + " waits for the same direction ("
                + operation
                + "), "
                + self
                + " must not; let one coroutine read and one write");
    }

    /// Whether nobody has it.
    synchronized boolean isFree() {
        return holder == null;
    }

    /// Whether somebody has it for this operation.
    synchronized boolean isHeldFor(String someOperation) {
        return someOperation.equals(operation);
    }

    /// Gives it back.
    void release() {
        synchronized (this) {
            holder = null;
            operation = null;
        }
        if (shared) {
            free.fire();
        }
    }
}
