package org.jmill.test.search;

import org.jmill.test.sim.Kind;

/// What a search has come to.
///
/// @param outcome of the schedule that has failed, or of the last one
/// @param token repeats the failure; null: none has failed
/// @param needs [Kind#START] if a child has to start later than its `go()`; else [Kind#TURN] if the ready list has to
/// have
///   another order; else null
/// @param deviations how many it has from the default schedule
/// @param table the failed schedule, step by step; "" if none has failed
/// @param covered what was gone through, in words
/// @param schedules how many were run
/// @param exhaustive whether these are all there are
/// @param delaysCovered the greatest number of deviations up to which all were run; -1: not even the default one
/// @param decisions how many were made, over all schedules
public record Finding(
        Outcome outcome,
        String token,
        Kind needs,
        int deviations,
        String table,
        String covered,
        long schedules,
        boolean exhaustive,
        int delaysCovered,
        long decisions) {}
