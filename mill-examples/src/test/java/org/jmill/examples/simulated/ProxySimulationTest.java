package org.jmill.examples.simulated;

import java.time.Duration;
import org.jmill.harness.Effort;
import org.jmill.test.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// proxy between clients and a service, all of which may break.
@ExtendWith(Console.class)
class ProxySimulationTest {
    private static final long HOUR_MS = 3_600_000;

    @Test
    void bytesComeUnchangedAndAStreamThatEndsProperlyIsWhole() {
        Simulation.of(cluster -> new ProxyStory(cluster, HOUR_MS / 4, true).tell())
                .named("proxy")
                .hours(0.25)
                .seeds(Effort.of(20, 200))
                .limit(Duration.ofHours(1))
                .run()
                .orThrow();
    }
}
