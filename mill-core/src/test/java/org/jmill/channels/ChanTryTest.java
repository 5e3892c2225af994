package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// `trySend` and `tryReceive`: what is possible at once, and nothing else.
class ChanTryTest {
    @EveryEngineAndCapacity
    void trySendFillsTheBufferAndThenGivesUp(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            assertEquals(capacity, ChanOrderTest.fill(ch));
            assertFalse(ch.trySend(99));
            assertEquals(capacity, ch.size());
            assertTrue(Inside.senders(ch).isEmpty());
            for (int i = 0; i < capacity; i++) {
                assertEquals(new Received.Value<>(i), ch.tryReceive());
            }
            assertEquals(new Received.Empty<Integer>(), ch.tryReceive());
            assertTrue(Inside.receivers(ch).isEmpty());
        });
    }

    @EveryEngineAndCapacity
    void trySendHandsTheValueToABlockedReceiver(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            List<Integer> got = new ArrayList<>();
            go(() -> got.add(chr(ch)));
            assertTrue(ch.trySend(7));
            assertEquals(0, ch.size());
            yieldNow();
            assertEquals(List.of(7), got);
        });
    }

    @EveryEngineAndCapacity
    void tryReceiveTakesTheValueOfABlockedSenderInItsTurn(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            ChanOrderTest.fill(ch);
            go(() -> chs(ch, capacity));
            for (int i = 0; i <= capacity; i++) {
                assertEquals(new Received.Value<>(i), ch.tryReceive());
                assertTrue(Inside.senders(ch).isEmpty());
            }
            assertEquals(new Received.Empty<Integer>(), ch.tryReceive());
        });
    }

    @EveryEngine
    void tryReceiveTellsAValueTheEndAndNothingYetApart(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<String> ch = chmake(1);
            assertEquals(new Received.Empty<String>(), ch.tryReceive());
            assertTrue(ch.trySend(null));
            assertEquals(new Received.Value<String>(null), ch.tryReceive());
            assertEquals(new Received.Empty<String>(), ch.tryReceive());
            chdone(ch, null);
            assertEquals(new Received.Done<String>(null), ch.tryReceive());
        });
    }

    @EveryEngine
    void theyDoNotGiveWayInDirectOrder(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            List<String> log = new ArrayList<>();
            go(() -> {
                yieldNow();
                log.add("other");
            });
            ch.trySend(1);
            ch.trySend(2);
            ch.tryReceive();
            ch.tryReceive();
            assertEquals(List.of(), log);
        });
    }

    @EveryEngine
    void oneWhoTriesAllTheTimeStarvesNobody(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                yieldNow();
                chs(ch, 1);
            });
            int tries = 0;
            while (!(ch.tryReceive() instanceof Received.Value)) {
                tries++;
                assertTrue(tries < 1000);
            }
        });
    }

    @EveryEngineAndOrder
    void theyWorkInACancelledCoroutine(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            Coroutine c = go(() -> {
                try {
                    Mill.msleep(-1);
                } finally {
                    for (int i = 0; i < 300; i++) {
                        assertTrue(ch.trySend(i));
                        assertEquals(new Received.Value<>(i), ch.tryReceive());
                    }
                    ch.trySend(1000);
                    ch.done();
                }
            });
            c.cancel();
            c.join();
            assertEquals(1000, chr(ch));
            assertTrue(ch.isDone());
        });
    }
}
