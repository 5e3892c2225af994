package org.jmill.test;

/// What is to be said of coroutines that still wait when the body of a test has ended.
///
/// Source: none; Go's goleak and `synctest` take them for failures.
///
/// @since 0.1.0
public enum Leftovers {
    /// They are left behind: the test fails, and names them.
    FAIL,
    /// They are as they should be, like the accept loop of a server: they are cancelled, as at the end of main.
    ALLOWED
}
