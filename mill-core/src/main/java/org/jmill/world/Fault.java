package org.jmill.world;

import java.util.function.Supplier;

/// What a program offers to have go wrong: a read that gives less than it could, a cache that has forgotten.
///
/// In the real world nothing does, and to ask costs next to nothing; in a world made for tests such a fault happens now
/// and then, so that the code which is there for it runs long before a customer runs it.
///
/// Source: none; FoundationDB calls it buggification.
///
/// @since 0.1.0
public final class Fault {
    private static volatile Supplier<World> worlds; // Of the calling thread's mill; null = all are real.

    private Fault() {}

    /// Tells whether something is to go wrong now. Called by any thread; false where no mill runs.
    ///
    /// @param name what goes wrong, for the world's log
    /// @param probability how often, 0 to 1
    /// @return whether it does; false in the real world
    /// @throws IllegalArgumentException if the probability is not between 0 and 1
    public static boolean maybe(String name, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "maybe " + name + ": probability is not between 0 and 1: " + probability);
        }
        Supplier<World> asked = worlds;
        return asked != null && asked.get().fault(name, probability);
    }

    /// Says how to find the world of the calling thread. Called by jmill itself, before the first mill starts in a
    /// world that is not the real one; a later call does nothing.
    ///
    /// @param current gives the world of the calling thread's mill, and the real one where none runs
    public static synchronized void askFrom(Supplier<World> current) {
        if (worlds == null) {
            worlds = current;
        }
    }
}
