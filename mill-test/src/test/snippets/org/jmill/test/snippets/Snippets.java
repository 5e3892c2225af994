package org.jmill.test.snippets;

import org.jmill.test.Report;

/// Opens this room to the test that runs what is in it.
public final class Snippets {
    /// The class of those of a simulated world's parts.
    public static final Class<?> PARTS = Parts.class;

    private Snippets() {}

    /// Runs the one of a simulation.
    public static Report simulation() {
        return Parts.simulation();
    }
}
