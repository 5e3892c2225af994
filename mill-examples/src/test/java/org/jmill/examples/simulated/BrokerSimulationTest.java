package org.jmill.examples.simulated;

import java.time.Duration;
import org.jmill.harness.Effort;
import org.jmill.test.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// broker, its publishers, and subscribers that read fast or slowly.
@ExtendWith(Console.class)
class BrokerSimulationTest {
    private static final long HOUR_MS = 3_600_000;

    @Test
    void aSubscriberHearsEachLineOnceInOrderOrIsToldHowManyItMissed() {
        Simulation.of(cluster -> new BrokerStory(cluster, HOUR_MS / 4, true).tell())
                .named("broker")
                .hours(0.25)
                .seeds(Effort.of(20, 200))
                .limit(Duration.ofHours(1))
                .run()
                .orThrow();
    }
}
