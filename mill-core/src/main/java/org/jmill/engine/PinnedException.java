package org.jmill.engine;

/// The running strand holds something that keeps it on the thread: a native frame, or a class
/// initialiser. It could not be suspended, and still runs.
public final class PinnedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param reason what pins the strand
    public PinnedException(String reason) {
        super(reason);
    }
}
