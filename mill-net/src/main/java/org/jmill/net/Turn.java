package org.jmill.net;

import org.jmill.Dump;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// Whose turn it is in one direction of a socket: there is one coroutine at a time.
///
/// It also sees to what a call that need not wait would otherwise skip: a cancelled coroutine is
/// told so, and one that always finds its socket ready gives way now and then.
///
/// The halves of a stream extend it, which saves an object for each.
class Turn {
    /// After how many operations in a row without a wait a coroutine gives way; as for channels.
    private static final byte IN_A_ROW_MAX = 103;

    private static final long NOBODY = -1;

    private long holder = NOBODY; // A coroutine's number; a handle would be an object more.
    private byte inARow;

    /// Takes the turn. To be followed by [#end] in a `finally`.
    ///
    /// @param verb what the coroutine is about to do
    /// @param socket what with; its text is asked for only in a panic
    /// @throws MillPanic if another coroutine has the turn
    final void begin(String verb, Object socket) {
        if (Mill.self().isCancelled() || ++inARow > IN_A_ROW_MAX) {
            inARow = 0;
            Mill.yield(); // Throws if cancelled.
        }
        if (holder != NOBODY) {
            throw taken(verb, socket);
        }
        holder = Mill.self().id(); // The handle is asked for twice, since one that is not kept costs nothing.
    }

    private MillPanic taken(String verb, Object socket) {
        return new MillPanic(verb
                + " "
                + socket
                + ": "
                + nameOf(holder)
                + " uses the same direction, "
                + Mill.self()
                + " must not; let one coroutine receive and one send");
    }

    private static String nameOf(long id) {
        for (Dump.CoroutineRow row : Mill.dump().coroutines()) {
            if (row.id() == id && !row.name().isEmpty()) {
                return "{" + id + "} " + row.name();
            }
        }
        return "{" + id + "}";
    }

    final void end() {
        holder = NOBODY;
    }

    final boolean isTaken() {
        return holder != NOBODY;
    }

    /// The coroutine has waited: others had their turn.
    final void waited() {
        inARow = 0;
    }
}
