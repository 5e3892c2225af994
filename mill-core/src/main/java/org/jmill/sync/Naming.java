package org.jmill.sync;

import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// What things of this room are called in dumps and messages: their kind, and their name if they were given one.
final class Naming {
    private Naming() {}

    /// Checks a name that is given.
    static String checked(String kind, String name) {
        if (name == null) {
            throw new MillPanic("named " + kind + ": name is null; leave the call out for none");
        }
        return name;
    }

    /// `mutex`, or `mutex accounts`.
    static String of(String kind, String name) {
        return name.isEmpty() ? kind : kind + " " + name;
    }

    /// Where something was done, if that was recorded.
    ///
    /// @param place null if it was not
    static String at(@Nullable String place) {
        return place == null ? " at a place that only strict mode records" : " at " + place;
    }
}
