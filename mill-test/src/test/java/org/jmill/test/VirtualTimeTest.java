package org.jmill.test;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jmill.Chan;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;

final class VirtualTimeTest {
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    // ---- when it moves

    @MillTest(engines = Engines.ALL)
    void clockStandsWhileAnybodyCanRun() {
        long start = now();
        Chan<Integer> ch = chmake(0);
        go(() -> {
            for (int i = 0; i < 1_000; i++) {
                chs(ch, i);
            }
        });
        go("sleeper", () -> msleep(start + 1));
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i, chr(ch));
        }
        assertEquals(start, now());
    }

    @MillTest(engines = Engines.ALL)
    void whatACoroutineOffersToAnInboxIsThere() {
        Inbox<Integer> inbox = Mill.inbox(1);
        inbox.offer(1);
        assertEquals(1, chr(inbox.chan()));
    }

    @MillTest(engines = Engines.ALL)
    void clockJumpsToTheNextDeadline() {
        long start = now();
        List<String> order = new ArrayList<>();
        for (int days : new int[] {300, 1, 20}) {
            go(() -> {
                msleep(start + days * DAY_MS);
                order.add(days + " at " + (now() - start) / DAY_MS);
            });
        }
        msleep(start + 365 * DAY_MS);
        assertEquals(List.of("1 at 1", "20 at 20", "300 at 300"), order);
        assertEquals(365 * DAY_MS, now() - start);
    }

    @MillTest(engines = Engines.ALL)
    void deadlineOfAChoosePassesAtItsTime() {
        long start = now();
        assertEquals(-1, choose().in(chmake(0)).deadline(start + 5_000).end());
        assertEquals(start + 5_000, now());
    }

    @MillTest(engines = Engines.ALL)
    void whoYieldsInALoopDoesNotStopTime() {
        long start = now();
        int[] rounds = {0};
        boolean[] over = {false};
        go("spinner", () -> {
            while (!over[0]) {
                rounds[0]++;
                Mill.yield();
            }
        });
        msleep(start + 3);
        assertEquals(start + 3, now());
        assertTrue(rounds[0] > 0 && rounds[0] < 100, () -> rounds[0] + " rounds");
        over[0] = true;
    }

    @MillTest(engines = Engines.ALL)
    void whoLooksWithOtherwiseInALoopDoesNotStopTime() {
        long start = now();
        Chan<Integer> over = chmake(0);
        go("one", () -> {
            while (choose().in(over).otherwise().end() < 0) {
                Mill.yield();
            }
        });
        go("other", () -> {
            while (now() < start + 10) {
                Mill.yield();
            }
        });
        msleep(start + 20);
        assertEquals(start + 20, now());
        chs(over, 1);
    }

    @MillTest(engines = Engines.ALL)
    void spinnersDoNotMoveTimeWhileOthersWork() {
        long start = now();
        boolean[] over = {false};
        Chan<Integer> ch = chmake(0);
        go("spinner", () -> {
            while (!over[0]) {
                Mill.yield();
            }
        });
        go("sleeper", () -> msleep(start + 1));
        go("worker", () -> {
            for (int i = 0; i < 100; i++) {
                chs(ch, i);
            }
            over[0] = true;
        });
        for (int i = 0; i < 100; i++) {
            chr(ch);
        }
        assertEquals(start, now());
    }

    // ---- settle

    @MillTest(engines = Engines.ALL)
    void settleWaitsUntilEverybodyElseWaits() {
        long start = now();
        List<Integer> got = new ArrayList<>();
        Chan<Integer> ch = chmake(3);
        go("reader", () -> {
            for (int i = 0; i < 3; i++) {
                got.add(chr(ch));
                Mill.yield();
            }
            msleep(start + 1);
            got.add(-1);
        });
        for (int i = 0; i < 3; i++) {
            chs(ch, i);
        }
        Sim.settle();
        assertEquals(List.of(0, 1, 2), got);
        assertEquals(start, now());
        msleep(start + 1);
        Sim.settle();
        assertEquals(List.of(0, 1, 2, -1), got);
    }

    @MillTest(engines = Engines.ALL)
    void anyCoroutineMaySettle() {
        List<String> order = new ArrayList<>();
        Chan<Integer> go = chmake(0);
        go("settler", () -> {
            Sim.settle();
            order.add("settled");
            chs(go, 1);
        });
        go("worker", () -> {
            Mill.yield();
            order.add("worked");
        });
        chr(go);
        assertEquals(List.of("worked", "settled"), order);
    }

    @MillTest(engines = Engines.ALL)
    void whoSpinsDoesNotKeepOthersFromSettling() {
        boolean[] over = {false};
        long start = now();
        go("spinner", () -> {
            while (!over[0]) {
                Mill.yield();
            }
        });
        go("sleeper", () -> msleep(start + 1));
        Sim.settle();
        assertEquals(start, now());
        over[0] = true;
    }

    // ---- what blocks

    @MillTest(engines = Engines.ALL)
    void whatBlocksIsDoneWhenNobodyCanRun() throws Exception {
        List<String> order = new ArrayList<>();
        long start = now();
        Chan<Integer> ch = chmake(0);
        go("reader", () -> {
            for (int i = 0; i < 10; i++) {
                chr(ch);
            }
            order.add("other");
        });
        go("writer", () -> {
            for (int i = 0; i < 10; i++) {
                chs(ch, i);
            }
        });
        assertEquals("answer", blocking(() -> {
            order.add("blocked");
            return "answer";
        }));
        assertEquals(List.of("other", "blocked"), order);
        assertEquals(start, now());
    }

    @MillTest(engines = Engines.ALL)
    void whatBlocksTakesTheTimeThatTheTestSays() throws Exception {
        long start = now();
        Sim.blockingTakes(200, 200);
        List<Long> others = new ArrayList<>();
        go("other", () -> {
            msleep(start + 100);
            others.add(now() - start);
        });
        blocking(() -> null);
        assertEquals(start + 200, now());
        assertEquals(List.of(100L), others);
        assertThrows(IllegalArgumentException.class, () -> Sim.blockingTakes(2, 1));
        assertThrows(IllegalArgumentException.class, () -> Sim.blockingTakes(-1, 1));
    }

    @MillTest(engines = Engines.ALL)
    void whatBlocksThrowsWhereItWasAskedFor() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> blocking(() -> {
                    throw new IllegalStateException("disk");
                }));
        assertEquals("disk", thrown.getMessage());
    }

    // ---- the end

    @MillTest(engines = Engines.ALL)
    void whoHasADeadlineMayComeToHisEnd() {
        go("late", () -> msleep(now() + 10 * DAY_MS));
    }

    static class Left {
        @MillTest(engines = Engines.ALL)
        void timer() {
            go("ticker", () -> {
                while (true) {
                    msleep(now() + 1_000);
                }
            });
        }

        @MillTest(engines = Engines.ALL)
        void spinner() {
            go("spinner", () -> {
                while (true) {
                    Mill.yield();
                }
            });
        }

        @MillTest(engines = Engines.ALL)
        void both() {
            Chan<String> orders = chmake(0);
            go("cook", () -> chr(orders));
            go("waiter", () -> {
                chr(orders);
                chr(chmake(0));
            });
            chs(orders, "soup");
            Sim.blockingTakes(1, 1);
        }
    }

    @Test
    void whoTicksForEverIsLeftBehind() {
        eachSays("timer()", "1 coroutine is left behind:\n    {1} ticker: msleep");
    }

    @Test
    void whoIsLeftBehindIsNamedWithWhatFor() {
        eachSays("both()", "1 coroutine is left behind:\n    {2} waiter: chr(<1>)");
    }

    @Test
    void whoSpinsForEverIsLeftBehind() {
        eachSays("spinner()", "1 coroutine is left behind:\n    {1} spinner: ready");
    }

    private static void eachSays(String test, String start) {
        Kit kit = Kit.run(Left.class);
        for (String engine : List.of("CONTINUATION", "VIRTUAL", "PORTABLE")) {
            String text = kit.failure(test + " " + engine).getMessage();
            assertTrue(text.startsWith(start), engine + ": " + text);
        }
    }
}
