package org.jmill.scopes;

import static org.jmill.Mill.at;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.every;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.ticker;
import static org.jmill.Mill.timer;
import static org.jmill.Mill.within;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// What happens at its time.
class TickerTest {
    @EveryEngineAndOrder
    void aTickerSendsTheTimeAtAFixedRate(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Chan<Long> ticks = ticker(10);
                    for (int i = 1; i <= 5; i++) {
                        assertEquals(START_MS + 10 * i, ticks.receive());
                        assertEquals(START_MS + 10 * i, now());
                    }
                }));
    }

    @EveryEngineAndOrder
    void aTickerDoesNotDriftThoughItsReaderIsLate(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Chan<Long> ticks = ticker(10);
                    List<Long> got = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        got.add(ticks.receive() - START_MS);
                        pass(3);
                    }
                    assertEquals(List.of(10L, 20L, 30L, 40L, 50L), got);
                }));
    }

    @EveryEngineAndOrder
    void lateTicksAreMergedIntoOne(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Chan<Long> ticks = ticker(10);
                    pass(95);
                    assertEquals(START_MS + 10, ticks.receive(), "the one that lay there");
                    assertEquals(START_MS + 100, ticks.receive(), "the next one is on the grid");
                    assertEquals(START_MS + 110, ticks.receive());
                }));
    }

    @EveryEngineAndOrder
    void ticksThatCameWhileTheMillWasBusyAreMergedIntoOne(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                mill -> Scope.run(scope -> {
                    Chan<Long> ticks = ticker(10);
                    mill.clock.advance(57); // Nobody polls meanwhile.
                    assertTrue(ticks.receive() <= START_MS + 57);
                    assertEquals(START_MS + 60, ticks.receive());
                    assertEquals(START_MS + 70, ticks.receive());
                }));
    }

    @EveryEngineAndOrder
    void aTickerIsDoneWithTheEnclosingScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<?>[] kept = new Chan<?>[2];
            Scope.run(scope -> {
                kept[0] = ticker(10);
                Scope.run(inner -> kept[1] = ticker(10));
                assertTrue(kept[1].receiveOrDone() instanceof Received.Done<?>);
                assertEquals(START_MS + 10, kept[0].receive());
            });
            assertTrue(kept[0].receiveOrDone() instanceof Received.Done<?>);
            Tidy.nothingIsLeft();
        });
    }

    @EveryEngineAndOrder
    void aTickerThatAChildMakesEndsWithTheChildsScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> got = new ArrayList<>();
            Scope.run(scope -> {
                Chan<Chan<Long>> handed = Chan.make(1);
                scope.go(() -> handed.send(ticker(10)));
                Chan<Long> ticks = handed.receive();
                got.add(ticks.receive());
                got.add(ticks.receive());
            });
            assertEquals(List.of(START_MS + 10, START_MS + 20), got);
        });
    }

    @EveryEngineAndOrder
    void chdoneEndsATickerAndDisarmsIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Long> ticks = ticker(10);
            assertEquals(START_MS + 10, ticks.receive());
            ticks.done();
            pass(30);
            Chan<Long> other = ticker(10);
            other.done(7L);
            assertEquals(7L, other.receive());
            pass(30);
        });
    }

    @EveryEngineAndOrder
    void aTickerOutsideOfScopesDoesNotKeepTheMillFromItsEnd(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Long> ticks = ticker(10);
            assertEquals(START_MS + 10, ticks.receive());
        });
    }

    @EveryEngineAndOrder
    void aFailingScopeEndsItsTickersToo(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertThrows(
                        Tidy.Broken.class,
                        () -> Scope.run(scope -> {
                            ticker(10);
                            every(10, () -> {});
                            timer(now() + 10_000);
                            at(now() + 10_000, () -> {});
                            throw new Tidy.Broken("it");
                        })));
    }

    @EveryEngineAndOrder
    void aTimerGivesItsDeadlineOnceAndIsDone(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Chan<Long> timer = timer(now() + 10);
                    assertEquals(START_MS + 10, timer.receive());
                    assertEquals(START_MS + 10, now());
                    assertTrue(timer.receiveOrDone() instanceof Received.Done<?>);
                    Chan<Long> past = timer(0);
                    assertEquals(0L, past.receive());
                    assertEquals(START_MS + 10, now());
                    Chan<Long> never = timer(-1);
                    Chan<Long> far = timer(Long.MAX_VALUE);
                    List<String> events = new ArrayList<>();
                    choose().in(never, v -> events.add("never"))
                            .in(far, v -> events.add("far"))
                            .in(timer(now() + 5), v -> events.add("soon"))
                            .end();
                    assertEquals(List.of("soon"), events);
                }));
    }

    @EveryEngineAndOrder
    void everyRunsItsBodyUntilTheScopeEnds(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> runs = new ArrayList<>();
            Scope.run(scope -> {
                every(10, () -> runs.add(now() - START_MS));
                pass(35);
            });
            assertEquals(List.of(10L, 20L, 30L), runs);
        });
    }

    @EveryEngineAndOrder
    void aSlowBodyOfEveryLeavesTicksOutAndRunsNeverTwiceAtOnce(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> runs = new ArrayList<>();
            int[] atOnce = new int[1];
            Scope.run(scope -> {
                every(10, () -> {
                    assertEquals(1, ++atOnce[0]);
                    runs.add(now() - START_MS);
                    pass(25);
                    atOnce[0]--;
                });
                pass(100);
            });
            assertEquals(10L, runs.get(0));
            assertTrue(runs.size() <= 4, runs.toString());
        });
    }

    @EveryEngineAndOrder
    void aFailureOfEveryEndsTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken broken = new Tidy.Broken("third");
            int[] runs = new int[1];
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> Scope.run(scope -> {
                                every(10, () -> {
                                    if (++runs[0] == 3) {
                                        throw broken;
                                    }
                                });
                                Tidy.forEver();
                            })));
            assertEquals(START_MS + 30, now());
        });
    }

    @EveryEngineAndOrder
    void everyIsCancelledByItsHandleAndOutsideOfScopesBelongsToTheMill(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] runs = new int[1];
            Coroutine beat = every(10, () -> runs[0]++);
            pass(25);
            beat.cancel();
            beat.join();
            Tidy.nothingIsLeft(); // Its timer is gone at once.
            pass(50);
            assertEquals(2, runs[0]);
        });
    }

    @EveryEngineAndOrder
    void atRunsItsBodyOnceWhenTheTimeHasCome(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                at(now() + 10, () -> events.add("at " + now()));
                at(0, () -> events.add("past"));
                at(-1, () -> events.add("never"));
                Coroutine cancelled = at(now() + 5, () -> events.add("cancelled"));
                cancelled.cancel();
                pass(20);
                at(now() + 10, () -> events.add("too late"));
            });
            assertEquals(List.of("past", "at " + (START_MS + 10)), events);
            assertEquals(START_MS + 20, now());
        });
    }

    @EveryEngineAndOrder
    void badPeriodsAndBodiesAreRefused(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            for (long period : new long[] {0, -1, Long.MIN_VALUE}) {
                assertEquals(
                        "ticker: period is below 1 ms: " + period,
                        assertThrows(IllegalArgumentException.class, () -> ticker(period))
                                .getMessage());
                assertThrows(IllegalArgumentException.class, () -> every(period, () -> {}));
            }
            assertPanics("every", () -> every(10, null), "body is null");
            assertPanics("at", () -> at(10, null), "body is null");
            Scope.run(scope -> {
                ticker(Long.MAX_VALUE); // Never, in effect.
                pass(5);
            });
        });
    }

    @EveryEngineAndOrder
    void aTickerInAWithinLastsAsLongAsTheScopeAroundIt(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Chan<Long> ticks = within(now() + 5, () -> ticker(10));
                    assertEquals(START_MS + 10, ticks.receive());
                }));
    }

    @EveryEngineAndOrder
    void severalReadersShareTheTicks(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> got = new ArrayList<>();
            Scope.run(scope -> {
                Chan<Long> ticks = ticker(10);
                Scope.run(readers -> {
                    for (int i = 0; i < 3; i++) {
                        readers.go(() -> got.add(ticks.receive()));
                    }
                });
            });
            assertEquals(List.of(START_MS + 10, START_MS + 20, START_MS + 30), got);
        });
    }

    @EveryEngineAndOrder
    void whoWaitsForATickWhenTheScopeEndsGoesOn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Chan<Chan<Long>> handed = Chan.make(1);
            Coroutine outsider = go(
                    () -> events.add(handed.receive().receiveOrDone() instanceof Received.Done<?> ? "done" : "tick"));
            Scope.run(scope -> {
                handed.send(ticker(1_000));
                Mill.yield();
                pass(5);
            });
            outsider.join();
            assertEquals(List.of("done"), events);
        });
    }

    @EveryEngineAndOrder
    void aPeriodMayBeADurationRoundedUp(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Chan<Long> ticks = ticker(Duration.ofNanos(9_000_001));
                    List<Long> ran = new ArrayList<>();
                    every(Duration.ofMillis(10), () -> ran.add(now() - START_MS));
                    assertEquals(START_MS + 10, ticks.receive());
                    assertEquals(START_MS + 20, ticks.receive());
                    msleep(START_MS + 25);
                    assertEquals(List.of(10L, 20L), ran);
                }));
    }

    @EveryEngineAndOrder
    void aPeriodThatIsNoneIsRefused(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    for (Duration period : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(-1))) {
                        assertThrows(IllegalArgumentException.class, () -> ticker(period));
                        assertThrows(IllegalArgumentException.class, () -> every(period, () -> {}));
                    }
                    ticker(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)); // Never, as good as.
                    ticker(Duration.ofMillis(Long.MAX_VALUE - 1).plusNanos(1));
                    assertPanics("ticker", () -> ticker(null), "period is null");
                    assertPanics("every", () -> every(null, () -> {}), "period is null");
                    assertPanics("every", () -> every(Duration.ofSeconds(1), null), "body is null");
                }));
    }
}
