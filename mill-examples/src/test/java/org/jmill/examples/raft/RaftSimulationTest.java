package org.jmill.examples.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jmill.harness.Effort;
import org.jmill.test.Report;
import org.jmill.test.Simulation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Raft on machines that lose their power, disks that lose what was not forced, and a network that loses what it likes:
/// one leader a term, one log, no acknowledged write that is lost or read too late, and all goes on when it is calm.
/// And a node with a flaw is found out.
class RaftSimulationTest {
    /// What nodes may never do together.
    private static final Pattern VIOLATION = Pattern.compile(
            "two lead in term|entry \\d+ (of term \\d+ )?is |entry is final|log does not make sense|not linearizable");

    private static final int FLAWED_SEEDS = 1_000; // Any flaw is found by a tenth of them.
    private static final long BAD_MS = 20_000;
    private static final double MS_PER_HOUR = 3_600_000;

    private static Simulation simulation(int size, Flaw flaw, int seeds) {
        return Simulation.of(cluster -> new RaftStory(cluster, size, flaw, BAD_MS).tell())
                .named("raft of " + size + ": " + flaw)
                .hours(BAD_MS / MS_PER_HOUR)
                .seeds(seeds)
                .limit(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({"3, 20, 1000", "5, 5, 200"})
    void whatWasAcknowledgedSurvives(int size, int few, int many) {
        simulation(size, Flaw.NONE, Effort.of(few, many)).run().orThrow();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void flawIsFoundAndItsTokenFindsItAgain(Flaw flaw) {
        Report report = simulation(3, flaw, FLAWED_SEEDS).run();
        assertTrue(report.failed(), flaw + " was not found");
        String found = report.failure().getMessage();
        assertTrue(VIOLATION.matcher(found).find(), found);
        Report again = simulation(3, flaw, FLAWED_SEEDS).replay(report.token()).run();
        assertEquals(found, again.failure().getMessage(), report.token());
    }
}
