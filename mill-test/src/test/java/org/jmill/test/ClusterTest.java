package org.jmill.test;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jmill.CancelledException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.world.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Machines, what runs on them, and what happens to them.
class ClusterTest {
    private final List<String> log = new ArrayList<>();

    /// Runs one seed for a virtual hour, and has it pass.
    private static void run(Consumer<Cluster> body) {
        Simulation.of(body).named("test").seeds(1).run().orThrow();
    }

    private static void forEver() {
        msleep(-1);
    }

    // ---- machines

    @Test
    void aNodeHasAnAddressADiskAndANameThatOthersKnow() {
        run(cluster -> {
            cluster.node("a", () -> SmallKv.serve(true));
            cluster.client("c", () -> {
                msleep(now() + 1);
                SmallKv.ask("a", "put k v");
                log.add(SmallKv.ask("a", "get k"));
                log.add("" + Files.exists(Mill.world().files().getPath("values")));
            });
            cluster.calm();
            assertTrue(Files.exists(cluster.disk("a").files().getPath("values")));
            assertEquals("10.0.0.1", cluster.node("a").address().getHostAddress());
        });
        assertEquals(List.of("v", "false"), log);
    }

    @Test
    void whatItStartsByGoIsOfIt() {
        run(cluster -> {
            Node a = cluster.node("a", () -> {
                go(() -> {
                    msleep(now() + 1);
                    Files.writeString(Mill.world().files().getPath("f"), "of a");
                    forEver();
                });
                forEver();
            });
            msleep(now() + 10);
            assertTrue(Files.exists(a.disk().files().getPath("f")));
            assertEquals(4, Mill.living());
            cluster.crash(a);
            assertEquals(2, Mill.living());
        });
    }

    @Test
    void itsBlockingCodeSeesItsDisk() {
        run(cluster -> {
            Node a = cluster.client(
                    "a",
                    () -> Mill.blocking(
                            () -> Files.writeString(Mill.world().files().getPath("f"), "of a")));
            cluster.calm();
            assertTrue(Files.exists(a.disk().files().getPath("f")));
        });
    }

    @Test
    void theEndOfItsProgramCancelsWhatThatHasLeft() {
        run(cluster -> {
            Node a = cluster.client(
                    "a",
                    () -> go(() -> {
                        try {
                            forEver();
                        } finally {
                            log.add("finally");
                        }
                    }));
            cluster.calm();
            assertFalse(a.isUp());
        });
        assertEquals(List.of("finally"), log);
    }

    @Test
    void whatLeavesItsProgramFailsTheTest() {
        Report report = Simulation.of(cluster -> {
                    cluster.node("a", () -> {
                        msleep(now() + 1);
                        throw new IOException("broken");
                    });
                    cluster.calm();
                })
                .named("test")
                .seeds(3)
                .run();
        assertTrue(report.failed());
        assertEquals("broken", report.failure().getMessage());
        assertTrue(report.toString().contains("@Simulate(replay = \"" + report.token()), report::toString);
    }

    @Test
    void namesAreUniqueAndNodesStartNoNodes() {
        run(cluster -> {
            cluster.node("a", ClusterTest::forEver);
            assertThrows(MillPanic.class, () -> cluster.node("a", ClusterTest::forEver));
            assertThrows(MillPanic.class, () -> cluster.node("b"));
            cluster.client("c", () -> assertThrows(MillPanic.class, () -> cluster.node("d", ClusterTest::forEver)));
            cluster.calm();
        });
    }

    // ---- crashes

    @Test
    void aCrashRunsNoFinallyAndARestartRunsTheProgramAgainWithItsDisk() {
        run(cluster -> {
            Node a = cluster.node("a", () -> {
                Path path = Mill.world().files().getPath("f");
                log.add(Files.exists(path) ? "there" : "not there");
                try (var file = java.nio.channels.FileChannel.open(
                        path, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
                    file.force(true);
                }
                try {
                    forEver();
                } finally {
                    log.add(cluster.isOver() ? "end" : "finally");
                }
            });
            msleep(now() + 10);
            cluster.crash(a).restartAfter(100);
            assertFalse(a.isUp());
            msleep(now() + 99);
            assertFalse(a.isUp());
            msleep(now() + 2);
            assertTrue(a.isUp());
            assertEquals(1, a.crashes());
        });
        assertEquals(List.of("not there", "there", "end"), log);
    }

    @Test
    void aCrashedServerAnswersNobodyAndServesAgainAfterItsRestart() {
        run(cluster -> {
            Node a = cluster.node("a", () -> SmallKv.serve(true));
            cluster.client("c", () -> {
                msleep(now() + 1);
                SmallKv.ask("a", "put k v");
                cluster.crash(a).restartAfter(10_000);
                assertThrows(IOException.class, () -> SmallKv.ask("a", "get k"));
                msleep(now() + 10_000);
                log.add(SmallKv.ask("a", "get k"));
            });
            cluster.calm();
        });
        assertEquals(List.of("v"), log);
    }

    @Test
    void aRestartEndsItsOwnOutageAlone() {
        run(cluster -> {
            Node a = cluster.node("a", ClusterTest::forEver);
            Outage first = cluster.crash(a);
            first.restartAfter(1);
            first.restartAfter(10);
            msleep(now() + 5);
            assertTrue(a.isUp());
            cluster.crash(a);
            msleep(now() + 10);
            assertFalse(a.isUp());
            assertEquals(2, a.crashes());
        });
    }

    @Test
    void aNodeThatIsBeingStoppedCanCrash() {
        run(cluster -> {
            Node a = cluster.node("a", () -> {
                try {
                    forEver();
                } finally {
                    Mill.shield(now() + 100, ClusterTest::forEver);
                    log.add("finally");
                }
            });
            msleep(now() + 1);
            cluster.stop(a);
            msleep(now() + 10);
            cluster.crash(a);
            msleep(now() + 500);
            assertEquals(1, a.crashes());
        });
        assertEquals(List.of(), log);
    }

    @Test
    void aNodeThatCrashesItselfDoesNotGoOn() {
        run(cluster -> {
            Node[] a = {null};
            a[0] = cluster.node("a", () -> {
                msleep(now() + 1);
                if (a[0].crashes() == 0) {
                    cluster.crash(a[0]);
                    log.add("goes on");
                }
                forEver();
            });
            cluster.calm();
            assertEquals(1, a[0].crashes());
            assertTrue(a[0].isUp());
        });
        assertEquals(List.of(), log);
    }

    @Test
    void blockingCodeOfACrashedNodeIsNotDone() {
        run(cluster -> {
            Sim.blockingTakes(10, 10);
            Node a = cluster.node("a", () -> Mill.blocking(() -> log.add("done")));
            msleep(now() + 5);
            cluster.crash(a);
            msleep(now() + 50);
        });
        assertEquals(List.of(), log);
    }

    @Test
    void stopCancelsAndFailsNothing() {
        run(cluster -> {
            Node a = cluster.node("a", () -> {
                try {
                    forEver();
                } catch (CancelledException e) {
                    log.add("told");
                    throw new IOException("in the midst of it", e);
                }
            });
            msleep(now() + 1);
            cluster.stop(a).restartAfter(5);
            msleep(now() + 10);
            assertTrue(a.isUp());
        });
        assertEquals(List.of("told", "told"), log);
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "PORTABLE"})
    void anEngineOfThreadsDoesNotCrash(Engine engine) {
        Report report = Simulation.of(cluster -> cluster.crash(cluster.node("a", ClusterTest::forEver)))
                .named("test")
                .seeds(1)
                .engine(engine)
                .run();
        assertTrue(report.failure().getMessage().contains("Engine.CONTINUATION"), report::toString);
    }

    // ---- faults, and their end

    @Test
    void everyRepeatsUntilItIsCalm() {
        int[] times = {0, 0};
        run(cluster -> {
            cluster.node("a", ClusterTest::forEver);
            long start = now();
            cluster.every(60_000, 60_000, () -> times[0]++);
            cluster.calm();
            assertEquals(start + 3_600_000, now());
            times[1] = times[0];
            msleep(now() + 3_600_000);
        });
        assertTrue(times[0] == 59 || times[0] == 60, times[0] + " times");
        assertEquals(times[0], times[1]);
    }

    @Test
    void calmEndsAsSoonAsTheClientsHave() {
        run(cluster -> {
            long start = now();
            cluster.node("a", ClusterTest::forEver);
            cluster.client("c", () -> msleep(now() + 5));
            cluster.calm();
            assertEquals(start + 5, now());
        });
    }

    @Test
    void whenItIsCalmNothingFailsAndAllRun() {
        run(cluster -> {
            Node a = cluster.node("a", ClusterTest::forEver);
            Node b = cluster.node("b", ClusterTest::forEver);
            cluster.crash(a);
            cluster.stop(b);
            assertTrue(Fault.maybe("certain", 1));
            cluster.net().partition(Set.of("a"), 0);
            cluster.calm();
            msleep(now() + 1);
            assertFalse(Fault.maybe("certain", 1));
            assertTrue(a.isUp() && b.isUp());
        });
    }

    @Test
    void aClientThatMakesNoProgressFailsTheTest() {
        Report report = Simulation.of(cluster -> {
                    cluster.client("c", ClusterTest::forEver);
                    cluster.calm();
                })
                .named("test")
                .seeds(1)
                .run();
        assertTrue(report.failure().getMessage().contains("[c]"), report::toString);
    }

    @Test
    void someNodesAreAtLeastOneAndNotAll() {
        Set<Set<String>> seen = new java.util.HashSet<>();
        run(cluster -> {
            for (String name : List.of("a", "b", "c")) {
                cluster.node(name, ClusterTest::forEver);
            }
            for (int i = 0; i < 200; i++) {
                seen.add(cluster.someNodes());
                assertTrue(Set.of("a", "b").contains(cluster.oneOf("a", "b").name()));
            }
        });
        assertEquals(6, seen.size());
    }

    // ---- seeds

    /// Three nodes that pass a message round, with latency and loss.
    private static void ring(Cluster cluster) {
        cluster.net().latency(1, 20).loss(0.01);
        for (String name : List.of("a", "b", "c")) {
            cluster.node(name, () -> SmallKv.serve(true));
        }
        cluster.client("client", () -> {
            for (int i = 0; i < 20; i++) {
                try {
                    SmallKv.ask(List.of("a", "b", "c").get(Sim.pick(3)), "put k " + i);
                } catch (IOException e) {
                    msleep(now() + Sim.pick(100));
                }
            }
        });
        cluster.calm();
    }

    @Test
    void aSeedHasTheSameLogOnAllEnginesAndAnotherSeedAnother() {
        Simulation simulation = Simulation.of(ClusterTest::ring).named("test");
        String log = simulation.engine(Engine.CONTINUATION).log(1);
        assertEquals(log, simulation.engine(Engine.CONTINUATION).log(1));
        assertEquals(log, simulation.engine(Engine.VIRTUAL).log(1));
        assertEquals(log, simulation.engine(Engine.PORTABLE).log(1));
        assertNotEquals(log, simulation.log(2));
    }

    @Test
    void aTokenRepeatsTheSeedThatHasFailed() {
        Simulation simulation = Simulation.of(cluster -> {
                    int drawn = Sim.pick(50);
                    Check.always(drawn != 7, "not seven");
                })
                .named("test")
                .seeds(1_000);
        Report report = simulation.run();
        assertTrue(report.failed());
        Report again = simulation.replay(report.token()).run();
        assertEquals(report.token(), again.token());
        assertEquals(report.failure().getMessage(), again.failure().getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> simulation.named("other").replay(report.token()).run());
    }

    @Test
    void aTestThatDiffersFromItselfIsRefused() {
        int[] runs = {0};
        AssertionError thrown = assertThrows(
                AssertionError.class,
                () -> Simulation.of(cluster -> {
                            for (int i = 0; i < runs[0]; i++) {
                                Sim.pick(2);
                            }
                            runs[0]++;
                        })
                        .named("test")
                        .run());
        assertTrue(thrown.getMessage().contains("two runs of the same seed differ"), thrown::getMessage);
    }

    @Test
    void whatIsNeverSeenInAnySeedFailsTheTest() {
        AssertionError thrown = assertThrows(
                AssertionError.class,
                () -> Simulation.of(cluster -> Check.sometimes(false, "a packet was lost"))
                        .named("test")
                        .seeds(3)
                        .run());
        assertTrue(thrown.getMessage().contains("a packet was lost"), thrown::getMessage);
    }

    @Test
    void acknowledgedPutsSurviveCrashesWhereTheyAreForced() {
        Report report = Simulation.of(cluster -> crashing(cluster, true))
                .named("test")
                .seeds(20)
                .hours(0.1)
                .run()
                .orThrow();
        assertSame(null, report.failure());
        assertEquals(20, report.schedules());
    }

    @Test
    void acknowledgedPutsThatAreNotForcedAreFoundLost() {
        Report report = Simulation.of(cluster -> crashing(cluster, false))
                .named("test")
                .seeds(100)
                .hours(0.1)
                .run();
        assertTrue(report.failed(), report::toString);
    }

    static void crashing(Cluster cluster, boolean isCareful) {
        cluster.net().latency(1, 20);
        Node server = cluster.node("a", () -> SmallKv.serve(isCareful));
        History<Op, String> history = cluster.history(Register.model());
        for (String client : List.of("x", "y")) {
            cluster.client(client, () -> {
                for (int i = 0; i < 30; i++) {
                    Op op = Sim.pick(2) == 0 ? Op.put("k", client + i) : Op.get("k");
                    try {
                        history.call(op, o -> SmallKv.apply("a", o));
                    } catch (IOException e) {
                        // Nobody knows whether it has happened.
                    }
                    msleep(now() + Sim.pick(1_000));
                }
            });
        }
        cluster.every(2_000, 6_000, () -> cluster.crash(server).restartAfter(Sim.pick(2_000)));
        cluster.calm();
        history.mustBeLinearizable();
        Check.sometimes(server.crashes() > 0, "the server has crashed");
    }
}
