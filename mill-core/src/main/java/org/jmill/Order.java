package org.jmill;

/// Who runs after a channel operation that could complete at once. Operations that have to wait are
/// the same in both orders.
///
/// @since 0.1.0
public enum Order {
    /// The caller goes on, as in Go and libdill; after 103 such operations in a row it goes to the
    /// tail of the ready list, so that it starves nobody. The default.
    DIRECT,

    /// The caller goes to the tail of the ready list after every `chs`, `chr` and `choose`,
    /// `trySend` and `tryReceive` included, as in libmill: a program then prints its lines in the
    /// very order in which the C program prints them.
    LIBMILL
}
