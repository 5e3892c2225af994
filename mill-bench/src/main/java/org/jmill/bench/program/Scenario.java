package org.jmill.bench.program;

/// What is compared in one row of a comparison.
public interface Scenario {
    /// The name on the command line and in tables.
    String label();
}
