package org.jmill;

import org.jmill.trace.Origins;

/// What a channel that has failed holds in the place of its terminal value.
///
/// @param thrown what was given to [Chan#fail]
/// @param channel the one that has failed
record Failure(Throwable thrown, Chan<?> channel) {
    /// Throws it in the coroutine that has received it. The exception is one for all readers, and its stack is that
    /// of the place where it was made; so each place that reads it is noted.
    ///
    /// @return never; to be thrown, for the compiler
    RuntimeException toReader() {
        Note.add(thrown, Note.Kind.READER, "received from " + channel.title() + " at " + Origins.caller());
        throw MillRuntime.<RuntimeException>sneak(thrown);
    }
}
