package org.jmill.bench.mutant;

/// A program does not pass itself what its mutants would have to pass.
final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(String why) {
        super(why);
    }
}
