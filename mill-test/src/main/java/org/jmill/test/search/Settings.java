package org.jmill.test.search;

import java.time.Duration;

/// What a search is told.
///
/// @param name of the test, for its tokens
/// @param schedules how many to run at most
/// @param delays how many deviations from the default schedule to go through
/// @param seed what the random strategies begin with
/// @param reduction what may be left out
/// @param limit how long to search at most, in real time
/// @param replay a token; null: search
public record Settings(
        String name, long schedules, int delays, long seed, Reduction reduction, Duration limit, String replay) {
    /// Whether one schedule stands for all that differ in the order of independent steps only.
    public enum Reduction {
        /// Nothing is left out.
        NONE,
        /// It does, and it is looked into whether the steps are independent.
        CHECKED,
        /// It does.
        TRUSTED
    }
}
