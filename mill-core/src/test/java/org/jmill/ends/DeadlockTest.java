package org.jmill.ends;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;

/// Nothing is ready, and nothing can become ready: the mill says so, and who waits for what.
class DeadlockTest {
    private static String deadlock(Engine engine, Order order, Body<RuntimeException> main) {
        DeadlockException thrown = assertThrows(DeadlockException.class, () -> TestMill.run(engine, order, main));
        Messages.assertShape(thrown);
        return thrown.getMessage();
    }

    private static void assertHasRow(String message, String... columns) {
        String row = "(?m)^" + String.join("\\s+", List.of(columns)) + "\\s*$";
        assertTrue(Pattern.compile(row).matcher(message).find(), () -> "no row " + row + " in\n" + message);
    }

    private static final String MS = "[\\d,]+";
    private static final String HERE = "DeadlockTest\\.java:\\d+";

    @EveryEngineAndOrder
    void theMessageSaysWhoWaitsForWhatAndWhere(Engine engine, Order order) {
        String message = deadlock(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(1);
            go("reader", () -> chr(a));
            go("writer", () -> {
                chs(b, 1);
                chs(b, 2);
            });
            Coroutine chooser = go("chooser", () -> choose().in(a).out(b, 3).end());
            go("joiner", () -> chooser.join());
            go("sleeper", () -> msleep(-1));
            chr(a);
        });
        assertTrue(message.startsWith("run mill: deadlock"), message);
        assertHasRow(message, "\\{0\\}", "chr\\(<1>\\)", MS, HERE, "<main>", "main");
        assertHasRow(message, "\\{1\\}", "chr\\(<1>\\)", MS, HERE, HERE, "reader");
        assertHasRow(message, "\\{2\\}", "chs\\(<2>\\)", MS, HERE, HERE, "writer");
        assertHasRow(message, "\\{3\\}", "choose\\(<1>,<2>\\)", MS, HERE, HERE, "chooser");
        assertHasRow(message, "\\{4\\}", "join\\(\\{3\\}\\)", MS, HERE, HERE, "joiner");
        assertHasRow(message, "\\{5\\}", "msleep\\(\\)", MS, HERE, HERE, "sleeper");
        assertHasRow(message, "<1>", "0/0", "r:\\{1\\},\\{3\\},\\{0\\}", "1", "no", HERE);
        String senders = order == Order.DIRECT ? "s:\\{2\\},\\{3\\}" : "s:\\{3\\},\\{2\\}"; // chs(b, 1) has yielded.
        assertHasRow(message, "<2>", "1/1", senders, "1", "no", HERE);
    }

    @EveryEngineAndOrder
    void theMessageShowsTheFirstThousandAndCountsTheOthers(Engine engine, Order order) {
        DeadlockException thrown = assertThrows(
                DeadlockException.class,
                () -> TestMill.realTime(engine).order(order).fast().run(() -> {
                    Chan<Integer> ch = chmake(0);
                    for (int i = 0; i < 3000; i++) {
                        go(() -> chr(ch));
                    }
                    msleep(-1);
                }));
        String message = thrown.getMessage();
        assertHasRow(message, "\\{0\\}", "msleep\\(\\)", MS, HERE, "<main>", "main");
        assertHasRow(message, "\\{1\\} and 998 more", "chr\\(<1>\\)", MS, HERE);
        assertHasRow(message, "and 2,001 more: 2,001 chr\\(<1>\\)");
        assertTrue(message.lines().count() < 1020, message.lines().count() + " lines");
    }

    @EveryEngineAndOrder
    void theMessageNamesTheMill(Engine engine, Order order) {
        TestMill mill = TestMill.realTime(engine).order(order).with(o -> o.name("pumps"));
        DeadlockException thrown = assertThrows(DeadlockException.class, () -> mill.run(() -> chr(chmake(0))));
        assertTrue(thrown.getMessage().startsWith("run mill pumps: deadlock"), thrown.getMessage());
    }

    @EveryEngineAndOrder
    void mainAloneThatWaitsForEverIsADeadlock(Engine engine, Order order) {
        deadlock(engine, order, () -> chr(chmake(0)));
        deadlock(engine, order, () -> chs(chmake(0), 1));
        deadlock(engine, order, () -> choose().end());
        deadlock(engine, order, () -> choose().in(chmake(0)).deadline(-1).end());
        deadlock(engine, order, () -> msleep(-1));
    }

    @EveryEngineAndOrder
    void twoThatJoinEachOtherAreADeadlock(Engine engine, Order order) {
        deadlock(engine, order, () -> {
            Coroutine main = Mill.self();
            go(main::join).join();
        });
    }

    @EveryEngineAndOrder
    void everyoneIsCancelledAndMayCleanUp(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        deadlock(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> logCancelled("other", ch, log));
            logCancelled("main", ch, log);
        });
        assertEquals(List.of("main", "other"), log.stream().sorted().toList());
    }

    private static void logCancelled(String name, Chan<Integer> ch, List<String> log) {
        try {
            chr(ch);
        } catch (CancelledException e) {
            log.add(name);
            throw e;
        }
    }

    @EveryEngineAndOrder
    void itIsThrownEvenIfMainIgnoresItsCancellation(Engine engine, Order order) {
        deadlock(engine, order, () -> assertThrows(CancelledException.class, () -> chr(chmake(0))));
    }

    @EveryEngineAndOrder
    void aTimerIsNoDeadlock(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                msleep(now() + 3_600_000);
                chs(ch, 1);
            });
            assertEquals(1, chr(ch));
        });
    }

    @EveryEngineAndOrder
    void anOpenInboxIsNoDeadlockAndAClosedOneIs(Engine engine, Order order) throws Exception {
        Inbox<?>[] opened = {null};
        Thread closer = Thread.ofPlatform().unstarted(() -> opened[0].close());
        deadlock(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            opened[0] = inbox;
            closer.start();
            assertEquals(null, chr(inbox.chan())); // Waits as long as it is open.
            chr(chmake(0));
        });
        closer.join();
    }

    @EveryEngineAndOrder
    void aBlockingCallUnderWayIsNoDeadlock(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> chs(ch, Mill.blocking(() -> {
                Thread.sleep(20);
                return 7;
            })));
            assertEquals(7, chr(ch));
        });
    }

    @EveryEngineAndOrder
    void aDescriptorWaitedForIsNoDeadlock(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            Thread writer = Thread.ofPlatform().unstarted(() -> assertDoesNotThrow(pipe::write));
            TestMill.run(engine, order, () -> {
                writer.start();
                assertEquals(Mill.FDW_IN, Mill.fdwait(pipe.source, Mill.FDW_IN, -1));
            });
            writer.join();
        }
    }

    @EveryEngineAndOrder
    void aDeadlockAfterAFailureKeepsTheFailure(Engine engine, Order order) {
        // The coroutine that failed is named, not the wait of those who waited for it.
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> TestMill.run(engine, order, () -> {
                    Chan<Integer> ch = chmake(0);
                    go(() -> {
                        throw new IllegalStateException("broken");
                    });
                    chr(ch);
                }));
        assertEquals("broken", thrown.getMessage());
    }

    @EveryEngineAndOrder
    void withoutStrictModeTheMessageDoesWithoutOrigins(Engine engine, Order order) {
        DeadlockException thrown = assertThrows(
                DeadlockException.class,
                () -> TestMill.realTime(engine).order(order).fast().run(() -> {
                    Chan<Integer> ch = chmake(0);
                    go("reader", () -> chr(ch));
                    chr(ch);
                }));
        assertHasRow(thrown.getMessage(), "\\{1\\}", "chr\\(<1>\\)", MS, HERE, "reader");
    }
}
