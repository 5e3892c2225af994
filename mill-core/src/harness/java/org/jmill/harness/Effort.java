package org.jmill.harness;

/// How much a test does that could go on for ever: little in each build, much where `-Pthorough` asks for it, as CI
/// does. What it checks is the same.
public final class Effort {
    private static final boolean HURRY = Boolean.getBoolean("jmill.hurry");

    private Effort() {}

    /// How many, or how long.
    public static int of(int little, int much) {
        return HURRY ? little : much;
    }
}
