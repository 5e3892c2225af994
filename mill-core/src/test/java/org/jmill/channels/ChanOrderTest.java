package org.jmill.channels;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Who gets which value: first come, first served, on both ends.
class ChanOrderTest {
    private static List<Integer> upTo(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    /// Sends what fits without waiting.
    static int fill(Chan<Integer> ch) {
        int sent = 0;
        while (ch.trySend(sent)) {
            sent++;
        }
        return sent;
    }

    @EveryEngineAndCapacity
    void valuesArriveInTheOrderSent(Engine engine, int capacity) {
        List<Integer> got = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            go(() -> {
                for (int i = 0; i < 50; i++) {
                    chs(ch, i);
                }
            });
            for (int i = 0; i < 50; i++) {
                got.add(chr(ch));
                Inside.check(ch);
            }
        });
        assertEquals(upTo(50), got);
    }

    @EveryEngineAndCapacity
    void valuesOfManyBlockedSendersArriveInTheOrderTheyCame(Engine engine, int capacity) {
        List<Integer> got = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            for (int i = 0; i < capacity + 10; i++) {
                int value = i;
                go(() -> chs(ch, value));
            }
            assertEquals(10, Inside.senders(ch).size());
            for (int i = 0; i < capacity + 10; i++) {
                got.add(chr(ch));
                Inside.check(ch);
            }
        });
        assertEquals(upTo(capacity + 10), got);
    }

    @EveryEngineAndCapacity
    void blockedReceiversAreServedInTheOrderTheyCame(Engine engine, int capacity) {
        List<String> got = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            for (int i = 0; i < 5; i++) {
                int receiver = i;
                go(() -> got.add(receiver + " gets " + chr(ch)));
            }
            for (int i = 0; i < 5; i++) {
                chs(ch, i);
                Inside.check(ch);
            }
            yieldNow();
        });
        assertEquals(List.of("0 gets 0", "1 gets 1", "2 gets 2", "3 gets 3", "4 gets 4"), got);
    }

    @EveryEngineAndOrder
    void plainReceiversAndChoosersStandInOneQueue(Engine engine, Order order) {
        List<String> got = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> other = chmake(0);
            go(() -> got.add("chr " + chr(ch)));
            go(() -> choose().in(other).in(ch, v -> got.add("choose " + v)).end());
            go(() -> got.add("chr " + chr(ch)));
            go(() -> choose().in(ch, v -> got.add("choose " + v)).end());
            for (int i = 0; i < 4; i++) {
                chs(ch, i);
            }
            yieldNow();
            assertTrue(Inside.receivers(other).isEmpty());
        });
        assertEquals(List.of("chr 0", "choose 1", "chr 2", "choose 3"), got);
    }

    @EveryEngineAndOrder
    void plainSendersAndChoosersStandInOneQueue(Engine engine, Order order) {
        List<Integer> got = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> other = chmake(0);
            go(() -> chs(ch, 0));
            go(() -> choose().out(other, 9).out(ch, 1).end());
            go(() -> chs(ch, 2));
            go(() -> choose().out(ch, 3).end());
            for (int i = 0; i < 4; i++) {
                got.add(chr(ch));
            }
            assertTrue(Inside.senders(other).isEmpty());
        });
        assertEquals(upTo(4), got);
    }

    @EveryEngineAndCapacity
    void aValueHandedToABlockedReceiverNeverEntersTheBuffer(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            List<Integer> got = new ArrayList<>();
            go(() -> got.add(chr(ch)));
            chs(ch, 7);
            assertEquals(0, ch.size());
            assertEquals(capacity, fill(ch), "the whole buffer is still free");
            yieldNow();
            assertEquals(List.of(7), got);
        });
    }

    @EveryEngineAndCapacity
    void aBlockedSendersValueMovesIntoTheSlotThatAReceiveFrees(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            fill(ch);
            boolean[] sent = {false};
            go(() -> {
                chs(ch, capacity);
                sent[0] = true;
            });
            assertFalse(sent[0]);
            assertEquals(0, chr(ch));
            assertEquals(capacity, ch.size());
            assertTrue(Inside.senders(ch).isEmpty());
            yieldNow();
            assertTrue(sent[0]);
            for (int i = 1; i <= capacity; i++) {
                assertEquals(i, chr(ch));
            }
        });
    }

    @EveryEngineAndCapacity
    void aSendBeyondTheCapacityWaits(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            List<Integer> sent = new ArrayList<>();
            Coroutine sender = go(() -> {
                for (int i = 0; ; i++) {
                    chs(ch, i);
                    sent.add(i);
                }
            });
            assertEquals(upTo(capacity), sent);
            assertEquals(capacity, ch.size());
            assertEquals("chs(<1>)", sender.waitingFor());
        });
    }

    @EveryEngineAndCapacity
    void aReceiveFromAnEmptyChannelWaits(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            Coroutine receiver = go(() -> chr(ch));
            assertEquals(Coroutine.State.WAITING, receiver.state());
            assertEquals("chr(<1>)", receiver.waitingFor());
        });
    }

    @EveryEngineAndCapacity
    void nullIsAValueLikeAnyOther(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<String> ch = chmake(capacity);
            go(() -> {
                chs(ch, null);
                chs(ch, "a");
                chs(ch, null);
                choose().out(ch, null).end();
                ch.done("end");
            });
            assertNull(chr(ch));
            assertEquals("a", chr(ch));
            assertEquals(new Received.Value<>(null), ch.receiveOrDone());
            Choose c = choose().in(ch);
            assertEquals(0, c.end());
            assertEquals(new Received.Value<>(null), c.received());
            assertNull(c.value());
            assertEquals(new Received.Done<>("end"), ch.receiveOrDone());
        });
    }

    @EveryEngineAndCapacity
    void nullReachesABlockedReceiver(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<String> ch = chmake(capacity);
            List<Object> got = new ArrayList<>();
            go(() -> got.add(ch.receiveOrDone()));
            go(() -> choose().in(ch, got::add).end());
            chs(ch, null);
            chs(ch, null);
            yieldNow();
            List<Object> expected = new ArrayList<>();
            expected.add(new Received.Value<String>(null));
            expected.add(null);
            assertEquals(expected, got);
        });
    }

    @EveryEngine
    void theBufferKeepsTheOrderWhereItWrapsAndGrows(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1000);
            int in = 0;
            int out = 0;
            for (int round = 1; round < 40; round++) { // More in than out, all the time.
                for (int i = 0; i < round; i++) {
                    chs(ch, in++);
                }
                for (int i = 0; i < round / 2; i++) {
                    assertEquals(out++, chr(ch));
                }
                Inside.check(ch);
            }
            while (ch.size() > 0) {
                assertEquals(out++, chr(ch));
            }
            assertEquals(in, out);
        });
    }

    @EveryEngineAndOrder
    void anOperationThatCanCompleteSwitchesOnlyInLibmillsOrder(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(4);
            go(() -> {
                chs(ch, 1);
                log.add("child sent");
                chr(ch);
                log.add("child received");
                choose().out(ch, 2).end();
                log.add("child chose");
                choose().otherwise().end();
                log.add("child chose otherwise");
            });
            for (int i = 0; i < 4; i++) {
                log.add("main");
                yieldNow();
            }
        });
        List<String> direct = List.of(
                "child sent", "child received", "child chose", "child chose otherwise", "main", "main", "main", "main");
        List<String> libmill = List.of(
                "main", "child sent", "main", "child received", "main", "child chose", "main", "child chose otherwise");
        assertEquals(order == Order.DIRECT ? direct : libmill, log);
    }
}
