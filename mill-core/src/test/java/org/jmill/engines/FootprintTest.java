package org.jmill.engines;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.Effort;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What coroutines leave behind: nothing. And how many there may be at once.
@Tag("slow")
class FootprintTest {
    private static final long GROWTH_MAX = 4_000_000;

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @EveryEngine
    void spawningAndEndingLeavesNothingBehind(Engine engine) {
        int coroutines = engine == Engine.CONTINUATION ? Effort.of(2_000_000, 10_000_000) : Effort.of(100_000, 300_000);
        long[] ran = {0};
        TestMill.realTime(engine).fast().run(() -> {
            for (int i = 0; i < 10_000; i++) {
                go(() -> ran[0]++);
            }
            long before = usedAfterCollection();
            for (int i = 0; i < coroutines; i++) {
                go(() -> ran[0]++);
            }
            long growth = usedAfterCollection() - before;
            assertTrue(growth < GROWTH_MAX, growth + " bytes more");
        });
        assertEquals(10_000 + coroutines, ran[0]);
    }

    @EveryEngine
    void parkingAndEndingLeavesNothingBehind(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            parkMany(2_000);
            long before = usedAfterCollection();
            for (int i = 0; i < 20; i++) {
                parkMany(2_000);
            }
            long growth = usedAfterCollection() - before;
            assertTrue(growth < GROWTH_MAX, growth + " bytes more");
            assertEquals(1, Inside.living());
        });
    }

    private static void parkMany(int coroutines) {
        Chan<Integer> ch = Mill.chmake(0);
        for (int i = 0; i < coroutines; i++) {
            go(ch::receive);
        }
        ch.done(1);
        msleep(now());
    }

    @EveryEngine
    void timersAndTimeoutsLeaveNothingBehind(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> ch = Mill.chmake(0);
            Choose choose = Mill.choose().in(ch);
            long before = 0;
            for (int i = 0; i < 60_000; i++) {
                if (i == 10_000) {
                    before = usedAfterCollection();
                }
                choose.rearm(now()).end();
                ch.send(1, 0);
            }
            long growth = usedAfterCollection() - before;
            assertTrue(growth < GROWTH_MAX, growth + " bytes more");
        });
    }

    /// Parks a million coroutines until their own deadlines, and counts those that wake in order.
    static final class Million {
        private static final int COROUTINES = 1_000_000;
        private static final int SPREAD_MS = 1000;

        private Million() {}

        public static void main(String[] args) {
            long[] seen = {0, 0, 0}; // Woken, the last deadline, out of order.
            MillOptions options = TestMill.virtualTime(Engine.CONTINUATION).options;
            Mill.run(options, () -> {
                long start = now() + 1;
                for (int i = 0; i < COROUTINES; i++) {
                    long deadline = start + (i * 7919L) % SPREAD_MS;
                    go(() -> {
                        msleep(deadline);
                        seen[0]++;
                        seen[2] += deadline < seen[1] ? 1 : 0;
                        seen[1] = deadline;
                    });
                }
                System.out.println("parked " + (Inside.living() - 1));
                msleep(start + SPREAD_MS);
            });
            System.out.println("woken " + seen[0] + ", out of order " + seen[2]);
        }
    }

    @Test
    void aMillionCoroutinesAreParkedAtOnceInAGigabyteAndWakeInOrder() throws Exception {
        List<String> flags = List.of("-Xmx1g", "-XX:+UseParallelGC", ChildJvm.CONTINUATIONS);
        ChildJvm.Result result = ChildJvm.run(Million.class, flags);
        assertEquals(
                List.of("parked 1000000", "woken 1000000, out of order 0"),
                result.output().lines().toList());
        assertEquals(0, result.status());
    }

    /// Opens scopes, each with a child, a fork that is joined, a deadline and a daemon that waits for the end; one
    /// after the other, as many as it is told.
    static final class Scopes {
        private Scopes() {}

        public static void main(String[] args) {
            int scopes = Integer.parseInt(args[0]);
            long[] sum = {0};
            Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION).strict(false), () -> {
                Chan<Integer> never = Mill.chmake(0);
                for (int i = 0; i < scopes; i++) {
                    Scope.run(scope -> {
                        scope.daemon(never::receive);
                        scope.go(() -> sum[0]++);
                        sum[0] += Mill.within(
                                now() + 60_000, () -> scope.fork(() -> 1).join());
                    });
                }
                System.out.println("living " + Inside.living());
            });
            System.out.println("sum " + sum[0]);
        }
    }

    @Test
    void millionsOfScopesLeaveNothingBehindInAHeapOf64Megabytes() throws Exception {
        int scopes = Effort.of(500_000, 10_000_000);
        List<String> flags = List.of("-Xmx64m", "-XX:+UseSerialGC", ChildJvm.CONTINUATIONS);
        ChildJvm.Result result = ChildJvm.run(Scopes.class, flags, "" + scopes);
        assertEquals(
                List.of("living 1", "sum " + 2L * scopes),
                result.output().lines().toList());
        assertEquals(0, result.status());
    }

    /// Starts coroutines that wait in all sorts of ways, a thousand at a time, and abandons them.
    static final class Abandoned {
        private static final int AT_ONCE = 1_000;

        private Abandoned() {}

        public static void main(String[] args) {
            int rounds = Integer.parseInt(args[0]) / AT_ONCE;
            long[] gone = {0};
            Mill.run(TestMill.virtualTime(Engine.CONTINUATION).fast().options, () -> {
                Chan<Integer> never = Mill.chmake(0);
                Scope.run(scope -> {
                    for (int round = 0; round < rounds; round++) {
                        for (int i = 0; i < AT_ONCE; i += 4) {
                            scope.go(never::receive);
                            scope.go(() -> msleep(now() + 1_000_000));
                            scope.fork(() -> Mill.choose().in(never).in(never).end());
                            scope.go(() -> Scope.run(inner -> inner.stopping().receive()));
                        }
                        gone[0] += scope.abandon();
                    }
                });
                System.out.println("living " + Inside.living());
            });
            System.out.println("gone " + gone[0]);
        }
    }

    @Test
    void aMillionAbandonedCoroutinesLeaveNothingBehindInAHeapOf64Megabytes() throws Exception {
        List<String> flags = List.of("-Xmx64m", "-XX:+UseSerialGC", ChildJvm.CONTINUATIONS);
        ChildJvm.Result result = ChildJvm.run(Abandoned.class, flags, "1000000");
        assertEquals(
                List.of("living 1", "gone 1000000"), result.output().lines().toList());
        assertEquals(0, result.status());
    }
}
