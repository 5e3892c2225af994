package org.jmill.models;

import java.util.List;
import org.jmill.models.Program.Op;

/// A coroutine of the [ChannelModel]: its operations, and where it stands among them.
final class ModelCoroutine {
    enum State {
        READY,
        RUNNING,
        WAITING,
        ENDED
    }

    final int number;
    final List<Op> ops;
    int step;
    int repeated; // Rounds done of a repeated operation.
    State state = State.READY;
    boolean cancelled;
    String result; // Of the operation under way, once it is known.

    ModelCoroutine(int number, List<Op> ops) {
        this.number = number;
        this.ops = ops;
    }

    /// The value that its present operation sends, in this clause.
    int value(int clause) {
        return Program.value(number, step, clause);
    }

    /// The start of every operation that may wait.
    void checkNotCancelled() throws Failed {
        if (cancelled) {
            throw new Failed("cancelled");
        }
    }

    /// The operation waits, or its coroutine has been put at the tail of the ready list.
    static final class Suspended extends Exception {
        private static final long serialVersionUID = 1L;

        Suspended() {
            super(null, null, false, false);
        }
    }

    /// The operation fails; the message is its result.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message, null, false, false);
        }
    }
}
