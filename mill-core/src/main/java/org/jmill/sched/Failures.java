package org.jmill.sched;

/// Makes the exceptions that users see; implemented upstairs, where their classes live.
public interface Failures {
    /// The call of a cancelled coroutine.
    RuntimeException cancelled(Task task);

    /// A call from a thread on which this mill does not run now.
    RuntimeException wrongThread(Scheduler scheduler);

    /// A deadline that can only be meant as a duration.
    RuntimeException duration(String verb, long deadlineMs);

    /// A verb was called by the world, or by the generator, that was asked for something.
    RuntimeException calledWhileAsked(Task task);

    /// The world has broken its contract.
    ///
    /// @param rule what it is to do, and has not done
    /// @param cause what it has thrown, or null
    RuntimeException breach(String rule, Throwable cause);

    /// Nothing is ready and nothing can become ready.
    RuntimeException deadlock();

    /// A task would abandon itself.
    RuntimeException abandonsItself(Task task, Group scope);

    /// The tasks of a scope stand where nothing can take them out.
    ///
    /// @param obstacle what keeps them, or null: that they have threads of their own
    RuntimeException cannotAbandon(Group scope, Throwable obstacle);

    /// A coroutine had to be suspended where it cannot be.
    RuntimeException pinned(Task task, String reason);

    /// A coroutine holds a monitor while it is suspended (strict mode).
    RuntimeException heldMonitor(Task task, String monitor);

    /// An exception has left the body of a coroutine.
    ///
    /// @return what is to end the mill, or null if the exception was taken care of
    Throwable uncaught(Task task, Throwable thrown);

    /// Whether this is how a cancelled coroutine ends.
    boolean isCancellation(Throwable thrown);
}
