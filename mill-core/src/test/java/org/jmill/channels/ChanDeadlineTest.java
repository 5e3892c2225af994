package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
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
import org.jmill.Chan;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.VirtualClock;

/// `send(v, deadline)`, `receive(deadline)` and `receiveOrDone(deadline)`, in virtual time.
class ChanDeadlineTest {
    @EveryEngineAndCapacity
    void aReceiveMissesAtItsDeadline(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            long start = now();
            Messages.assertFails(DeadlineException.class, "chr <1>", () -> ch.receive(start + 50), "deadline passed");
            assertEquals(start + 50, now());
            assertTrue(Inside.receivers(ch).isEmpty());
        });
    }

    @EveryEngineAndCapacity
    void aSendMissesAtItsDeadline(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            ChanOrderTest.fill(ch);
            long start = now();
            assertFalse(ch.send(99, start + 50));
            assertEquals(start + 50, now());
            assertTrue(Inside.senders(ch).isEmpty());
            assertEquals(capacity, ch.size());
            Inside.check(ch);
        });
    }

    @EveryEngineAndCapacity
    void whatCanBeDoneAtOnceIsDoneWhateverTheDeadline(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            long start = now();
            for (long deadline : new long[] {0, start - 1, start, -1, start + 9}) {
                go(() -> chs(ch, 3));
                assertEquals(3, ch.receive(deadline));
                List<Integer> got = new ArrayList<>();
                go(() -> got.add(chr(ch)));
                assertTrue(ch.send(4, deadline));
                yieldNow();
                assertEquals(List.of(4), got);
            }
            assertEquals(start, now());
        });
    }

    @EveryEngineAndCapacity
    void aDeadlineInThePastMissesAtTheNextPoll(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            for (long deadline : new long[] {0, now() - 1, now()}) {
                assertThrows(DeadlineException.class, () -> ch.receive(deadline));
            }
            ChanOrderTest.fill(ch);
            for (long deadline : new long[] {0, now() - 1, now()}) {
                assertFalse(ch.send(7, deadline));
            }
            assertEquals(VirtualClock.START_MS, now());
        });
    }

    @EveryEngineAndCapacity
    void aDeadlineInThePastStillLetsThoseGoFirstWhoAreReady(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            go(() -> {
                yieldNow();
                chs(ch, 5);
            });
            assertEquals(5, ch.receive(0));
        });
    }

    @EveryEngineAndCapacity
    void aNegativeDeadlineIsNone(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            for (long none : new long[] {-1, -2, Long.MIN_VALUE}) {
                long start = now();
                go(() -> {
                    msleep(start + 1_000_000);
                    chs(ch, 5);
                });
                assertEquals(5, ch.receive(none));
                ChanOrderTest.fill(ch);
                go(() -> {
                    msleep(start + 2_000_000);
                    for (int i = 0; i <= capacity; i++) {
                        chr(ch);
                    }
                });
                assertTrue(ch.send(1, none));
                yieldNow();
                assertEquals(start + 2_000_000, now());
            }
        });
    }

    @EveryEngineAndCapacity
    void whatHappensInTimeWinsAndTheDeadlineIsForgotten(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(capacity);
            long start = now();
            go(() -> {
                msleep(start + 40);
                chs(ch, 1);
            });
            assertEquals(1, ch.receive(start + 50));
            assertEquals(start + 40, now());
            msleep(start + 500); // Past the deadline that was disarmed.
            assertEquals(start + 500, now());
            Inside.check();
        });
    }

    @EveryEngine
    void theEndOfTheChannelIsNoMiss(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                msleep(now() + 5);
                chdone(ch, 9);
            });
            assertEquals(9, ch.receive(now() + 50));
            assertEquals(9, ch.receive(0));
        });
    }

    @EveryEngineAndOrder
    void aReceiveWithADeadlineTellsTheEndFromAValueAndFromAMiss(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(1);
            long start = now();
            Messages.assertFails(
                    DeadlineException.class, "chr <1>", () -> ch.receiveOrDone(start + 50), "deadline passed");
            assertEquals(start + 50, now());
            Inside.check(ch);
            go(() -> {
                msleep(start + 60);
                chs(ch, 9); // The receiver waits for it.
            });
            assertEquals(new Received.Value<>(9), ch.receiveOrDone(start + 100));
            chs(ch, 9); // It lies in the buffer.
            chdone(ch, 9);
            assertEquals(new Received.Value<>(9), ch.receiveOrDone(start + 100));
            assertEquals(new Received.Done<>(9), ch.receiveOrDone(start + 100));
            assertEquals(new Received.Done<>(9), ch.receiveOrDone(0));
            assertEquals(start + 60, now());
        });
    }

    @EveryEngineAndOrder
    void aReceiveWithADeadlineIsWokenByTheEnd(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            long start = now();
            go(() -> {
                msleep(start + 5);
                chdone(ch, 9);
            });
            assertEquals(new Received.Done<>(9), ch.receiveOrDone(start + 50));
            assertEquals(start + 5, now());
            msleep(start + 500); // Past the deadline that was disarmed.
            assertEquals(start + 500, now());
        });
    }

    @EveryEngineAndOrder
    void aMissedReceiverIsPassedOver(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            List<String> log = new ArrayList<>();
            go(() -> log.add("first " + chr(ch)));
            go(() -> {
                assertThrows(DeadlineException.class, () -> ch.receive(now() + 10));
                log.add("missed");
            });
            go(() -> log.add("third " + chr(ch)));
            msleep(now() + 20);
            Inside.check(ch);
            chs(ch, 1);
            chs(ch, 2);
            yieldNow();
            assertEquals(List.of("missed", "first 1", "third 2"), log);
        });
    }

    @EveryEngineAndOrder
    void aMissedSendersValueIsNeverReceived(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> chs(ch, 1));
            go(() -> assertFalse(ch.send(2, now() + 10)));
            go(() -> chs(ch, 3));
            msleep(now() + 20);
            Inside.check(ch);
            assertEquals(1, chr(ch));
            assertEquals(3, chr(ch));
            assertEquals(new Received.Empty<Integer>(), ch.tryReceive());
        });
    }

    @EveryEngineAndOrder
    void equalDeadlinesMissInTheOrderTheyWereArmed(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            long deadline = now() + 10;
            List<String> log = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                Chan<Integer> ch = chmake(0);
                go(() -> {
                    assertFalse(ch.send(number, deadline));
                    log.add("send " + number);
                });
                Chan<Integer> other = chmake(0);
                go(() -> {
                    assertThrows(DeadlineException.class, () -> other.receive(deadline));
                    log.add("receive " + number);
                });
            }
            msleep(deadline);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                expected.add("send " + i);
                expected.add("receive " + i);
            }
            assertEquals(expected, log);
        });
    }
}
