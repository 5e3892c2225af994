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
    /// After so much work without a wait a coroutine gives way: 103 calls, as for channels, or as many bytes. A
    /// mill polls after 103 turns, which is some 3 MB then.
    private static final int WORK_MAX = 32 * 1024;

    private static final int WORK_OF_A_CALL = WORK_MAX / 103 + 1; // So that the 104th is one too many.

    private static final long NOBODY = -1;

    static {
        Failures.loadTypes();
    }

    private long holder = NOBODY; // A coroutine's number; a handle would be an object more.
    private int work; // Bytes moved since the last wait, and what calls count for.

    /// Takes the turn. To be followed by [#end] in a `finally`.
    ///
    /// @param verb what the coroutine is about to do
    /// @param socket what with; its text is asked for only in a panic
    /// @throws MillPanic if another coroutine has the turn
    final void begin(String verb, Object socket) {
        if (Mill.self().isCancelled() || work >= WORK_MAX) {
            work = 0;
            Mill.yield(); // Throws if cancelled.
        }
        work += WORK_OF_A_CALL;
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
                + " must not; "
                + (verb.equals("accept")
                        ? "let one coroutine accept, and start another for each connection"
                        : "let one coroutine receive and one send"));
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

    /// A coroutine has waited: others had their turn.
    final void waited() {
        work = 0;
    }

    /// Counts the bytes that a call has moved without a wait.
    ///
    /// @return whether it is to give way before it moves more
    final boolean moved(int bytes) {
        work += Math.min(bytes, WORK_MAX); // A datagram that is too long for any network may have 2 GB.
        return work >= WORK_MAX;
    }
}
