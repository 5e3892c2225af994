package org.jmill.scopes;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.race;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// Several ways to one result.
class RaceTest {
    private static Callable<String> after(long ms, String value) {
        return () -> {
            pass(ms);
            return value;
        };
    }

    private static Callable<String> failAfter(long ms, Exception failure) {
        return () -> {
            pass(ms);
            throw failure;
        };
    }

    @EveryEngineAndOrder
    void theFirstSuccessIsTheResult(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals("b", race(after(20, "a"), after(10, "b"), after(30, "c")));
            assertEquals(START_MS + 10, now());
            assertEquals("alone", race(() -> "alone"));
            assertNull(race(() -> null, after(10, "late")));
        });
    }

    @EveryEngineAndOrder
    void losersAreCancelledAndWaitedFor(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Callable<String> loser = () -> {
                CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
                shield(now() + 100, () -> pass(20));
                ends.add(e.reason() + " " + now());
                throw e;
            };
            assertEquals("winner", race(loser, after(10, "winner"), loser));
            assertEquals(List.of("CALL " + (START_MS + 30), "CALL " + (START_MS + 30)), ends);
        });
    }

    @EveryEngineAndOrder
    void aFailureDoesNotEndTheRace(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertEquals(
                        "winner",
                        race(
                                failAfter(1, new Tidy.Broken("a")),
                                after(10, "winner"),
                                failAfter(2, new Tidy.Broken("b")))));
    }

    @EveryEngineAndOrder
    void ifAllHaveFailedTheFirstFailureIsThrownAndTheOthersAreSuppressed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken first = new Tidy.Broken("first");
            Throwable thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> race(
                            failAfter(3, new Tidy.Broken("third")),
                            failAfter(1, first),
                            failAfter(2, new Tidy.Broken("second"))));
            assertSame(first, thrown);
            assertEquals(
                    List.of("second", "third"),
                    Arrays.stream(thrown.getSuppressed())
                            .map(Throwable::getMessage)
                            .toList());
        });
    }

    @EveryEngineAndOrder
    void whatALoserThrowsWhileItCleansUpDoesNotHideTheResult(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertEquals("winner", race(after(5, "winner"), () -> {
                    assertThrows(CancelledException.class, Tidy::forEver);
                    throw new Tidy.Broken("clean-up");
                })));
    }

    @EveryEngineAndOrder
    void aResultThatComesTooLateIsClosed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> closed = new ArrayList<>();
            AutoCloseable winner = () -> closed.add("winner");
            AutoCloseable late = () -> closed.add("late");
            assertSame(
                    winner,
                    Mill.<AutoCloseable>race(
                            () -> {
                                pass(5);
                                return winner;
                            },
                            () -> {
                                assertThrows(CancelledException.class, Tidy::forEver);
                                return late;
                            },
                            () -> {
                                pass(5); // Ready in the same moment as the winner.
                                return late;
                            }));
            assertTrue(closed.contains("late"), closed.toString());
            assertFalse(closed.contains("winner"), closed.toString());
        });
    }

    @EveryEngineAndOrder
    void aCancelledCallerGetsItsCancellationAndTheResultIsClosed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> closed = new ArrayList<>();
            List<Reason> reasons = new ArrayList<>();
            Coroutine caller = go(() -> reasons.add(assertThrows(
                            CancelledException.class,
                            () -> Mill.<AutoCloseable>race(
                                    () -> {
                                        assertThrows(CancelledException.class, Tidy::forEver);
                                        return () -> closed.add("result");
                                    },
                                    () -> {
                                        forEver();
                                        return null;
                                    }))
                    .reason()));
            caller.cancel();
            caller.join();
            assertEquals(List.of(Reason.CALL), reasons);
            assertEquals(List.of("result"), closed);
        });
    }

    @EveryEngineAndOrder
    void aDeadlineAroundEndsAllOfIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(DeadlineException.class, () -> within(now() + 5, () -> race(after(10, "a"), after(20, "b"))));
            assertEquals(START_MS + 5, now());
            assertEquals(
                    Optional.empty(), tryWithin(now() + 5, () -> race(10, List.of(after(10, "a"), after(1, "b")))));
        });
    }

    @EveryEngineAndOrder
    void aDeadlineOfARacerIsAFailureOfThatOneAlone(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertEquals(
                        "b",
                        Mill.<String>race(
                                () -> within(now() + 5, () -> after(100, "a").call()), after(10, "b"))));
    }

    @EveryEngineAndOrder
    void aStaggeredRaceGivesEachOneAStart(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            String winner = race(
                    10,
                    List.of(
                            begins("a", begun, 25, null),
                            begins("b", begun, 100, null),
                            begins("c", begun, 100, null)));
            assertEquals("a", winner);
            assertEquals(List.of("a " + START_MS, "b " + (START_MS + 10), "c " + (START_MS + 20)), begun);
            assertEquals(START_MS + 25, now());
        });
    }

    private static Callable<String> begins(String who, List<String> begun, long ms, Exception failure) {
        return () -> {
            begun.add(who + " " + now());
            pass(ms);
            if (failure != null) {
                throw failure;
            }
            return who;
        };
    }

    @EveryEngineAndOrder
    void inAStaggeredRaceAFailureLetsTheNextOneBegin(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            String winner = race(
                    1_000,
                    List.of(
                            begins("a", begun, 5, new Tidy.Broken("a")),
                            begins("b", begun, 7, new Tidy.Broken("b")),
                            begins("c", begun, 1, null),
                            begins("d", begun, 1, null)));
            assertEquals("c", winner);
            assertEquals(List.of("a " + START_MS, "b " + (START_MS + 5), "c " + (START_MS + 12)), begun);
        });
    }

    @EveryEngineAndOrder
    void aStaggeredRaceWhoseFirstIsInTimeBeginsNoOther(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            assertEquals("a", race(10, List.of(begins("a", begun, 5, null), begins("b", begun, 0, null))));
            assertEquals(1, begun.size());
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void aFarStaggerIsNoMistake(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals("a", race(Long.MAX_VALUE, List.of(after(5, "a"), after(1, "b"))));
            assertEquals("b", race(0, List.of(after(5, "a"), after(1, "b"))));
            assertEquals("a", race(Duration.ofDays(Integer.MAX_VALUE), List.of(after(5, "a"), after(1, "b"))));
        });
    }

    @EveryEngineAndOrder
    void aStaggerMayBeADurationRoundedUp(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Duration stagger = Duration.ofNanos(4_000_001);
            assertEquals("b", race(stagger, List.of(begins("a", begun, 50, null), begins("b", begun, 0, null))));
            assertEquals(List.of("a " + START_MS, "b " + (START_MS + 5)), begun);
            for (Duration bad : List.of(Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
                assertThrows(IllegalArgumentException.class, () -> race(bad, List.of(after(1, "a"))));
            }
            assertPanics("race", () -> race((Duration) null, List.of(after(1, "a"))), "stagger is null");
        });
    }

    @EveryEngineAndOrder
    void badArgumentsAreRefused(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertPanics("race", () -> race(), "at least one");
            assertPanics("race", () -> race((Callable<String>[]) null), "at least one");
            assertPanics("race", () -> race(after(1, "a"), null), "null");
            assertPanics("race", () -> race(5, null), "at least one");
            assertPanics("race", () -> race(5, List.of()), "at least one");
            assertEquals(
                    "race: stagger is negative: -1",
                    assertThrows(IllegalArgumentException.class, () -> race(-1, List.of(after(1, "a"))))
                            .getMessage());
        });
    }

    @EveryEngineAndOrder
    void aRaceIsNoScopeForWhatIsAround(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> {
                    pass(20);
                    ends.add("child");
                });
                assertEquals("a", race(after(5, "a"), failAfter(1, new Tidy.Broken("b"))));
                yieldNow();
                ends.add("body");
            });
            assertEquals(List.of("body", "child"), ends);
        });
    }

    @EveryEngineAndOrder
    void aRacerThatSomebodyCancelsIsOutOfTheRace(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Coroutine[] racer = new Coroutine[1];
            go(() -> {
                pass(5);
                racer[0].cancel();
            });
            assertEquals(
                    "b",
                    Mill.<String>race(
                            () -> {
                                racer[0] = Mill.self();
                                forEver();
                                return "a";
                            },
                            after(10, "b")));
        });
    }

    @EveryEngineAndOrder
    void ifTheLastRacersAreCancelledByOthersTheRaceEnds(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Coroutine[] racer = new Coroutine[1];
            Coroutine other = go(() -> {
                pass(5);
                racer[0].cancel();
            });
            assertThrows(
                    Tidy.Broken.class,
                    () -> Mill.<String>race(
                            () -> {
                                racer[0] = Mill.self();
                                forEver();
                                return "a";
                            },
                            failAfter(1, new Tidy.Broken("b"))));
            assertEquals(START_MS + 5, now());
            other.join();
        });
    }
}
