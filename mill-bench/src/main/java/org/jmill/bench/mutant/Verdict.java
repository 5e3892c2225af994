package org.jmill.bench.mutant;

/// What has become of a mutant.
enum Verdict {
    /// It fails in the order of today.
    FAILED_TODAY,
    /// In the order of today it prints something else, or takes another time.
    ODD_TODAY,
    /// Another schedule fails: a panic, an exception, a deadlock, somebody left behind, no end.
    FAILED,
    /// Another schedule prints what the program never prints.
    ODD,
    /// No schedule prints what the program prints in many.
    MISSING,
    /// No schedule comes to the place of the change: it does not count.
    NOT_REACHED,
    /// It was not found.
    SURVIVED;

    /// Whether it was found.
    boolean isFound() {
        return ordinal() < NOT_REACHED.ordinal();
    }

    /// Whether the order of today is enough to find it.
    boolean isFoundToday() {
        return this == FAILED_TODAY || this == ODD_TODAY;
    }
}
