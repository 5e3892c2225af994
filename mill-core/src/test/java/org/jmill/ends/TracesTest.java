package org.jmill.ends;

import static org.jmill.Mill.after;
import static org.jmill.Mill.await;
import static org.jmill.Mill.blocking;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.race;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Generator;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// The stack trace of what leaves a coroutine is that coroutine's, and says so.
class TracesTest {
    private static final List<Engine> ENGINES = List.of(Engine.CONTINUATION, Engine.VIRTUAL, Engine.PORTABLE);

    private static void boom() {
        throw new IllegalStateException("boom");
    }

    private static Throwable thrownByMill(Engine engine, Body<Exception> main) {
        return assertThrows(
                Throwable.class,
                () -> Mill.run(MillOptions.defaults().engine(engine).strict(true), main));
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static List<String> methods(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
    }

    private static String lastLine(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames[frames.length - 1].toString();
    }

    private static void assertEndsAt(String coroutine, Throwable thrown) {
        String line = lastLine(thrown);
        assertTrue(line.startsWith("jmill.coroutine " + coroutine), printed(thrown));
        assertTrue(line.contains("(TracesTest.java:"), line); // Strict mode is on.
        assertFalse(printed(thrown).contains("Engine"), printed(thrown));
        long lines = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().equals("jmill"))
                .count();
        assertEquals(1, lines, printed(thrown));
    }

    /// Hosts somebody on CONTINUATION.
    private static void hosted(String name, Body<Exception> body) {
        go("host", () -> {
            go(name, body);
            yieldNow();
            msleep(-1);
        });
        msleep(-1);
    }

    @EveryEngine
    void itEndsAtTheFirstFrameOfItsCoroutine(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> hosted("worker", TracesTest::boom));
        assertEndsAt("{2} worker", thrown);
        assertEquals("boom", methods(thrown).getFirst());
        assertEquals(2, thrown.getStackTrace().length, printed(thrown));
    }

    @Test
    void theLastLineSaysHowToLearnOfThePlaceWhereThatIsNotRecorded() {
        Throwable thrown = assertThrows(
                IllegalStateException.class,
                () -> Mill.run(MillOptions.defaults().strict(false), () -> {
                    go("worker", TracesTest::boom);
                    msleep(-1);
                }));
        assertEquals("jmill.coroutine {1} worker(-Djmill.strict=true tells where it was started)", lastLine(thrown));
    }

    @EveryEngine
    void mainsGoesOnIntoTheCallerOfRun(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> {
            yieldNow();
            boom();
        });
        List<String> methods = methods(thrown);
        assertTrue(methods.containsAll(List.of("boom", "run", "thrownByMill", "mainsGoesOnIntoTheCallerOfRun")));
        assertEquals("run", methods.get(2), printed(thrown));
        assertFalse(printed(thrown).contains("Scheduler"), printed(thrown));
        assertFalse(printed(thrown).contains("coroutine"), printed(thrown));
    }

    @EveryEngine
    void aDeadlockIsThrownByRunAndByNobodyElse(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> hosted("waiter", () -> chr(chmake(0))));
        assertEquals(DeadlockException.class, thrown.getClass());
        assertEquals("org.jmill.Mill", thrown.getStackTrace()[0].getClassName(), printed(thrown));
        assertTrue(methods(thrown).contains("thrownByMill"));
    }

    /// Exceptions that leave coroutines in each of the ways there are, by name.
    private static Map<String, Throwable> eachWay(Engine engine) {
        Map<String, Throwable> all = new LinkedHashMap<>();
        all.put("uncaught", thrownByMill(engine, () -> hosted("w", TracesTest::boom)));
        all.put("main", thrownByMill(engine, TracesTest::boom));
        all.put("deadlock", thrownByMill(engine, () -> msleep(-1)));
        all.put("cancelled", thrownByMill(engine, () -> {
            go(Mill.self()::cancel);
            chr(chmake(0));
        }));
        all.put("deadline", thrownByMill(engine, () -> within(after(Duration.ofMillis(1)), () -> msleep(-1))));
        all.put(
                "siblings",
                thrownByMill(
                        engine,
                        () -> Scope.run(s -> {
                            s.go("a", TracesTest::failsAfterAll);
                            s.go("b", TracesTest::failsAfterAll);
                            s.go("c", TracesTest::boom);
                            msleep(-1);
                        })));
        all.put(
                "fork",
                thrownByMill(
                        engine,
                        () -> Scope.run(s -> {
                            Fork<String> fork = s.fork(() -> {
                                boom();
                                return "";
                            });
                            fork.join();
                        })));
        all.put(
                "cause",
                thrownByMill(
                        engine,
                        () -> hosted("w", () -> {
                            try {
                                boom();
                            } catch (IllegalStateException e) {
                                throw new IOException("because", e);
                            }
                        })));
        all.put(
                "coro",
                thrownByMill(
                        engine,
                        () -> Coro.<String, String>create((self, first) -> {
                                    boom();
                                    return "";
                                })
                                .resume("")));
        all.put(
                "generator",
                thrownByMill(
                        engine, () -> Generator.create(out -> boom()).iterator().next()));
        all.put(
                "blocking",
                thrownByMill(
                        engine,
                        () -> hosted(
                                "w",
                                () -> blocking(() -> {
                                    boom();
                                    return "";
                                }))));
        all.put(
                "await",
                thrownByMill(
                        engine,
                        () -> hosted("w", () -> await(CompletableFuture.failedFuture(new IOException("stage"))))));
        all.put(
                "race",
                thrownByMill(
                        engine,
                        () -> race(
                                () -> {
                                    boom();
                                    return "";
                                },
                                () -> {
                                    boom();
                                    return "";
                                })));
        return all;
    }

    private static void failsAfterAll() {
        try {
            msleep(-1);
        } finally {
            boom();
        }
    }

    @Test
    void sameOnAllEngines() {
        Map<String, String> first = new LinkedHashMap<>();
        for (Engine engine : ENGINES) {
            eachWay(engine).forEach((way, thrown) -> {
                String text = printed(thrown)
                        .replaceAll("(?i)deadline \\d+", "deadline N")
                        .replaceAll(" +\\d+  (?=TracesTest)", " N  "); // For how long it has waited.
                String before = first.putIfAbsent(way, text);
                if (before != null) {
                    assertEquals(before, text, way + " on " + engine);
                }
                assertFalse(text.contains("org.jmill.engine.") || text.contains("VirtualThread"), text);
            });
        }
        assertEquals(13, first.size());
    }

    @EveryEngine
    void handlersGetItSo(Engine engine) {
        List<Throwable> got = new ArrayList<>();
        MillOptions options = MillOptions.defaults().engine(engine).strict(true);
        Mill.run(options.uncaught((coroutine, thrown) -> got.add(thrown)), () -> {
            go("free", TracesTest::boom);
            Scope.run(scope -> {
                scope.onFailure((coroutine, thrown) -> got.add(thrown));
                scope.go("child", TracesTest::boom);
            });
        });
        assertEndsAt("{1} free", got.get(0));
        assertEndsAt("{2} child", got.get(1));
    }

    @EveryEngine
    void aJoinerGetsThatOfACancelledChildSo(Engine engine) {
        CancelledException[] caught = {null};
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    Fork<Object> fork = scope.fork("child", () -> chr(chmake(0)));
                    fork.coroutine().cancel();
                    caught[0] = assertThrows(CancelledException.class, fork::join);
                }));
        assertEndsAt("{1} child", caught[0].getCause());
    }

    @EveryEngine
    void causesAndSuppressedOnesOfTheSameCoroutineShareItsLine(Engine engine) {
        Throwable thrown = thrownByMill(
                engine,
                () -> hosted("worker", () -> {
                    IOException closing = new IOException("closing");
                    try {
                        boom();
                    } catch (IllegalStateException e) {
                        e.addSuppressed(closing);
                        throw new IOException("because", e);
                    }
                }));
        assertEndsAt("{2} worker", thrown);
        assertEndsAt("{2} worker", thrown.getCause());
        assertEndsAt("{2} worker", thrown.getCause().getSuppressed()[0]);
        assertTrue(printed(thrown).contains("... "), printed(thrown));
    }

    @EveryEngine
    void whatMainHasMadeIsMainsWhoeverThrowsIt(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> {
            IOException made = new IOException("made by main");
            go("thrower", () -> {
                throw made;
            });
            msleep(-1);
        });
        assertTrue(methods(thrown).contains("thrownByMill"), printed(thrown));
    }

    @EveryEngine
    void whatMainThrowsOfOthersIsNotCalledMains(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> {
            Chan<Exception> made = chmake(1);
            go("maker", () -> made.send(new IOException("made by a coroutine")));
            throw chr(made);
        });
        assertEquals("jmill.coroutine(another one than {0} main)", lastLine(thrown));
    }

    @EveryEngine
    void anExceptionThatTwoCoroutinesThrowNamesTheFirst(Engine engine) {
        List<Throwable> got = new ArrayList<>();
        IllegalStateException[] shared = {null};
        MillOptions options = MillOptions.defaults().engine(engine).strict(true);
        Mill.run(options.uncaught((coroutine, thrown) -> got.add(thrown)), () -> {
            go("first", () -> {
                shared[0] = new IllegalStateException("shared");
                throw shared[0];
            });
            go("second", () -> {
                throw shared[0];
            });
        });
        assertSame(got.get(0), got.get(1));
        assertEndsAt("{1} first", got.get(1));
    }

    @EveryEngine
    void oneThatWasMadeOutsideStaysAsItIs(Engine engine) {
        IllegalStateException outside = new IllegalStateException("outside");
        StackTraceElement[] before = outside.getStackTrace();
        assertSame(
                outside,
                thrownByMill(
                        engine,
                        () -> hosted("worker", () -> {
                            throw outside;
                        })));
        assertEquals(List.of(before), List.of(outside.getStackTrace()));
    }

    @EveryEngine
    void oneThatIsTooDeepNamesItsCoroutineToo(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> hosted("deep", () -> sink(2000)));
        assertEndsAt("{2} deep", thrown);
    }

    private static void sink(int left) {
        if (left == 0) {
            boom();
        }
        sink(left - 1);
    }

    @EveryEngine
    void circlesOfCausesAndSuppressedOnesDoNoHarm(Engine engine) {
        Throwable thrown = thrownByMill(
                engine,
                () -> hosted("worker", () -> {
                    IOException a = new IOException("a");
                    IOException b = new IOException("b", a);
                    a.initCause(b);
                    a.addSuppressed(b);
                    b.addSuppressed(a);
                    throw a;
                }));
        assertEndsAt("{2} worker", thrown);
        assertEndsAt("{2} worker", thrown.getCause());
    }

    /// An exception whose looks are its own business.
    private static final class Odd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Body<RuntimeException> whatItDoes;

        Odd(boolean isWritable, Body<RuntimeException> whatItDoes) {
            super("odd", null, true, isWritable);
            this.whatItDoes = whatItDoes;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            if (whatItDoes == null) {
                return super.getStackTrace();
            }
            whatItDoes.run();
            return null;
        }
    }

    @EveryEngine
    void oneWithATraceOfItsOwnIsThrownAsItIs(Engine engine) {
        List<Odd> odd = List.of(
                new Odd(false, null), new Odd(true, () -> {}), new Odd(true, TracesTest::boom), new Odd(true, () -> {
                    throw new StackOverflowError();
                }));
        for (Odd each : odd) {
            assertSame(
                    each,
                    thrownByMill(
                            engine,
                            () -> hosted("worker", () -> {
                                throw each;
                            })));
            assertSame(each, thrownByMill(engine, () -> {
                throw each;
            }));
        }
    }

    @EveryEngine
    void theStackOfACoroutineEndsSo(Engine engine) {
        TestMill.run(engine, () -> {
            Coroutine waiter = go("waiter", () -> chr(chmake(0)));
            for (Coroutine each : List.of(waiter, Mill.self())) {
                StackTraceElement[] frames = each.stackTrace();
                assertTrue(
                        frames[frames.length - 1].toString().startsWith("jmill.coroutine " + each),
                        Arrays.toString(frames));
            }
        });
    }

    // ---- many alike

    private static Throwable manyFail(Engine engine, int clients) {
        return thrownByMill(
                engine,
                () -> Scope.run(scope -> {
                    for (int i = 0; i < clients; i++) {
                        scope.go(TracesTest::failsAfterAll);
                    }
                    scope.cancel();
                }));
    }

    @EveryEngine
    void ofManyThatAreAlikeTenAreToldAndTheOthersCounted(Engine engine) {
        Throwable thrown = manyFail(engine, 500);
        Throwable[] suppressed = thrown.getSuppressed();
        assertEquals(10, suppressed.length, printed(thrown));
        String others = suppressed[9].toString();
        assertTrue(
                others.matches("and 490 more like it: java.lang.IllegalStateException at TracesTest.java:\\d+"),
                others);
        assertTrue(printed(thrown).lines().count() < 100, printed(thrown));
    }

    @EveryEngine
    void tenThatAreAlikeAreAllTold(Engine engine) {
        Throwable[] suppressed = manyFail(engine, 10).getSuppressed();
        assertEquals(9, suppressed.length);
        assertTrue(Arrays.stream(suppressed).allMatch(e -> e instanceof IllegalStateException));
    }

    @EveryEngine
    void clientsThatMissOneDeadlineAreAlike(Engine engine) {
        Throwable thrown = thrownByMill(engine, () -> {
            long deadline = after(Duration.ofMillis(20));
            Scope.run(scope -> {
                for (int i = 0; i < 50; i++) {
                    scope.go(() -> Mill.<Integer>chmake(0).receive(deadline));
                }
            });
        });
        assertEquals(DeadlineException.class, thrown.getClass());
        assertEquals(10, thrown.getSuppressed().length, printed(thrown));
    }

    @EveryEngine
    void thoseThatAreNotAlikeAreAllTold(Engine engine) {
        Throwable failed = thrownByMill(
                engine,
                () -> Scope.run(scope -> {
                    for (int i = 0; i < 30; i++) {
                        boolean isOdd = i % 2 == 1;
                        scope.go(() -> {
                            assertThrows(CancelledException.class, () -> msleep(-1));
                            if (isOdd) {
                                boom();
                            }
                            throw new IOException("even");
                        });
                    }
                    scope.cancel();
                }));
        List<String> told = Arrays.stream(failed.getSuppressed())
                .map(Throwable::toString)
                .map(text -> text.replaceAll(" at .*", ""))
                .toList();
        assertEquals(21, told.size(), told.toString());
        assertTrue(told.contains("and 5 more like it: java.lang.IllegalStateException"), told.toString());
        assertTrue(told.contains("and 5 more like it: java.io.IOException"), told.toString());
    }

    @EveryEngine
    void aRaceThatIsLostByManyCountsThemToo(Engine engine) {
        List<java.util.concurrent.Callable<String>> racers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            racers.add(() -> {
                boom();
                return "";
            });
        }
        Throwable failed = thrownByMill(engine, () -> race(0, racers));
        assertEquals(10, failed.getSuppressed().length);
        assertTrue(failed.getSuppressed()[9].toString().startsWith("and 40 more like it"));
    }
}
