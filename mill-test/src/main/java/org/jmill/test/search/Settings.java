package org.jmill.test.search;

import java.time.Duration;
import org.jmill.test.Sharing;

/// What a search is told.
///
/// @param name of the test, for its tokens
/// @param schedules how many to run at most
/// @param delays how many deviations from the default schedule to go through
/// @param seed what the random strategies begin with
/// @param sharing what coroutines have in common
/// @param limit how long to search at most, in real time
/// @param replay a token; null: search
public record Settings(
        String name, long schedules, int delays, long seed, Sharing sharing, Duration limit, String replay) {}
