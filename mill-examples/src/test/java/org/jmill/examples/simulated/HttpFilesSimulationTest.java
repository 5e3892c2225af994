package org.jmill.examples.simulated;

import java.time.Duration;
import org.jmill.harness.Effort;
import org.jmill.test.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// http-files on a disk that fails, with clients that are slow.
@ExtendWith(Console.class)
class HttpFilesSimulationTest {
    private static final long HOUR_MS = 3_600_000;

    @Test
    void anAnswerIsWholeOrTheConnectionVisiblyBroken() {
        Simulation.of(cluster -> new HttpFilesStory(cluster, HOUR_MS / 4).tell())
                .named("http-files")
                .hours(0.25)
                .seeds(Effort.of(20, 200))
                .limit(Duration.ofHours(1))
                .run()
                .orThrow();
    }
}
