package org.jmill.test.search;

/// A test does not do the same thing when it is run with the same decisions.
final class NotDeterministicError extends AssertionError {
    private static final long serialVersionUID = 1L;

    /// Appended to whatever says that two runs differ.
    static final String CAUSES = "; usual causes: the order of a HashMap or HashSet, an identity hash, a static that"
            + " survives the run, a clock of the real world, a random generator of its own, a thread of its own";

    /// @param difference between two runs that should be the same
    NotDeterministicError(String difference) {
        super(difference + CAUSES);
    }
}
