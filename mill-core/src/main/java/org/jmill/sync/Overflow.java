package org.jmill.sync;

/// What becomes of a value that is published when a subscriber of a [Topic] has no room for it.
///
/// Source: Reactor's and RxJava's strategies; Kotlin's `BufferOverflow`.
///
/// @since 0.1.0
public enum Overflow {
    /// The publisher waits until there is room.
    WAIT,
    /// The oldest value in the subscriber's channel makes room.
    DROP_OLDEST,
    /// This subscriber does not get the value.
    DROP_NEWEST,
    /// The subscriber is out: its channel [fails][org.jmill.Chan#fail] with an [OverflowException].
    FAIL
}
