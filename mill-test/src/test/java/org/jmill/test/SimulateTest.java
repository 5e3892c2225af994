package org.jmill.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The annotation, as JUnit sees it.
class SimulateTest {
    private static final Set<Integer> drawn = new HashSet<>();
    private static int runs;

    static class Seen {
        private int calls;

        @Simulate(seeds = 50, hours = 0.01)
        void eachSeedHasItsOwnInstanceAndDraws(Cluster cluster) {
            assertNotNull(cluster);
            assertEquals(1, ++calls);
            runs++;
            drawn.add(Sim.pick(1_000_000));
        }
    }

    static class Failing {
        @Simulate(seeds = 5)
        void fails(Cluster cluster) {
            cluster.node("a", () -> {
                throw new IllegalStateException("broken");
            });
            cluster.calm();
        }
    }

    static class WithoutCluster {
        @Simulate
        void lacksIt() {}
    }

    private static EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute();
    }

    @Test
    void theMethodIsRunOnceForEachSeed() {
        run(Seen.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));
        assertEquals(51, runs); // The first one twice.
        assertEquals(50, drawn.size());
    }

    @Test
    void aFailureIsThatOfTheTest() {
        run(Failing.class).testEvents().assertStatistics(stats -> stats.failed(1));
    }

    @Test
    void theExampleOfTheDocumentationPasses() {
        run(ClusterSnippet.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    static class Vacuous {
        @Simulate(seeds = 2)
        void neverComesThere(Cluster cluster) {
            if (Sim.pick(2) == 2) {
                Check.reached("there");
            }
        }
    }

    @Test
    void aPlaceThatNoSeedComesToFailsTheTest() {
        run(Vacuous.class).testEvents().assertStatistics(stats -> stats.failed(1));
    }

    @Test
    void aMethodWithoutAClusterIsRefused() {
        run(WithoutCluster.class).containerEvents().assertStatistics(stats -> stats.failed(1));
    }
}
