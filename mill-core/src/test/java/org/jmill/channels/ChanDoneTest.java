package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// What `chdone` does.
class ChanDoneTest {
    @EveryEngineAndCapacity
    void laterReceiversGetTheTerminalValueForEver(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            chdone(ch, 777);
            for (int i = 0; i < 300; i++) {
                assertEquals(777, chr(ch));
            }
            assertEquals(777, ch.receive(now()));
            assertEquals(new Received.Done<>(777), ch.receiveOrDone());
            assertEquals(new Received.Done<>(777), ch.tryReceive());
            Choose c = choose().in(ch);
            for (int i = 0; i < 3; i++) {
                assertEquals(0, c.end());
                assertEquals(new Received.Done<>(777), c.received());
                assertEquals(777, c.<Integer>value());
            }
            assertTrue(ch.isDone());
            Inside.check(ch);
        });
    }

    @EveryEngineAndCapacity
    void laterReceiversDrainTheBufferFirst(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            int sent = ChanOrderTest.fill(ch);
            assertEquals(capacity, sent);
            chdone(ch, -1);
            assertEquals(capacity, ch.size(), "the terminal value has its own place");
            for (int i = 0; i < sent; i++) {
                assertEquals(new Received.Value<>(i), ch.receiveOrDone());
                Inside.check(ch);
            }
            assertEquals(new Received.Done<>(-1), ch.receiveOrDone());
            assertEquals(0, ch.size());
        });
    }

    @EveryEngineAndOrder
    void allWaitersOfBothKindsAreWokenInTheOrderTheyQueued(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> other = chmake(0);
            go(() -> log.add("0 chr " + chr(ch)));
            go(() -> choose().in(ch, v -> log.add("1 choose " + v)).end());
            go(() -> log.add("2 " + ch.receiveOrDone()));
            go(() -> choose().in(other).in(ch, v -> log.add("3 choose " + v)).end());
            go(() -> log.add("4 chr " + ch.receive(now() + 60_000)));
            go(() -> {
                Choose c = choose().in(ch).in(ch).deadline(now() + 60_000);
                assertTrue(c.end() >= 0);
                log.add("5 " + c.received());
            });
            chdone(ch, 9);
            assertTrue(log.isEmpty(), "chdone never blocks");
            assertTrue(Inside.receivers(ch).isEmpty());
            assertTrue(Inside.receivers(other).isEmpty());
            yieldNow();
        });
        assertEquals(
                List.of("0 chr 9", "1 choose 9", "2 Done[last=9]", "3 choose 9", "4 chr 9", "5 Done[last=9]"), log);
    }

    @EveryEngineAndOrder
    void chdoneDoesNotGiveWay(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<String> log = new ArrayList<>();
            Chan<Integer> ch = chmake(0);
            go(() -> {
                yieldNow();
                log.add("child");
            });
            chdone(ch, 1);
            log.add("main");
            yieldNow();
            assertEquals(List.of("main", "child"), log);
        });
    }

    @EveryEngineAndCapacity
    void chdoneWithoutAValueGivesNull(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            List<Object> got = new ArrayList<>();
            go(() -> got.add(ch.receiveOrDone()));
            chdone(ch);
            yieldNow();
            assertEquals(List.of(new Received.Done<Integer>(null)), got);
            assertNull(chr(ch));
            Chan<Integer> objectStyle = chmake(capacity);
            objectStyle.done();
            assertNull(objectStyle.receive());
            Chan<Integer> valued = chmake(capacity);
            valued.done(null);
            assertEquals(new Received.Done<Integer>(null), valued.tryReceive());
        });
    }

    @EveryEngineAndCapacity
    void aForEachEndsWithoutSeeingTheTerminalValue(Engine engine, int capacity) {
        List<Integer> seen = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            go(() -> {
                for (int i = 0; i < 20; i++) {
                    chs(ch, i == 7 ? null : i);
                }
                chdone(ch, 99);
            });
            for (Integer v : ch) {
                seen.add(v);
            }
            for (Integer v : ch) {
                seen.add(v); // Not reached: it is done for ever.
            }
        });
        assertEquals(20, seen.size());
        assertNull(seen.get(7));
        assertEquals(19, seen.get(19));
    }

    @EveryEngine
    void anIteratorMayBeAskedAgainAndAgain(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<String> ch = chmake(2);
            chs(ch, "a");
            chs(ch, "b");
            chdone(ch);
            Iterator<String> it = ch.iterator();
            assertTrue(it.hasNext());
            assertTrue(it.hasNext(), "asking takes no value");
            assertEquals("a", it.next());
            assertEquals("b", it.next(), "next() does without hasNext()");
            assertFalse(it.hasNext());
            assertFalse(it.hasNext());
            Messages.assertShape(assertThrows(NoSuchElementException.class, it::next));
        });
    }

    @EveryEngineAndCapacity
    void severalForEachLoopsShareTheValues(Engine engine, int capacity) {
        List<Integer> seen = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            List<Coroutine> loops = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loops.add(go(() -> {
                    for (int v : ch) {
                        seen.add(v);
                        yieldNow();
                    }
                }));
            }
            for (int i = 0; i < 30; i++) {
                chs(ch, i);
            }
            chdone(ch);
            loops.forEach(Coroutine::join);
        });
        assertEquals(30, seen.stream().distinct().count());
        assertEquals(30, seen.size());
    }

    @EveryEngine
    void receiveOrDoneTellsAValueFromTheTerminalOneThatEqualsIt(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 5);
            chdone(ch, 5);
            assertEquals(new Received.Value<>(5), ch.receiveOrDone());
            assertEquals(new Received.Done<>(5), ch.receiveOrDone());
        });
    }

    @EveryEngine
    void aReceiverThatWasGivenAValueBeforeTheEndKeepsIt(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            List<Object> got = new ArrayList<>();
            go(() -> got.add(ch.receiveOrDone()));
            go(() -> got.add(ch.receiveOrDone()));
            chs(ch, 1); // Handed over; the receiver has not run yet.
            chdone(ch, 2);
            yieldNow();
            assertEquals(List.of(new Received.Value<>(1), new Received.Done<>(2)), got);
        });
    }
}
