package org.jmill.scheduling;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.after;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;
import org.jmill.harness.VirtualClock;

/// Deadlines and sleeping.
class TimerTest {
    @EveryEngineAndOrder
    void sleepersWakeByDeadlineAndThenInTheOrderTheyArmed(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.virtualTime(engine).order(order).run(() -> {
            long start = now();
            for (String s : List.of("c30", "a10", "d30", "b20", "e30")) {
                go(() -> {
                    msleep(start + Integer.parseInt(s.substring(1)));
                    log.add(s + "@" + (now() - start));
                });
            }
            msleep(start + 31);
        });
        assertEquals(List.of("a10@10", "b20@20", "c30@30", "d30@30", "e30@30"), log);
    }

    @EveryEngineAndOrder
    void timersThatExpireInOnePollFireByDeadline(Engine engine, Order order) {
        List<Integer> log = new ArrayList<>();
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            long start = now();
            for (int ms : new int[] {9, 3, 7, 1, 5, 3}) {
                go(() -> {
                    msleep(start + ms);
                    log.add(ms);
                });
            }
            mill.clock.advance(20);
            msleep(now());
        });
        assertEquals(List.of(1, 3, 3, 5, 7, 9), log);
    }

    @EveryEngineAndOrder
    void theTimeDoesNotPassWhileSomebodyIsReady(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            long start = now();
            for (int i = 0; i < 1000; i++) {
                yieldNow();
            }
            assertEquals(start, now());
        });
    }

    @EveryEngine
    void realTimePassesWhileAMillSleeps(Engine engine) {
        TestMill.run(engine, () -> {
            long start = now();
            long startNs = System.nanoTime();
            msleep(start + 50);
            assertTrue(now() >= start + 50);
            assertTrue(System.nanoTime() - startNs >= 49_000_000L);
        });
    }

    @EveryEngine
    void theClockIsMonotonicAndFarFromZero(Engine engine) {
        TestMill.run(engine, () -> {
            long last = now();
            assertTrue(last > 86_400_000L, "a time a day ago is no negative deadline");
            for (int i = 0; i < 1000; i++) {
                long next = now();
                assertTrue(next >= last);
                last = next;
            }
        });
    }

    @EveryEngineAndOrder
    void aDeadlineOf0OrInThePastTriesOnceInEveryCall(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.virtualTime(engine).order(order).run(() -> {
                long start = now();
                Coroutine endless = go(() -> msleep(-1));
                Chan<Integer> empty = chmake(0);
                Chan<Integer> full = chmake(1);
                full.trySend(1);
                for (long deadline : new long[] {0, start - 1, start}) {
                    msleep(deadline);
                    assertFalse(empty.send(1, deadline));
                    assertThrows(DeadlineException.class, () -> empty.receive(deadline));
                    assertFalse(full.send(2, deadline));
                    assertEquals(-1, choose().in(empty).deadline(deadline).end());
                    assertEquals(-1, choose().deadline(deadline).end());
                    assertEquals(0, fdwait(pipe.source, FDW_IN, deadline));
                    assertFalse(endless.join(deadline));
                }
                assertEquals(start, now());
                Inside.check();
            });
        }
    }

    @EveryEngineAndOrder
    void anOperationThatCanCompleteDoesSoWhateverItsDeadline(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            pipe.write();
            TestMill.realTime(engine).order(order).run(() -> {
                Chan<Integer> ch = chmake(1);
                Coroutine ended = go(() -> {});
                for (long deadline : new long[] {0, now() - 1, -1, now() + 60_000, Long.MAX_VALUE}) {
                    assertTrue(ch.send(1, deadline));
                    assertEquals(1, ch.receive(deadline));
                    assertEquals(0, choose().out(ch, 2).deadline(deadline).end());
                    assertEquals(0, choose().in(ch).deadline(deadline).end());
                    assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, deadline));
                    assertTrue(ended.join(deadline));
                }
            });
        }
    }

    @EveryEngineAndOrder
    void anyNegativeDeadlineMeansNone(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            for (long none : new long[] {-1, -2, Long.MIN_VALUE}) {
                TestMill mill = TestMill.virtualTime(engine).order(order);
                mill.run(() -> {
                    List<Coroutine> waiters = new ArrayList<>();
                    Chan<Integer> empty = chmake(0);
                    Chan<Integer> full = chmake(0);
                    waiters.add(go(() -> msleep(none)));
                    waiters.add(go(() -> empty.receive(none)));
                    waiters.add(go(() -> full.send(1, none)));
                    waiters.add(go(() -> choose().in(empty).deadline(none).end()));
                    waiters.add(go(() -> choose().deadline(none).end()));
                    waiters.add(go(() -> fdwait(pipe.source, FDW_IN, none)));
                    waiters.add(go(() -> waiters.get(0).join(none)));
                    msleep(now() + 1_000_000_000L);
                    waiters.forEach(w -> assertEquals(Coroutine.State.WAITING, w.state()));
                });
                assertEquals(List.of(1_000_000_000L), mill.poller.timeouts().subList(0, 1));
            }
        }
    }

    @EveryEngineAndOrder
    void aTimerThatIsNoLongerNeededIsRemoved(Engine engine, Order order) {
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            Chan<Integer> ch = chmake(0);
            long later = now() + 5000;
            go(() -> ch.receive(later));
            go(() -> choose().in(ch).deadline(later).end());
            Coroutine sleeper = go(() -> msleep(later));
            chs(ch, 1);
            chs(ch, 2);
            sleeper.cancel();
            msleep(now());
            Inside.check();
            msleep(now() + 10_000);
        });
        assertEquals(10_000L, mill.poller.timeouts().getLast(), "no old timer ended the wait");
    }

    @EveryEngineAndOrder
    void aTimerAndAClauseThatComeInOnePollAreDecidedByWhoActsFirst(Engine engine, Order order) {
        boolean[] sent = {true};
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            long together = now() + 10;
            go(() -> {
                msleep(together); // Its timer fires first, but it sends only in its turn.
                sent[0] = ch.trySend(1);
            });
            assertEquals(-1, choose().in(ch).deadline(together).end());
            yieldNow();
            assertTrue(Inside.receivers(ch).isEmpty());
            Inside.check();
        });
        assertFalse(sent[0]);
    }

    @EveryEngineAndOrder
    void aClauseThatBecomesReadyBeforeThePollWinsOverADeadlineInThePast(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                yieldNow();
                chs(ch, 7);
            });
            Choose choose = choose().in(ch).deadline(0);
            assertEquals(0, choose.end());
            assertEquals(7, choose.<Integer>value());
            Inside.check();
        });
    }

    @EveryEngineAndOrder
    void aDescriptorIsServedBeforeATimerOfTheSamePoll(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill mill = TestMill.virtualTime(engine).order(order);
            mill.run(() -> {
                long deadline = now() + 10;
                mill.poller.onPoll(() -> {
                    mill.clock.advance(10);
                    mill.poller.ready(pipe.source, FDW_IN);
                });
                assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, deadline));
            });
        }
    }

    @EveryEngineAndOrder
    void aSleepUntilTheEndOfTimeDoesNotFire(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).run(() -> {
            Coroutine sleeper = go(() -> msleep(Long.MAX_VALUE));
            msleep(now() + 5);
            assertEquals(Coroutine.State.WAITING, sleeper.state());
        });
    }

    @EveryEngine
    void afterIsADurationAheadRoundedUp(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            assertEquals(now() + 1500, after(Duration.ofMillis(1500)));
            assertEquals(now() + 1, after(Duration.ofNanos(1)));
            assertEquals(now(), after(Duration.ZERO));
            assertEquals(now() - 10, after(Duration.ofMillis(-10)));
            assertEquals(now() - 9, after(Duration.ofNanos(-9_999_999)));
            assertEquals(0, after(Duration.ofDays(-1000)), "in the past, not without limit");
            assertEquals(0, after(Duration.ofSeconds(Long.MIN_VALUE)));
            assertEquals(Long.MAX_VALUE, after(Duration.ofSeconds(Long.MAX_VALUE)));
            Messages.assertPanics("after", () -> after(null), "null");
        });
    }

    @EveryEngine
    void aHundredThousandSleepersWakeInOrder(Engine engine) {
        int timers = 100_000; // A million of them: see ParkedTest.
        long[] fired = {0, 0, 0}; // How many, the last deadline, out of order.
        TestMill.virtualTime(engine).fast().run(() -> {
            long start = now();
            java.util.SplittableRandom random = new java.util.SplittableRandom(1);
            for (int i = 0; i < timers; i++) {
                long deadline = start + 1 + random.nextInt(1_000_000);
                go(() -> {
                    msleep(deadline);
                    fired[0]++;
                    fired[2] += deadline < fired[1] || now() < deadline ? 1 : 0;
                    fired[1] = deadline;
                });
            }
            msleep(start + 1_000_001);
        });
        assertEquals(timers, fired[0]);
        assertEquals(0, fired[2]);
    }

    @EveryEngineAndOrder
    void sleepersOfOneDeadlineInterleaveWithThoseWhoReceiveFairly(Engine engine, Order order) {
        List<Integer> log = new ArrayList<>();
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(100);
            for (int i = 0; i < 10; i++) {
                int number = i;
                go(() -> {
                    msleep(VirtualClock.START_MS + 100);
                    chs(ch, number);
                });
            }
            for (int i = 0; i < 10; i++) {
                log.add(chr(ch));
            }
        });
        assertEquals(IntStream.range(0, 10).boxed().toList(), log);
    }
}
