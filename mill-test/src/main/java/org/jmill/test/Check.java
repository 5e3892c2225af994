package org.jmill.test;

import org.jmill.Mill;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.World;

/// What must hold in a test: each time, or at least once over all its schedules.
///
/// {@snippet file="org/jmill/test/snippets/Account.java" region="check"}
///
/// May be called by any code of the body. Outside of a test only [#always] does anything.
///
/// Source: none; Antithesis has the same three.
///
/// @since 0.1.0
public final class Check {
    private Check() {}

    /// Checks what must hold each time. The test fails even if somebody catches what this throws.
    ///
    /// @param holds whether it does
    /// @param text what it is: "a put that was acknowledged is there"
    /// @throws AssertionError if it does not hold
    public static void always(boolean holds, String text) {
        if (!holds) {
            AssertionError failure = new AssertionError("always: " + text);
            if (world() instanceof SimWorld sim) {
                sim.note(failure);
            }
            throw failure;
        }
    }

    /// Checks what must hold at least once over all schedules or seeds of a test; else the test is vacuous, and fails.
    ///
    /// @param holds whether it does now
    /// @param text what it is: "a packet was lost"
    public static void sometimes(boolean holds, String text) {
        if (world() instanceof SimWorld sim) {
            sim.marks().mark(text, holds);
        }
    }

    /// Checks that this place is reached at least once over all schedules or seeds of a test; else the test is vacuous,
    /// and fails. The places are found in the code of the test's method, so one that no schedule comes to is known,
    /// too, as long as the text is a constant.
    ///
    /// @param text what it is: "the queue was full"
    public static void reached(String text) {
        sometimes(true, text);
    }

    private static World world() {
        try {
            return Mill.world();
        } catch (org.jmill.MillPanic outside) {
            return null;
        }
    }
}
