package org.jmill;

/// How coroutines are stopped and continued. All engines behave alike in what jmill itself does;
/// they differ in speed, in the flag they need, and in what Java code inside a coroutine sees.
///
/// [MillOptions#engine(Engine)] chooses one, else `-Djmill.engine=` does.
///
/// Source: none; libmill switches stacks in assembler.
///
/// @since 0.1.0
public enum Engine {
    /// The first of the others that this JVM and the calling thread allow, in their order. Where a
    /// missing flag rules out CONTINUATION, or has it take its slower path, the log says so once. The default.
    AUTO,

    /// Continuations on the thread that called [Mill#run]: the fastest. Needs `--add-opens
    /// java.base/jdk.internal.vm=ALL-UNNAMED` (`=org.jmill` on the module path; with `--add-exports` in its
    /// place it is slower), and a caller that is a platform thread. All coroutines share that thread,
    /// its thread locals and its locks: never hold a monitor or lock across a suspension. Blocking Java
    /// code blocks the mill.
    CONTINUATION,

    /// Virtual threads carried by one thread that the mill starts; the caller of [Mill#run] waits
    /// for it. Needs `--add-opens java.base/java.lang=ALL-UNNAMED` (`=org.jmill` on the module
    /// path). Each coroutine, main included, is a thread of its own: locks, thread locals and
    /// debuggers work, and blocking Java code suspends only its coroutine. It does not see the
    /// thread locals of the caller.
    VIRTUAL,

    /// Virtual threads on the JDK's scheduler that pass a baton, while the caller of [Mill#run]
    /// waits. Needs nothing. Each coroutine, main included, is a thread of its own, and does not
    /// see the thread locals of the caller. Blocking Java code blocks the mill.
    PORTABLE
}
