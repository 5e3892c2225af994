package org.jmill.channels;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
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

import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.Leftovers;
import org.jmill.harness.TestMill;

/// A cancelled or timed-out operation leaves nothing behind: no waiter, no value, no memory.
class ChanLeftoversTest {
    private static void assertUntouched(Chan<?> ch) {
        assertTrue(Inside.senders(ch).isEmpty());
        assertTrue(Inside.receivers(ch).isEmpty());
        Inside.check(ch);
        Inside.check();
    }

    /// Each way to wait until a value is sent: the object and the deadline.
    private static void eachSend(Chan<Object> ch, Consumer<SendWithDeadline> test) {
        test.accept((v, deadline) -> ch.send(v, deadline));
        test.accept((v, deadline) -> choose().out(ch, v).deadline(deadline).end());
        test.accept((v, deadline) ->
                choose().out(ch, v).out(ch, v).deadline(deadline).end());
        test.accept((v, deadline) ->
                choose().outFrom(ch, () -> v).deadline(deadline).end());
    }

    private interface SendWithDeadline {
        void send(Object value, long deadlineMs);
    }

    @EveryEngineAndCapacity
    void aTimedOutSend(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Object> ch = chmake(capacity);
            while (ch.trySend("full")) {}
            eachSend(ch, way -> {
                WeakReference<Object> value = Leftovers.made(v -> way.send(v, now() + 5));
                assertUntouched(ch);
                Leftovers.assertCollected(value);
            });
            assertEquals(capacity, ch.size());
        });
    }

    @EveryEngineAndCapacity
    void aCancelledSend(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Object> ch = chmake(capacity);
            while (ch.trySend("full")) {}
            eachSend(ch, way -> {
                WeakReference<Object> value = Leftovers.made(v -> sendCancelled(ch, way, v));
                assertUntouched(ch);
                Leftovers.assertCollected(value);
            });
            assertEquals(capacity, ch.size());
        });
    }

    /// The sender goes on after its wait, so that only what the mill keeps of it can hold the
    /// value.
    private static void sendCancelled(Chan<Object> ch, SendWithDeadline way, Object value) {
        Object[] slot = {value};
        Coroutine sender = go(() -> {
            Object v = slot[0];
            slot[0] = null;
            assertThrows(CancelledException.class, () -> way.send(v, -1));
        });
        assertEquals(1, Inside.senders(ch).size());
        sender.cancel();
        assertTrue(Inside.senders(ch).isEmpty(), "gone at once");
        yieldNow();
        assertTrue(sender.isDone());
    }

    @EveryEngineAndCapacity
    void aTimedOutReceive(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Object> ch = chmake(capacity);
            Chan<Object> other = chmake(0);
            assertThrows(DeadlineException.class, () -> ch.receive(now() + 5));
            assertUntouched(ch);
            assertEquals(
                    Choose.TIMEOUT,
                    choose().in(ch).in(other).in(ch).deadline(now() + 5).end());
            assertUntouched(ch);
            assertUntouched(other);
        });
    }

    @EveryEngineAndCapacity
    void aCancelledReceive(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Object> ch = chmake(capacity);
            Coroutine[] receivers = {
                go(() -> chr(ch)),
                go(() -> ch.receiveOrDone()),
                go(() -> ch.receive(now() + 60_000)),
                go(() -> choose().in(ch).in(ch).end()),
                go(() -> ch.iterator().hasNext())
            };
            assertEquals(5, Inside.receivers(ch).size());
            for (Coroutine receiver : receivers) {
                receiver.cancel();
            }
            assertUntouched(ch);
            yieldNow();
            assertFalse(capacity == 0 && ch.trySend(1), "nobody receives");
        });
    }

    @EveryEngineAndCapacity
    void aCancellationInTheMiddleOfAQueue(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Object> ch = chmake(capacity);
            while (ch.trySend("full")) {}
            Coroutine[] senders = new Coroutine[7];
            for (int i = 0; i < senders.length; i++) {
                int value = i;
                senders[i] = value % 2 == 0
                        ? go(() -> chs(ch, value))
                        : go(() -> choose().out(ch, value).end());
            }
            for (int i : new int[] {3, 0, 6}) {
                senders[i].cancel();
                Inside.check(ch);
            }
            for (int i = 0; i < capacity; i++) {
                assertEquals("full", chr(ch));
            }
            for (int i : new int[] {1, 2, 4, 5}) {
                assertEquals(i, chr(ch));
            }
            assertUntouched(ch);
        });
    }

    @EveryEngine
    void aCoroutineThatWasGivenItsValueBeforeTheCancellationKeepsIt(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            int[] got = {0};
            Coroutine receiver = go(() -> {
                got[0] = chr(ch);
                chr(ch);
            });
            chs(ch, 5);
            receiver.cancel();
            yieldNow();
            assertEquals(5, got[0], "a value is never lost");
            assertUntouched(ch);
            assertTrue(receiver.isDone());
        });
    }

    @EveryEngineAndCapacity
    void aReceivedValueIsHeldByNobodyButItsReceiver(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Object> ch = chmake(capacity);
            Coroutine receiver = go(() -> {
                chr(ch);
                msleep(-1);
            });
            WeakReference<Object> handed = Leftovers.made(v -> chs(ch, v));
            yieldNow();
            assertEquals("msleep()", receiver.waitingFor());
            Leftovers.assertCollected(handed);
            if (capacity > 0) {
                WeakReference<Object> buffered = Leftovers.made(v -> chs(ch, v));
                chr(ch);
                Leftovers.assertCollected(buffered);
            }
        });
    }

    @EveryEngine
    void aValueThatCameThroughABlockedSender(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Object> ch = chmake(0);
            Object[] slot = {null};
            WeakReference<Object> sent = Leftovers.made(v -> slot[0] = v);
            go(() -> {
                Object v = slot[0];
                slot[0] = null;
                chs(ch, v);
                v = null;
                msleep(-1);
            });
            chr(ch);
            yieldNow();
            Leftovers.assertCollected(sent);
        });
    }

    @EveryEngine
    void aKeptChooseHoldsNoValueThatItDidNotSend(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Object> full = chmake(0);
            Chan<Object> open = chmake(1);
            Object[] next = {null};
            Choose c = choose().outFrom(full, () -> next[0]).out(open, "sent").when(() -> true);
            WeakReference<Object> value = Leftovers.made(v -> {
                next[0] = v;
                assertEquals(1, c.end());
                next[0] = null;
            });
            Inside.check(c);
            Leftovers.assertCollected(value);
            Choose orElse = choose().outFrom(full, () -> next[0]).otherwise();
            WeakReference<Object> other = Leftovers.made(v -> {
                next[0] = v;
                assertEquals(Choose.TIMEOUT, orElse.end());
                next[0] = null;
            });
            Inside.check(orElse);
            Leftovers.assertCollected(other);
        });
    }

    @EveryEngine
    void aKeptChooseThatPanickedHoldsNoValue(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Object> full = chmake(0);
            Chan<Object> done = chmake(0);
            done.done();
            Object[] next = {null};
            Choose c = choose().outFrom(full, () -> next[0]).out(done, 1);
            WeakReference<Object> value = Leftovers.made(v -> {
                next[0] = v;
                assertThrows(MillPanic.class, c::end);
                next[0] = null;
            });
            Inside.check(c);
            Leftovers.assertCollected(value);
        });
    }
}
