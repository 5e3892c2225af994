package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Rate;

class RateTest {
    /// When each of so many tokens is there, counted from now.
    private static List<Long> takes(Rate rate, int count) {
        long start = now();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rate.take();
            times.add(now() - start);
        }
        return times;
    }

    @EveryEngineAndOrder
    void firstTheBurstThenOneAfterTheOther(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(100, 3);
            assertEquals(List.of(0L, 0L, 0L, 10L, 20L, 30L), takes(rate, 6));
            msleep(now() + 1_000);
            assertEquals(List.of(0L, 0L, 0L, 10L), takes(rate, 4), "no more than the burst is kept");
            msleep(now() + 25);
            assertEquals(List.of(0L, 0L, 5L), takes(rate, 3), "a part of a token counts");
        });
    }

    @EveryEngineAndOrder
    void theAverageIsExactAlsoBetweenMilliseconds(Engine engine, Order order) {
        TestMill.virtualTime(engine).fast().order(order).run(() -> {
            assertEquals(List.of(0L, 4L, 7L, 10L, 14L, 17L, 20L), takes(new Rate(300), 7));
            List<Long> many = takes(new Rate(10_000), 10_001);
            assertEquals(1_000L, many.get(10_000));
            assertEquals(
                    LongStream.rangeClosed(1, 10_000)
                            .map(i -> (i + 9) / 10)
                            .boxed()
                            .toList(),
                    many.subList(1, 10_001));
            assertEquals(3_000L, takes(new Rate(1 / 3.0), 2).get(1));
            assertEquals(1_000L, takes(new Rate(3), 4).get(3));
        });
    }

    @EveryEngineAndOrder
    void aQuietTimeGivesTheBurstAndNoMoreAtHighRatesToo(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(10_000, 2);
            takes(rate, 5);
            msleep(now() + 10);
            assertTrue(rate.tryTake());
            assertTrue(rate.tryTake());
            assertFalse(rate.tryTake());
        });
    }

    @EveryEngineAndOrder
    void firstComeFirstServed(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(100, 5);
            rate.take(5);
            long start = now();
            List<String> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (int count : new int[] {5, 1, 3}) {
                all.add(go(() -> {
                    rate.take(count);
                    log.add(count + "@" + (now() - start));
                }));
            }
            msleep(start + 20);
            assertFalse(rate.tryTake(), "others wait, though tokens have come");
            all.forEach(Coroutine::join);
            assertEquals(List.of("5@50", "1@60", "3@90"), log);
        });
    }

    @EveryEngineAndOrder
    void aDeadlineThatCannotBeMetIsRefusedAtOnceAndCostsNothing(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(100, 5);
            long start = now();
            rate.take(5);
            assertFalse(rate.take(2, start + 19));
            assertFalse(rate.take(1, 0));
            assertEquals(start, now());
            Coroutine other = go(() -> rate.take(4));
            assertFalse(rate.take(1, start + 49), "it would have to wait behind the other");
            assertEquals(start, now());
            assertTrue(rate.take(1, start + 50));
            assertEquals(start + 50, now());
            assertTrue(other.isDone());
            msleep(start + 60);
            assertTrue(rate.take(1, 0), "it is there");
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledGivesBackAndThoseBehindGoOnTheEarlier(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(100, 5);
            rate.take(5);
            long start = now();
            Coroutine first = go(() -> assertThrows(CancelledException.class, () -> rate.take(5)));
            Coroutine second = go(() -> assertThrows(CancelledException.class, () -> rate.take(4)));
            Coroutine third = go(() -> rate.take(2));
            msleep(start + 10);
            second.cancel();
            first.cancel();
            third.join();
            assertEquals(start + 20, now());
            rate.take();
            assertEquals(start + 30, now());
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledAfterItWasServedHasIt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(100);
            rate.take();
            long start = now();
            boolean[] took = {false};
            Coroutine[] waiter = new Coroutine[1];
            go(() -> {
                msleep(start + 10); // Armed first, so it runs first.
                waiter[0].cancel();
            });
            waiter[0] = go(() -> {
                rate.take();
                took[0] = true;
            });
            waiter[0].join();
            assertTrue(took[0]);
            assertFalse(rate.tryTake());
        });
    }

    @EveryEngine
    void aRateOfZeroIsRefused(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            for (double perSecond :
                    new double[] {0, -0.0, -1, 1e-10, 1e10, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE}) {
                Messages.assertFails(
                        IllegalArgumentException.class, "rate", () -> new Rate(perSecond, 1), ": " + perSecond);
            }
            for (int burst : new int[] {0, -1}) {
                Messages.assertFails(IllegalArgumentException.class, "rate", () -> new Rate(1, burst), ": " + burst);
            }
        });
    }

    @EveryEngine
    void countsOutOfRangeAreRefused(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Rate rate = new Rate(1, 2).named("mails");
            for (int count : new int[] {0, -1, 3}) {
                Messages.assertFails(
                        IllegalArgumentException.class,
                        "take rate mails, 1.0 a second, burst 2",
                        () -> rate.take(count),
                        "not between 1 and 2: " + count);
                assertThrows(IllegalArgumentException.class, () -> rate.tryTake(count));
            }
        });
    }

    @EveryEngine
    void theSlowestRateTakesThirtyYears(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Rate rate = new Rate(Rate.PER_SECOND_MIN);
            rate.take();
            long start = now();
            assertFalse(rate.take(1, start + 999_999_999_999L));
            assertTrue(rate.take(1, start + 1_000_000_000_000L));
            assertEquals(start + 1_000_000_000_000L, now());
        });
    }

    @EveryEngine
    void theDumpNamesIt(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Rate rate = new Rate(0.5).named("mails");
            rate.take();
            Coroutine first = go(() -> rate.take());
            Coroutine second = go(() -> rate.take());
            assertEquals("take(rate mails, 0.5 a second, burst 1)", first.waitingFor());
            assertEquals("take(rate mails, 0.5 a second, burst 1)", second.waitingFor());
        });
    }

    @EveryEngineAndOrder
    void aLoopThatTriesStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Rate rate = new Rate(1);
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                rate.tryTake();
                rate.take(1, 0);
            }
            assertTrue(ran[0]);
            Mill.self().cancel();
            rate.tryTake();
        });
    }
}
