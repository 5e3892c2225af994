package org.jmill.channels;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chdup;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.Variants;

/// Misuse of channels: one clear panic at the call at fault, and the mill stays usable.
class ChanPanicTest {
    @EveryEngineAndOrder
    void aNullChannel(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            String cause = "channel is null";
            Messages.assertPanics("chs", () -> chs(null, 1), cause);
            Messages.assertPanics("chr", () -> chr(null), cause);
            Messages.assertPanics("chdone", () -> chdone(null), cause);
            Messages.assertPanics("chdone", () -> chdone(null, 1), cause);
            Messages.assertPanics("chdup", () -> chdup(null), cause);
            Messages.assertPanics("chclose", () -> chclose(null), cause);
            Messages.assertPanics("in choose", () -> choose().in(null).end(), cause);
            Messages.assertPanics("in choose", () -> choose().in(null, v -> {}).end(), cause);
            Messages.assertPanics("out choose", () -> choose().out(null, 1).end(), cause);
            Messages.assertPanics(
                    "out choose", () -> choose().out(null, 1, () -> {}).end(), cause);
            Messages.assertPanics(
                    "outFrom choose", () -> choose().outFrom(null, () -> 1).end(), cause);
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void aClosedChannel(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (int capacity : Variants.CAPACITIES) {
                Chan<Object> ch = chmake(capacity);
                String label = " " + Inside.label(ch);
                chclose(ch);
                List<Ways.Way> ways = new ArrayList<>(Ways.TO_SEND);
                ways.addAll(Ways.TO_RECEIVE);
                for (Ways.Way way : ways) {
                    Messages.assertPanics(
                            way.operation() + label, () -> way.use().accept(ch), "channel is closed");
                }
                String closed = "channel is closed";
                Messages.assertPanics("chdone" + label, () -> chdone(ch), closed);
                Messages.assertPanics("chdone" + label, () -> chdone(ch, 1), closed);
                Messages.assertPanics("chdup" + label, () -> chdup(ch), closed);
                Messages.assertPanics("chclose" + label, () -> chclose(ch), closed);
                Messages.assertPanics("size" + label, ch::size, closed);
                Messages.assertPanics("capacity" + label, ch::capacity, closed);
                Messages.assertPanics("isDone" + label, ch::isDone, closed);
                assertTrue(ch.toString().endsWith("closed"));
                Inside.check(ch);
            }
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void aSendToADoneChannel(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (int capacity : Variants.CAPACITIES) {
                Chan<Object> ch = chmake(capacity);
                if (capacity > 1) {
                    chs(ch, "buffered"); // With room left, and without.
                }
                chdone(ch, "end");
                for (Ways.Way way : Ways.TO_SEND) {
                    Messages.assertPanics(
                            way.operation() + " " + Inside.label(ch),
                            () -> way.use().accept(ch),
                            "channel is done");
                    Inside.check(ch);
                }
                if (capacity > 1) {
                    assertEquals("buffered", chr(ch));
                }
                for (Ways.Way way : Ways.TO_RECEIVE) {
                    way.use().accept(ch);
                }
                assertEquals("end", chr(ch));
            }
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndCapacity
    void chdoneTwice(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            chdone(ch, 1);
            Messages.assertPanics("chdone <1>", () -> chdone(ch, 2), "done already");
            Messages.assertPanics("chdone <1>", () -> chdone(ch), "done already");
            Messages.assertPanics("chdone <1>", ch::done, "done already");
            assertEquals(1, chr(ch), "the first one counts");
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void chdoneWhileSendersWait(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (int capacity : Variants.CAPACITIES) {
                Chan<Integer> ch = chmake(capacity);
                while (ch.trySend(0)) {}
                Coroutine plain = go(() -> chs(ch, 1));
                Coroutine chooser = go(() -> choose().out(ch, 2).end());
                yieldNow();
                MillPanic panic = Messages.assertPanics(
                        "chdone " + Inside.label(ch),
                        () -> chdone(ch, 9),
                        "send to a done channel",
                        "{" + plain.id() + "}",
                        "{" + chooser.id() + "}");
                assertSame(MillPanic.class, panic.getClass());
                assertFalse(ch.isDone());
                for (int i = 0; i < capacity; i++) {
                    assertEquals(0, chr(ch));
                }
                assertEquals(1, chr(ch));
                assertEquals(2, chr(ch));
                chdone(ch, 9);
                assertEquals(9, chr(ch));
            }
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void closingTheLastReferenceWhileSomeoneWaits(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            List<Body<RuntimeException>> waits = List.of(
                    () -> chs(ch, 1),
                    () -> chr(ch),
                    () -> choose().in(ch).end(),
                    () -> choose().out(ch, 1).out(ch, 2).end());
            for (Body<?> wait : waits) {
                Coroutine waiter = go(wait);
                Messages.assertPanics("chclose <1>", () -> chclose(ch), "in use", "{" + waiter.id() + "}");
                assertEquals(0, ch.size(), "still open");
                waiter.cancel();
                waiter.join();
            }
            chclose(ch);
            assertTrue(Inside.isClosed(ch));
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void thePanicIsThrownInTheCoroutineAtFault(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            chdone(ch);
            List<Throwable> caught = new ArrayList<>();
            go(() -> caught.add(assertThrows(MillPanic.class, () -> chs(ch, 1))))
                    .join();
            assertEquals(1, caught.size());
            assertTrue(caught.get(0) instanceof IllegalStateException);
            Ways.assertMillUsable();
        });
    }

    @EveryEngine
    void anUncaughtPanicEndsTheMillAndNamesTheCoroutine(Engine engine) {
        MillPanic panic = assertThrows(
                MillPanic.class,
                () -> TestMill.run(engine, () -> {
                    Chan<Integer> ch = chmake(0);
                    chdone(ch);
                    go("culprit", () -> chs(ch, 1));
                    chr(chmake(0));
                }));
        Messages.assertShape(panic);
        assertTrue(panic.getSuppressed()[0].toString().contains("{1} culprit"), () -> "" + panic.getSuppressed()[0]);
    }

    @EveryEngine
    void inStrictModeThePanicSaysWhereTheChannelWasMade(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            chdone(ch);
            Messages.assertPanics("chs <1>", () -> chs(ch, 1), "(created ChanPanicTest.java:");
        });
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> ch = chmake(0);
            chdone(ch);
            assertFalse(
                    assertThrows(MillPanic.class, () -> chs(ch, 1)).getMessage().contains("created"));
        });
    }

    @EveryEngineAndOrder
    void aPanickingSenderOrReceiverLeavesNothingBehind(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Object> done = chmake(0);
            Chan<Object> open = chmake(0);
            done.done();
            for (int i = 0; i < 100; i++) {
                Messages.assertPanics(
                        "out <1>",
                        () -> choose().in(open).out(open, 1).out(done, 1).end(),
                        "done");
                Messages.assertPanics("chs <1>", () -> done.send(1, Mill.now() + 1), "done");
            }
            assertTrue(Inside.senders(open).isEmpty());
            assertTrue(Inside.receivers(open).isEmpty());
            Inside.check(done);
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void anInboxsChannelTakesNoValuesFromCoroutines(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<Object> inbox = Mill.inbox(4);
            Chan<Object> ch = inbox.chan();
            for (Ways.Way way : Ways.TO_SEND) {
                Messages.assertPanics(way.operation() + " <1>", () -> way.use().accept(ch), "inbox");
            }
            Messages.assertPanics("chdone <1>", () -> chdone(ch), "inbox");
            inbox.close();
            assertEquals(new Received.Done<Object>(null), ch.receiveOrDone());
            Ways.assertMillUsable();
        });
    }
}
