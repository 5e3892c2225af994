package org.jmill.engine;

/// How deep a strand is in calls, looked at now and then.
///
/// The frames of a strand that suspends can go to the heap, where recursion has no end but that of all memory:
/// so an end is set here. A look costs as much as many transfers; so a strand looks after [#CHECK_FIRST] of
/// them, and less and less often while it is not deep.
final class Depth {
    /// After how many transfers a strand looks for the first time.
    static final int CHECK_FIRST = 2048;

    private static final int CHECK_RAREST = 1 << 15; // Fits into a char.
    private static final int DEEP_FRAMES = 1000;
    private static final int FRAMES_MAX = 1 << 16;

    private Depth() {}

    /// How many frames the running strand has; counts no further than what is allowed.
    static long frames() {
        return StackWalker.getInstance().walk(f -> f.limit(FRAMES_MAX).count());
    }

    /// Whether a strand is deep in some recursion.
    static boolean isDeep(long frames) {
        return frames >= DEEP_FRAMES;
    }

    /// After how many more transfers to look again.
    ///
    /// @param last what it was the last time
    static int checkEvery(int last, boolean deep) {
        return deep ? CHECK_FIRST : Math.min(last * 2, CHECK_RAREST);
    }

    /// Ends a recursion.
    ///
    /// @throws StackOverflowError if a strand has come too far
    static void limit(long frames) {
        if (frames == FRAMES_MAX) {
            throw new StackOverflowError("more than " + FRAMES_MAX + " frames");
        }
    }
}
