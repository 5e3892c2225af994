package org.jmill;

/// How coroutines are stopped and continued. All engines behave alike; they differ in speed, in the
/// flag they need, and in what Java code inside a coroutine sees.
public enum Engine {
    /// The first of the others that this JVM allows, in their order.
    AUTO,

    /// Continuations on the mill's thread: the fastest. Needs `--add-exports
    /// java.base/jdk.internal.vm=ALL-UNNAMED` (`=org.jmill` on the module path). All coroutines
    /// share the mill's thread, its thread locals and its locks: never hold a monitor or lock
    /// across a suspension.
    CONTINUATION,

    /// Virtual threads carried by one thread of the mill. Needs `--add-opens
    /// java.base/java.lang=ALL-UNNAMED` (`=org.jmill` on the module path). Each coroutine is a
    /// thread of its own: locks, thread locals and debuggers work, and blocking Java code suspends
    /// only its coroutine.
    VIRTUAL,

    /// Virtual threads on the JDK's scheduler that pass a baton. Needs nothing. Each coroutine is a
    /// thread of its own; blocking Java code blocks the mill.
    PORTABLE
}
