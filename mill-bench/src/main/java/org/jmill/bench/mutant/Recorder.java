package org.jmill.bench.mutant;

/// What a program under mutation does that can be seen from outside.
public interface Recorder {
    /// Begins anew: one run of the program comes next.
    void rewind();

    /// What the program has printed since.
    String text();

    /// Whether any run so far has come to the place where the program was changed.
    boolean wasReached();
}
