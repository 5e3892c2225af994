package org.jmill.sched;

/// What a group asks of those upstairs.
public interface Keeper {
    /// An exception has left a child.
    ///
    /// @return what is to end the group, or null if it was taken care of
    Throwable uncaught(Task child, Throwable thrown);

    /// A child has ended.
    default void childEnded(Task child) {}

    /// A task that nobody has put into any group begins in this one, as it takes them all in; or is about to.
    default void takesIn(Task child) {}

    /// The group is gone with its owner; nothing of it will run.
    default void abandoned() {}

    /// Whether children are still to come, from outside: the daemons serve those, too.
    default boolean expectsChildren() {
        return false;
    }
}
