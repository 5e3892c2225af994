package org.jmill;

/// Misuse of jmill, thrown in the coroutine at fault, at the call at fault. The message says what
/// happened, to which channel and coroutine, and what to do instead.
///
/// The call that threw it did nothing, with one exception: where the coroutine cannot be suspended
/// (it holds a monitor in strict mode, or has a native frame on its stack), an operation that only
/// had to give others their turn has happened.
///
/// The mill stays usable if the coroutine catches it.
///
/// Source: libmill's panics, which abort the process.
///
/// @since 0.1.0
public final class MillPanic extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// Makes a panic; for libraries whose callers can misuse them too.
    ///
    /// @param message `operation object: cause; what to do instead`
    public MillPanic(String message) {
        super(message);
    }
}
