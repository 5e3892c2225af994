package org.jmill.test.disk;

import java.io.IOException;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// What goes wrong with a disk, how often, and who decides it.
public final class Faults {
    private final Decider decider;
    private long capacity = Long.MAX_VALUE;
    private double errors;
    private double splits;
    private double torn = 0.5; // A crash is there to be met at its worst; without one nothing is asked.
    private double reordered;

    Faults(Decider decider) {
        this.decider = decider;
    }

    /// How many bytes there is room for; [Long#MAX_VALUE]: any number.
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /// How often a read, write or force fails.
    public void errors(double probability) {
        errors = probability;
    }

    /// How often a read or write is short.
    public void splits(double probability) {
        splits = probability;
    }

    /// How often the first write that a crash takes leaves its beginning.
    public void torn(double probability) {
        torn = probability;
    }

    /// How often a write survives though an earlier one of the same file does not.
    public void reordered(double probability) {
        reordered = probability;
    }

    long capacity() {
        return capacity;
    }

    /// @param operation a constant
    /// @throws IOException in the system's words, if it fails
    void strike(String operation) throws IOException {
        if (happens(operation, errors)) {
            throw failure();
        }
    }

    static IOException failure() {
        return new IOException("Input/output error");
    }

    /// How much of a read or write is done.
    ///
    /// @param operation a constant
    /// @param length at least 1
    /// @return 1 to `length`
    int split(String operation, int length) {
        if (length > 1 && happens(operation, splits)) {
            return (int) decider.between(Kind.FAULT, operation, 1, length - 1L);
        }
        return length;
    }

    /// How many of so many changes outlive a crash.
    int survivors(String changes, int count) {
        return decider.pick(Kind.FAULT, changes, count + 1);
    }

    /// How much outlives a crash of the first write that does not.
    ///
    /// @return 0 to `length - 1`
    int beginning(int length) {
        if (length > 1 && happens("torn write", torn)) {
            return (int) decider.between(Kind.FAULT, "torn write", 1, length - 1L);
        }
        return 0;
    }

    /// Whether a write outlives a crash that takes an earlier one.
    boolean overtakes() {
        return happens("write out of order", reordered);
    }

    private boolean happens(String what, double probability) {
        return probability > 0 && decider.happens(Kind.FAULT, what, probability);
    }
}
