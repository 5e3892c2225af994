package org.jmill.examples.simulated;

import java.time.Duration;
import org.jmill.harness.Effort;
import org.jmill.test.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// chat, and those who talk in it.
@ExtendWith(Console.class)
class ChatSimulationTest {
    private static final long HOUR_MS = 3_600_000;

    @Test
    void whoStaysHearsAllThatIsSaidInTheOrderOfWhoSaysIt() {
        Simulation.of(cluster -> new ChatStory(cluster, HOUR_MS / 4, true, true).tell())
                .named("chat")
                .hours(0.25)
                .seeds(Effort.of(20, 200))
                .limit(Duration.ofHours(1))
                .run()
                .orThrow();
    }

    @Test
    void aDayOfThreeWhoSayALineASecond() {
        Simulation.of(cluster -> new ChatStory(cluster, 24 * HOUR_MS, false, false).tell())
                .named("a day of chat")
                .hours(24)
                .seeds(1)
                .run()
                .orThrow();
    }
}
