package org.jmill.engine;

/// Throws what was caught elsewhere.
final class Rethrow {
    private Rethrow() {}

    /// Throws anything as if it were unchecked.
    static void unchecked(Throwable thrown) {
        Rethrow.<RuntimeException>as(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void as(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
