package org.jmill.world;

/// One of whom events speak: a coroutine or a channel. A world is handed those of jmill, and keeps them apart by
/// identity; it needs none of its own.
///
/// Source: none.
///
/// @since 0.1.0
public interface Subject {
    /// Tells its number, which it shares with none of its kind in the same mill. Any thread may ask.
    ///
    /// @return 0 or more
    long id();

    /// Tells its name. Any thread may ask.
    ///
    /// @return "" if it was given none
    String name();

    /// Tells how messages and dumps write it: `{4}` for a coroutine, `<3>` for a channel. Any thread may ask.
    ///
    /// @return its number in its brackets
    String label();
}
