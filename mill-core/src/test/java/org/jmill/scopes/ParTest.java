package org.jmill.scopes;

import static org.jmill.Mill.now;
import static org.jmill.Mill.par;
import static org.jmill.Mill.within;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jmill.CancelledException;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// The same for all.
class ParTest {
    @EveryEngineAndOrder
    void allResultsComeInTheOrderOfTheCallables(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> results = par(after(30, "a"), after(10, "b"), after(20, null));
            assertEquals(Arrays.asList("a", "b", null), results);
            assertEquals(START_MS + 30, now());
            assertThrows(UnsupportedOperationException.class, () -> results.add("d"));
            assertEquals(List.of("x", "y"), par(List.of(after(2, "x"), after(1, "y"))));
            assertEquals(List.of(), par());
            assertEquals(List.of(), par(List.<Callable<String>>of()));
        });
    }

    private static Callable<String> after(long ms, String value) {
        return () -> {
            pass(ms);
            return value;
        };
    }

    @EveryEngineAndOrder
    void atMostTheLimitRunAtOnce(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] atOnce = new int[2];
            List<Integer> items = IntStream.range(0, 20).boxed().toList();
            List<Integer> results = Mill.<Integer, Integer, RuntimeException>par(4, items, item -> {
                atOnce[1] = Math.max(atOnce[1], ++atOnce[0]);
                pass(10 - item % 3);
                atOnce[0]--;
                return item * item;
            });
            assertEquals(items.stream().map(i -> i * i).toList(), results);
            assertEquals(4, atOnce[1]);
        });
    }

    @EveryEngineAndOrder
    void theNextItemIsAskedForWhenThereIsAPlaceForIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Iterable<Integer> items = () -> new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < 3;
                }

                @Override
                public Integer next() {
                    events.add("item " + next + " at " + now());
                    return next++;
                }
            };
            Mill.<Integer, Object, RuntimeException>par(1, items, item -> {
                pass(10);
                return null;
            });
            assertEquals("item 0 at " + START_MS, events.get(0));
            assertEquals("item 2 at " + (START_MS + 10), events.get(2));
        });
    }

    @EveryEngineAndOrder
    void theFirstFailureCancelsTheRestAndIsThrownAsItself(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken broken = new Tidy.Broken("it");
            List<Reason> reasons = new ArrayList<>();
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> par(
                                    () -> {
                                        CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
                                        reasons.add(e.reason());
                                        throw e;
                                    },
                                    () -> {
                                        pass(5);
                                        throw broken;
                                    })));
            assertEquals(List.of(Reason.SIBLING), reasons);
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void afterAFailureNoFurtherItemIsBegun(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> begun = new ArrayList<>();
            assertThrows(
                    Tidy.Broken.class,
                    () -> par(2, IntStream.range(0, 100).boxed().toList(), item -> {
                        begun.add(item);
                        pass(5);
                        throw new Tidy.Broken("it");
                    }));
            assertTrue(begun.size() <= 3, begun.toString());
        });
    }

    @EveryEngineAndOrder
    void aFailureOfTheIteratorIsThrownAndEndsThoseWhoRun(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Iterable<Integer> items = () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Integer next() {
                    pass(1);
                    if (now() > START_MS + 3) {
                        throw new IllegalStateException("iterator");
                    }
                    return 1;
                }
            };
            assertEquals(
                    "iterator",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> Mill.<Integer, Object, RuntimeException>par(10, items, item -> {
                                        forEver();
                                        return null;
                                    }))
                            .getMessage());
        });
    }

    @EveryEngineAndOrder
    void aDeadlineAroundEndsAllOfIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(DeadlineException.class, () -> within(now() + 5, () -> par(after(1, "a"), after(20, "b"))));
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void badArgumentsAreRefused(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertPanics("par", () -> par((Callable<String>[]) null), "null");
            assertPanics("par", () -> par((List<Callable<String>>) null), "null");
            assertPanics("par", () -> par(after(1, "a"), null), "item 1 is null");
            assertPanics("par", () -> par(1, List.of(1), null), "null");
            assertPanics("par", () -> par(1, null, item -> item), "null");
            assertPanics("par", () -> par(1, Arrays.asList(1, null), item -> item), "item 1 is null");
            assertThrows(IllegalArgumentException.class, () -> par(0, List.of(1), item -> item));
            assertThrows(IllegalArgumentException.class, () -> par(-1, List.of(), item -> item));
        });
    }

    @EveryEngineAndOrder
    void parInsideParSharesNoPlaces(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> sums = Mill.<Integer, Integer, Exception>par(
                    1,
                    List.of(1, 2, 3),
                    outer -> Mill.<Integer, Integer, Exception>par(1, List.of(10, 20), inner -> {
                                pass(1);
                                return outer * inner;
                            })
                            .stream()
                            .mapToInt(i -> i)
                            .sum());
            assertEquals(List.of(30, 60, 90), sums);
        });
    }
}
