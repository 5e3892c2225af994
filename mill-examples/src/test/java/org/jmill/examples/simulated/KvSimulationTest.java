package org.jmill.examples.simulated;

import java.time.Duration;
import org.jmill.harness.Effort;
import org.jmill.test.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// kv on a machine that loses its power, and clients behind a network that loses what it likes.
@ExtendWith(Console.class)
class KvSimulationTest {
    private static final long HOUR_MS = 3_600_000;

    @Test
    void aLifeOfTheServerIsLinearizableAndTheNextOneKnowsNothingOfIt() {
        Simulation.of(cluster -> new KvStory(cluster, HOUR_MS, true).tell())
                .named("kv")
                .hours(1)
                .seeds(Effort.of(20, 1_000))
                .limit(Duration.ofHours(1))
                .run()
                .orThrow();
    }
}
