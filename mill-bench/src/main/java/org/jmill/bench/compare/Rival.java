package org.jmill.bench.compare;

import java.util.List;
import java.util.Set;
import org.jmill.bench.program.Scenario;

/// Somebody who takes part in a comparison.
///
/// @param id the name on the command line and in JSON
/// @param title the name in tables
/// @param absence why it cannot take part on this machine, or null
/// @param programs what it can run
/// @param launch how it is started
record Rival(String id, String title, String absence, Set<Scenario> programs, Launch launch) {
    /// Makes the command line of one process.
    @FunctionalInterface
    interface Launch {
        /// @param count how much each round is to do: operations, or milliseconds for echo
        /// @param rounds how many rounds to print; those of echo are asked for one by one, a line each
        List<String> command(Scenario program, long count, int rounds);
    }

    /// One that is missing.
    static Rival absent(String id, String title, String reason) {
        return new Rival(id, title, reason, Set.of(), (program, count, rounds) -> List.of());
    }

    /// Why it has no figure for a program before it was even tried, or null.
    String absence(Scenario program) {
        if (absence != null) {
            return absence;
        }
        return programs.contains(program) ? null : "has no such program";
    }
}
