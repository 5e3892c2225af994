package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.DeadlockException;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult.Status;

final class MillTestTest {
    // ---- one by one, as users write them

    @MillTest
    void bodyRunsInASimulatedMill() {
        assertInstanceOf(SimWorld.class, Mill.world());
    }

    @MillTest(time = Time.REAL)
    void inRealTimeTheWorldIsTheRealOne() {
        assertSame(World.real(), Mill.world());
    }

    @MillTest
    void whatJUnitResolvesMayBeAParameter(TestInfo info) {
        assertEquals(
                "whatJUnitResolvesMayBeAParameter",
                info.getTestMethod().orElseThrow().getName());
    }

    @MillTest(order = Order.LIBMILL)
    void orderIsTheOneAskedFor() {
        List<Integer> order = new ArrayList<>();
        Chan<Integer> ch = chmake(0);
        go(() -> {
            chr(ch);
            order.add(1);
        });
        go(() -> {
            chs(ch, 1);
            order.add(2);
        });
        Mill.yield();
        assertEquals(List.of(1, 2), order);
    }

    // ---- a test for each engine

    static final List<String> ENGINES = new ArrayList<>();

    static class OnAll {
        @MillTest(engines = Engines.ALL)
        void each() {
            Thread thread = Thread.currentThread();
            boolean isOnJdksScheduler = thread.toString().contains("@ForkJoinPool");
            ENGINES.add(!thread.isVirtual() ? "CONTINUATION" : isOnJdksScheduler ? "PORTABLE" : "VIRTUAL");
        }
    }

    @Test
    void allEnginesAreATestEachByName() {
        ENGINES.clear();
        Kit kit = Kit.run(OnAll.class);
        assertEquals(List.of("CONTINUATION", "VIRTUAL", "PORTABLE"), ENGINES);
        assertEquals(
                Map.of(
                        "each() CONTINUATION",
                        Status.SUCCESSFUL,
                        "each() VIRTUAL",
                        Status.SUCCESSFUL,
                        "each() PORTABLE",
                        Status.SUCCESSFUL),
                kit.all());
    }

    static class OnOne {
        @MillTest
        void one() {}
    }

    @Test
    void oneEngineIsOneTestByTheMethodsName() {
        assertEquals(Map.of("one()", Status.SUCCESSFUL), Kit.run(OnOne.class).all());
    }

    // ---- what JUnit does around it

    static final List<String> CALLS = new ArrayList<>();

    static class Around {
        @BeforeEach
        void before() {
            CALLS.add("before " + isInMill());
        }

        @AfterEach
        void after() {
            CALLS.add("after " + isInMill());
        }

        @MillTest
        void body() {
            CALLS.add("body " + isInMill());
        }

        private static boolean isInMill() {
            return Mill.world() instanceof SimWorld;
        }
    }

    @Test
    void beforeAndAfterAreOutsideOfTheMill() {
        CALLS.clear();
        Kit.run(Around.class);
        assertEquals(List.of("before false", "body true", "after false"), CALLS);
    }

    static class Combined {
        @MillTest
        @Disabled("for the test")
        void disabled() {
            throw new AssertionError("run");
        }

        @MillTest
        @RepeatedTest(3)
        void repeated() {
            msleep(now() + 1);
        }

        @MillTest
        @ParameterizedTest
        @ValueSource(ints = {7, 8})
        void withValues(int value) {
            msleep(now() + value);
        }

        @MillTest
        void aborted() {
            Assumptions.assumeTrue(false, "not here");
        }

        @Nested
        class Inner {
            @MillTest
            void nested() {
                assertInstanceOf(SimWorld.class, Mill.world());
            }
        }
    }

    @Test
    void goesTogetherWithWhatElseJUnitHas() {
        Map<String, Status> all = Kit.run(Combined.class).all();
        assertEquals(
                3, all.keySet().stream().filter(n -> n.startsWith("repeated()")).count(), all::toString);
        assertEquals(
                2,
                all.keySet().stream()
                        .filter(n -> n.startsWith("withValues(int)"))
                        .count(),
                all::toString);
        assertEquals(Status.ABORTED, all.get("aborted()"), all::toString);
        assertEquals(Status.SUCCESSFUL, all.get("nested()"), all::toString);
        assertTrue(!all.containsKey("disabled()") && !all.containsValue(Status.FAILED), all::toString);
    }

    static class Late {
        @MillTest
        @Timeout(value = 1)
        void computes() {
            long n = 0;
            while (!Thread.currentThread().isInterrupted()) {
                n++;
            }
            throw new IllegalStateException("ended after " + (n > 0));
        }
    }

    @Test
    void timeoutEndsIt() {
        assertInstanceOf(
                java.util.concurrent.TimeoutException.class, Kit.run(Late.class).failure());
    }

    static class Both {
        @MillTest
        @Explore
        void both() {}
    }

    static class AllRepeated {
        @MillTest(engines = Engines.ALL)
        @RepeatedTest(2)
        void all() {}
    }

    @Test
    void contradictionsAreRefused() {
        assertTrue(Kit.run(Both.class).failure().getMessage().contains("has both @MillTest and @Explore; take one"));
        assertTrue(Kit.run(AllRepeated.class).failure().getMessage().contains("engines = ALL does not go together"));
    }

    // ---- what fails

    static class Failing {
        @MillTest
        void checked() throws IOException {
            go("keeper", () -> msleep(now() + 1_000));
            throw new IOException("of the world");
        }

        @MillTest
        void child() {
            go("child", () -> {
                throw new IllegalStateException("in a child");
            });
            msleep(now() + 1);
        }

        @MillTest
        void deadlock() {
            go("sender", () -> chs(chmake(0), 1));
            chr(chmake(0));
        }

        @MillTest(engines = Engines.ALL)
        void leftBehind() {
            go("server", () -> chr(chmake(0)));
        }

        @MillTest(leftovers = Leftovers.ALLOWED)
        void server() {
            go("server", () -> chr(chmake(0)));
        }

        @MillTest
        void caught() {
            try {
                Check.always(1 + 1 == 3, "sums are right");
            } catch (Throwable t) {
                msleep(now() + 1);
            }
        }

        @MillTest(time = Time.REAL)
        void leftBehindInRealTime() {
            go("server", () -> chr(chmake(0)));
        }
    }

    @Test
    void failureIsWhatWasThrownWithTheDumpBesideIt() {
        Throwable failure = Kit.run(Failing.class).failure("checked()");
        assertEquals(
                "of the world", assertInstanceOf(IOException.class, failure).getMessage());
        String dump = failure.getSuppressed()[0].getMessage();
        assertTrue(dump.startsWith("the mill at the failure:\n") && dump.contains("keeper"), dump);
    }

    @Test
    void whatLeavesACoroutineIsTheFailure() {
        assertEquals("in a child", Kit.run(Failing.class).failure("child()").getMessage());
    }

    @Test
    void deadlockShowsWhoWaitsForWhat() {
        Throwable failure = Kit.run(Failing.class).failure("deadlock()");
        String text = assertInstanceOf(DeadlockException.class, failure).getMessage();
        assertTrue(text.contains("sender") && text.contains("chs(") && text.contains("chr("), text);
    }

    @Test
    void whoIsLeftBehindIsNamedOnEachEngine() {
        Kit kit = Kit.run(Failing.class);
        for (String engine : List.of("CONTINUATION", "VIRTUAL", "PORTABLE")) {
            String text = kit.failure("leftBehind() " + engine).getMessage();
            assertTrue(text.startsWith("1 coroutine is left behind:\n    {1} server: chr("), text);
            assertTrue(text.contains("MillTestTest.java:"), text);
        }
        assertTrue(kit.failure("leftBehindInRealTime()").getMessage().contains("{1} server: chr("));
    }

    @Test
    void leftoversMayBeAllowed() {
        assertEquals(Status.SUCCESSFUL, Kit.run(Failing.class).all().get("server()"));
    }

    @Test
    void checkThatIsCaughtFailsNevertheless() {
        assertEquals(
                "always: sums are right",
                Kit.run(Failing.class).failure("caught()").getMessage());
    }

    // ---- draws

    static final List<Integer> DRAWN = new ArrayList<>();

    static class Seeded {
        @MillTest(seed = 1)
        void one() {
            draw();
        }

        @MillTest(seed = 1)
        void same() {
            draw();
        }

        private static void draw() {
            DRAWN.add(Sim.pick(1_000_000));
        }
    }

    @Test
    void picksComeFromTheSeed() {
        DRAWN.clear();
        Kit.run(Seeded.class);
        assertEquals(2, DRAWN.size());
        assertEquals(DRAWN.get(0), DRAWN.get(1));
    }

    @Test
    void verbsOfSimAreRefusedInTheRealWorld() {
        MillPanic panic = assertThrows(MillPanic.class, () -> Mill.run(() -> Sim.settle()));
        assertTrue(panic.getMessage().startsWith("settle sim: this mill is in the real world"), panic.getMessage());
    }
}
