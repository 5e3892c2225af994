package org.jmill.ends;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// An exception that leaves a coroutine's body is never swallowed.
class UncaughtTest {
    private static void fail(Throwable thrown) {
        throw TestMill.<RuntimeException>sneak(thrown);
    }

    private static void failInAnother(Throwable thrown) {
        go(() -> fail(thrown));
        msleep(-1);
    }

    private static List<Throwable> eachKind() {
        return List.of(
                new IOException("checked"), new IllegalArgumentException("unchecked"), new AssertionError("error"));
    }

    @EveryEngineAndOrder
    void runThrowsItWhateverItsKind(Engine engine, Order order) {
        for (Throwable thrown : eachKind()) {
            assertSame(
                    thrown,
                    assertThrows(
                            Throwable.class,
                            () -> TestMill.run(engine, order, () -> {
                                go(() -> fail(thrown));
                                msleep(-1);
                            })));
        }
    }

    @EveryEngineAndOrder
    void aSuppressedNoteNamesTheCoroutineAndItsOrigin(Engine engine, Order order) {
        IOException thrown = assertThrows(
                IOException.class,
                () -> TestMill.run(engine, order, () -> {
                    go("pump", () -> fail(new IOException("dry")));
                    msleep(-1);
                }));
        assertEquals(1, thrown.getSuppressed().length);
        String note = thrown.getSuppressed()[0].toString();
        assertTrue(note.contains("{1} pump"), note);
        assertTrue(note.contains("UncaughtTest.java:"), note); // Strict mode is on.
    }

    @EveryEngine
    void anExceptionThatIsThrownAgainAndAgainIsToldOfACoroutineOnce(Engine engine) {
        IllegalStateException shared = new IllegalStateException("shared");
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalStateException.class, () -> TestMill.run(engine, () -> failInAnother(shared)));
        }
        assertEquals(1, shared.getSuppressed().length);
    }

    @EveryEngine
    void anExceptionThatManyCoroutinesThrowIsToldOfTheFirstOnes(Engine engine) {
        IllegalStateException shared = new IllegalStateException("shared");
        IOException users = new IOException("of the user's own");
        shared.addSuppressed(users);
        for (int i = 1; i < 40; i++) {
            int others = i;
            assertThrows(
                    IllegalStateException.class,
                    () -> TestMill.realTime(engine).fast().run(() -> {
                        for (int k = 1; k < others; k++) {
                            go(() -> {});
                        }
                        failInAnother(shared);
                    }));
        }
        Throwable[] suppressed = shared.getSuppressed();
        assertEquals(1 + 16, suppressed.length);
        assertSame(users, suppressed[0]);
        assertEquals("uncaught in coroutine {16}", suppressed[16].toString());
    }

    @EveryEngineAndOrder
    void itCancelsMainAndTheOthers(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        assertThrows(
                IOException.class,
                () -> TestMill.run(engine, order, () -> {
                    go(() -> logCancelled("other", log));
                    go(() -> fail(new IOException()));
                    logCancelled("main", log);
                }));
        assertEquals(List.of("main", "other"), log.stream().sorted().toList());
    }

    private static void logCancelled(String name, List<String> log) {
        try {
            msleep(-1);
        } catch (CancelledException e) {
            log.add(name);
            throw e;
        }
    }

    @EveryEngineAndOrder
    void itIsThrownEvenIfMainIgnoresItsCancellation(Engine engine, Order order) {
        assertThrows(
                IOException.class,
                () -> TestMill.run(engine, order, () -> {
                    go(() -> fail(new IOException()));
                    assertThrows(CancelledException.class, () -> yieldNow());
                }));
    }

    @EveryEngineAndOrder
    void aHandlerTakesItAndTheMillGoesOn(Engine engine, Order order) {
        for (Throwable thrown : eachKind()) {
            List<Object> log = new ArrayList<>();
            TestMill.realTime(engine)
                    .order(order)
                    .with(o -> o.uncaught((coroutine, t) -> {
                        log.add(coroutine.name());
                        log.add(t);
                    }))
                    .run(() -> {
                        go("pump", () -> fail(thrown));
                        yieldNow();
                        log.add("main goes on");
                    });
            assertEquals(List.of("pump", thrown, "main goes on"), log);
            assertEquals(0, thrown.getSuppressed().length);
        }
    }

    @EveryEngineAndOrder
    void aHandlerMayTakeTheExceptionAlone(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        IOException thrown = new IOException();
        Consumer<Throwable> handler = log::add;
        TestMill.realTime(engine).order(order).with(o -> o.uncaught(handler)).run(() -> {
            go(() -> fail(thrown));
            yieldNow();
        });
        assertEquals(List.of(thrown), log);
    }

    @EveryEngineAndOrder
    void theHandlerRunsInTheCoroutineThatHasFailed(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        TestMill.realTime(engine)
                .order(order)
                .with(o -> o.uncaught((coroutine, t) -> log.add(Mill.self().equals(coroutine))))
                .run(() -> go(() -> fail(new IOException())));
        assertEquals(List.of(true), log);
    }

    @EveryEngineAndOrder
    void mainsOwnExceptionNeverGoesToTheHandler(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        Consumer<Throwable> handler = log::add;
        TestMill mill = TestMill.realTime(engine).order(order).with(o -> o.uncaught(handler));
        assertThrows(IOException.class, () -> mill.run(() -> fail(new IOException())));
        assertEquals(List.of(), log);
    }

    @EveryEngineAndOrder
    void whatTheHandlerThrowsEndsTheMillKeepsTheCauseAndNamesTheCoroutine(Engine engine, Order order) {
        IOException thrown = new IOException("cause");
        IllegalStateException fromHandler = new IllegalStateException("handler");
        Consumer<Throwable> handler = t -> fail(fromHandler);
        TestMill mill = TestMill.realTime(engine).order(order).with(o -> o.uncaught(handler));
        assertSame(
                fromHandler,
                assertThrows(
                        IllegalStateException.class,
                        () -> mill.run(() -> {
                            go(() -> fail(thrown));
                            msleep(-1);
                        })));
        List<Throwable> suppressed = List.of(fromHandler.getSuppressed());
        assertEquals(2, suppressed.size());
        assertTrue(suppressed.get(0).toString().startsWith("uncaught in coroutine {1}"), suppressed.toString());
        assertSame(thrown, suppressed.get(1));
    }

    @EveryEngineAndOrder
    void aHandlerThatThrowsOnWhatItWasGivenEndsTheMillWithIt(Engine engine, Order order) {
        IOException thrown = new IOException("cause");
        Consumer<Throwable> handler = UncaughtTest::fail;
        TestMill mill = TestMill.realTime(engine).order(order).with(o -> o.uncaught(handler));
        assertSame(
                thrown,
                assertThrows(
                        IOException.class,
                        () -> mill.run(() -> {
                            go(() -> fail(thrown));
                            msleep(-1);
                        })));
        assertEquals(1, thrown.getSuppressed().length);
        assertTrue(thrown.getSuppressed()[0].toString().startsWith("uncaught in coroutine {1}"));
    }

    @EveryEngineAndOrder
    void severalThatFailAreAllToldOf(Engine engine, Order order) {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        IOException thrown = assertThrows(
                IOException.class,
                () -> TestMill.run(engine, order, () -> {
                    Chan<Integer> ch = chmake(0);
                    go(() -> {
                        try {
                            chr(ch);
                        } finally {
                            fail(second);
                        }
                    });
                    go(() -> fail(first));
                    msleep(-1);
                }));
        assertSame(first, thrown);
        assertTrue(List.of(first.getSuppressed()).contains(second));
    }

    @EveryEngineAndOrder
    void aCancelledExceptionOfOnesOwnIsNotSwallowed(Engine engine, Order order) {
        CancelledException[] borrowed = {null};
        CancelledException thrown = assertThrows(
                CancelledException.class,
                () -> TestMill.run(engine, order, () -> {
                    Coroutine sleeper = go(() -> {
                        try {
                            msleep(-1);
                        } catch (CancelledException e) {
                            borrowed[0] = e;
                        }
                    });
                    sleeper.cancel();
                    sleeper.join();
                    go(() -> fail(borrowed[0])); // It is not cancelled itself.
                    msleep(-1);
                }));
        assertSame(borrowed[0], thrown);
    }

    @EveryEngineAndOrder
    void aCancelledCoroutineMayEndInSilence(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        Consumer<Throwable> handler = log::add;
        TestMill.realTime(engine).order(order).with(o -> o.uncaught(handler)).run(() -> {
            Coroutine sleeper = go(() -> msleep(-1));
            sleeper.cancel();
            sleeper.join();
            msleep(now());
        });
        assertEquals(List.of(), log);
    }

    @EveryEngineAndOrder
    void aCancelledCoroutineThatFailsOtherwiseIsNotSwallowed(Engine engine, Order order) {
        assertThrows(
                IOException.class,
                () -> TestMill.run(engine, order, () -> {
                    Coroutine sleeper = go(() -> {
                        try {
                            msleep(-1);
                        } finally {
                            fail(new IOException());
                        }
                    });
                    sleeper.cancel();
                    msleep(-1);
                }));
    }
}
