package org.jmill.test.sim;

import org.jmill.world.Observer;

/// Who is told of all that happens in a run, and of what only a test has.
public interface Listener extends Observer {
    /// A variable that coroutines share is read or written.
    default void touched(Object variable) {}

    /// The body of the test has ended; main waits for the others now, which is no part of the test.
    default void bodyEnded() {}

    /// What is left to happen is the clearing up after a failure.
    default void failed() {}
}
