package org.jmill.engine;

/// What an engine asks of the scheduler above it.
public interface Dispatcher {
    /// Finds the strand to run next, waiting for the outside world as long as there is none. Called
    /// by the root, when a strand has transferred to null, has ended so, or has blocked in a Java
    /// call.
    Strand next();

    /// Says that a strand which had blocked in a Java call can go on; of any other strand it means
    /// nothing. Called from any thread.
    ///
    /// @param body the body given to [StrandEngine#strand]
    void runnable(Runnable body);

    /// Says that the thread which called [StrandEngine#run] was interrupted. Called from that
    /// thread.
    void interrupted();
}
