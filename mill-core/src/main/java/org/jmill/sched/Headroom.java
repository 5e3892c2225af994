package org.jmill.sched;

/// Makes sure that the stack does not overflow in the middle of what must not be left half done.
///
/// A coroutine whose code recurses to the end of its stack may come to a poll there. JCTools' classes do not mind
/// an exception between two of their steps: the error is to come before the first one.
final class Headroom {
    private static final int CALLS = 16;

    private Headroom() {}

    /// Goes as deep into the stack as what follows will, and touches nothing.
    ///
    /// @throws StackOverflowError if it is not that deep
    static void check() {
        descend(CALLS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    /// Its arguments are needed after the call, so that each has a place in the frame.
    private static long descend(
            int calls, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
        long deeper = calls == 0 ? 0 : descend(calls - 1, b, c, d, e, f, g, h, i, j, a);
        return deeper + a + b + c + d + e + f + g + h + i + j;
    }
}
