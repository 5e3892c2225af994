package org.jmill.bench.mutant;

/// What a program does in the order of today, in virtual time.
///
/// @param text what it prints
/// @param ms how long it takes
record Golden(String text, long ms) {
    /// How this one differs from what it should be.
    ///
    /// @return null if it does not
    String differenceFrom(Golden right) {
        if (equals(right)) {
            return null;
        }
        return text.equals(right.text) ? "takes " + ms + " ms, not " + right.ms : "prints:\n" + text;
    }
}
