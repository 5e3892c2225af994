package org.jmill.net;

import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// Whose turn it is in one direction of a socket: there is one coroutine at a time.
///
/// It also sees to what a call that need not wait would otherwise skip: a cancelled coroutine is
/// told so, and one that always finds its socket ready gives way now and then.
final class Turn {
    /// After how many operations in a row without a wait a coroutine gives way; as for channels.
    private static final int IN_A_ROW_MAX = 103;

    private boolean busy;
    private Coroutine holder; // The last one, for messages; null: none yet.
    private int inARow;

    /// Takes the turn. To be followed by [#end] in a `finally`.
    ///
    /// @param verb what the coroutine is about to do
    /// @param socket what with; its text is asked for only in a panic
    /// @throws MillPanic if another coroutine has the turn
    void begin(String verb, Object socket) {
        if (Mill.self().isCancelled() || ++inARow > IN_A_ROW_MAX) {
            inARow = 0;
            Mill.yield(); // Throws if cancelled.
        }
        if (busy) {
            throw new MillPanic(verb
                    + " "
                    + socket
                    + ": "
                    + holder
                    + " uses the same direction, "
                    + Mill.self()
                    + " must not; let one coroutine receive and one send");
        }
        busy = true;
        // Asked twice, since the handle that is not kept costs no allocation.
        if (holder == null || holder.id() != Mill.self().id()) {
            holder = Mill.self();
        }
    }

    void end() {
        busy = false;
    }

    boolean isTaken() {
        return busy;
    }

    /// The coroutine has waited: others had their turn.
    void waited() {
        inARow = 0;
    }
}
