package org.jmill.outside;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.function.Executable;

/// The one way in for other threads.
class InboxTest {
    private static final long LIMIT_MS = 30_000;

    /// A thread that notes what its code threw.
    private static final class Stranger {
        private final Thread thread;
        private volatile Throwable thrown;

        Stranger(Executable code) {
            thread = Thread.ofPlatform().name("a stranger").daemon().start(() -> {
                try {
                    code.execute();
                } catch (Throwable t) {
                    thrown = t;
                }
            });
        }

        /// Waits for its end, without a mill, and gives what it threw.
        Throwable end() throws InterruptedException {
            thread.join(LIMIT_MS);
            assertFalse(thread.isAlive(), "the stranger still runs");
            return thrown;
        }

        /// Waits, in a mill, until the thread waits.
        void awaitWaiting() {
            await(Thread.State.WAITING);
        }

        /// Waits, in a mill, until the thread waits for a limited time.
        void awaitTimedWaiting() {
            await(Thread.State.TIMED_WAITING);
        }

        private void await(Thread.State state) {
            while (thread.getState() != state) {
                msleep(now() + 1);
            }
        }
    }

    @EveryEngineAndOrder
    void aValueGivenByAnotherThreadIsReceived(Engine engine, Order order) throws Exception {
        Stranger[] stranger = {null};
        TestMill.run(engine, order, () -> {
            Inbox<String> inbox = inbox(1);
            stranger[0] = new Stranger(() -> assertTrue(inbox.offer("value")));
            assertEquals("value", chr(inbox.chan()));
            assertEquals(0, inbox.size());
        });
        assertNull(stranger[0].end());
    }

    @EveryEngineAndOrder
    void nullIsAValueLikeAnyOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<String> inbox = inbox(2);
            inbox.offer(null);
            inbox.close();
            assertEquals(new Received.Value<>(null), inbox.chan().receiveOrDone());
            assertEquals(new Received.Done<>(null), inbox.chan().receiveOrDone());
        });
    }

    @EveryEngineAndOrder
    void offerTellsWhenItIsFullAndOnlyReceivingMakesRoom(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(2);
            assertEquals(2, inbox.capacity());
            assertTrue(inbox.offer(1));
            assertTrue(inbox.offer(2));
            assertFalse(inbox.offer(3));
            assertEquals(2, inbox.size());
            msleep(now()); // The values lie in the channel now: still no room.
            assertFalse(inbox.offer(3));
            assertEquals(1, chr(inbox.chan()));
            assertTrue(inbox.offer(3));
            assertFalse(inbox.offer(4));
            assertEquals(2, chr(inbox.chan()));
            assertEquals(3, chr(inbox.chan()));
        });
    }

    @EveryEngineAndOrder
    void nobodySendsToItsChannelNotEvenWhereAReceiverWaits(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(2);
            Chan<Integer> ch = inbox.chan();
            int[] received = {0};
            Coroutine receiver = go(() -> received[0] = chr(ch));
            for (Executable send : List.<Executable>of(
                    () -> ch.send(1),
                    () -> ch.trySend(1),
                    () -> ch.send(1, now()),
                    () -> choose().out(ch, 1).end())) {
                String message = assertThrows(MillPanic.class, send).getMessage();
                assertTrue(message.contains("channel belongs to an inbox"), message);
            }
            inbox.offer(2);
            receiver.join();
            assertEquals(2, received[0]);
        });
    }

    @EveryEngineAndOrder
    void putBlocksItsThreadUntilThereIsRoom(Engine engine, Order order) throws Exception {
        Stranger[] putter = {null};
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            putter[0] = new Stranger(() -> {
                inbox.put(1);
                inbox.put(2);
            });
            putter[0].awaitWaiting();
            assertEquals(1, inbox.size());
            assertEquals(1, chr(inbox.chan()));
            assertEquals(2, chr(inbox.chan()));
        });
        assertNull(putter[0].end());
    }

    @EveryEngineAndOrder
    void aThreadInterruptedInPutHasGivenNothing(Engine engine, Order order) throws Exception {
        Stranger[] putter = {null};
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            inbox.offer(1);
            putter[0] = new Stranger(() -> inbox.put(2));
            putter[0].awaitWaiting();
            putter[0].thread.interrupt();
            assertInstanceOf(InterruptedException.class, Mill.blocking(() -> putter[0].end()));
            assertEquals(1, chr(inbox.chan()));
            inbox.close();
            assertInstanceOf(Received.Done.class, inbox.chan().receiveOrDone());
        });
    }

    @EveryEngineAndOrder
    void aCloseWhilePuttersWaitRefusesThem(Engine engine, Order order) throws Exception {
        List<Stranger> putters = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            inbox.offer(1);
            for (int i = 0; i < 3; i++) {
                putters.add(new Stranger(() -> inbox.put(2)));
            }
            putters.forEach(Stranger::awaitWaiting);
            inbox.close();
            assertEquals(1, chr(inbox.chan()));
            assertInstanceOf(Received.Done.class, inbox.chan().receiveOrDone());
        });
        for (Stranger putter : putters) {
            assertInstanceOf(IllegalStateException.class, putter.end());
            assertTrue(putter.thrown.getMessage().contains("closed"), putter.thrown.getMessage());
        }
    }

    @EveryEngineAndOrder
    void theEndOfTheMillRefusesThoseWhoWaitInPut(Engine engine, Order order) throws Exception {
        Stranger[] putter = {null};
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            inbox.offer(1);
            putter[0] = new Stranger(() -> inbox.put(2));
            putter[0].awaitWaiting();
        });
        assertInstanceOf(IllegalStateException.class, putter[0].end());
    }

    // ---- offers that wait for a limited time

    private static final Duration LONG = Duration.ofHours(1);

    @EveryEngineAndOrder
    void aTimedOfferBlocksItsThreadUntilThereIsRoom(Engine engine, Order order) throws Exception {
        Stranger[] giver = {null};
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            giver[0] = new Stranger(() -> {
                assertTrue(inbox.offer(1, Duration.ZERO), "there is room");
                assertTrue(inbox.offer(2, LONG));
                assertTrue(inbox.offer(3, Duration.ofSeconds(Long.MAX_VALUE)));
            });
            giver[0].awaitTimedWaiting();
            assertEquals(1, inbox.size());
            for (int i = 1; i <= 3; i++) {
                assertEquals(i, chr(inbox.chan()));
            }
        });
        assertNull(giver[0].end());
    }

    @EveryEngineAndOrder
    void aTimedOfferWhoseTimePassesHasGivenNothing(Engine engine, Order order) throws Exception {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            inbox.offer(1);
            for (int ms : new int[] {-5, 0, 20}) {
                Stranger giver = new Stranger(() -> {
                    long start = System.nanoTime();
                    assertFalse(inbox.offer(2, Duration.ofMillis(ms)));
                    assertTrue(System.nanoTime() - start >= ms * 1_000_000L, "too early");
                });
                assertNull(Mill.blocking(giver::end));
            }
            assertEquals(1, chr(inbox.chan()));
            inbox.close();
            assertInstanceOf(Received.Done.class, inbox.chan().receiveOrDone());
        });
    }

    @EveryEngineAndOrder
    void aThreadInterruptedInATimedOfferHasGivenNothing(Engine engine, Order order) throws Exception {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            inbox.offer(1);
            Stranger giver = new Stranger(() -> inbox.offer(2, LONG));
            giver.awaitTimedWaiting();
            giver.thread.interrupt();
            assertInstanceOf(InterruptedException.class, Mill.blocking(giver::end));
            assertEquals(1, chr(inbox.chan()));
            inbox.close();
            assertInstanceOf(Received.Done.class, inbox.chan().receiveOrDone());
        });
    }

    @EveryEngineAndOrder
    void aCloseAndTheEndOfTheMillRefuseATimedOfferThatWaits(Engine engine, Order order) throws Exception {
        List<Stranger> givers = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (int i = 0; i < 2; i++) {
                Inbox<Integer> inbox = inbox(1);
                inbox.offer(1);
                Stranger giver = new Stranger(() -> inbox.offer(2, LONG));
                giver.awaitTimedWaiting();
                givers.add(giver);
                if (i == 0) {
                    inbox.close();
                }
            }
        });
        for (Stranger giver : givers) {
            assertInstanceOf(IllegalStateException.class, giver.end());
            Messages.assertShape(giver.thrown);
        }
        assertTrue(
                givers.get(0).thrown.getMessage().endsWith("inbox is closed"),
                givers.get(0).thrown.getMessage());
        assertTrue(
                givers.get(1).thrown.getMessage().endsWith("mill has ended"),
                givers.get(1).thrown.getMessage());
    }

    @EveryEngineAndOrder
    void aTimedOfferOnTheMillsThreadOrWithoutATimePanics(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            Messages.assertFails(MillPanic.class, "offer inbox <1>", () -> inbox.offer(1, LONG), "own thread");
            Messages.assertFails(MillPanic.class, "offer inbox <1>", () -> inbox.offer(1, null), "timeout is null");
            assertEquals(0, inbox.size());
        });
    }

    @EveryEngineAndOrder
    void nothingIsAcceptedAfterClose(Engine engine, Order order) throws Exception {
        List<Inbox<Integer>> inboxes = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(3);
            inboxes.add(inbox);
            inbox.offer(1);
            inbox.close();
            inbox.close(); // Does nothing.
            assertTrue(inbox.isClosed());
            IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> inbox.offer(2));
            Messages.assertShape(thrown);
            assertTrue(thrown.getMessage().contains("closed"), thrown.getMessage());
            Throwable put = Mill.blocking(() -> new Stranger(() -> inbox.put(2)).end());
            assertInstanceOf(IllegalStateException.class, put);
            assertEquals(1, chr(inbox.chan()), "what was accepted before is received");
            assertNull(chr(inbox.chan()));
            assertTrue(inbox.chan().isDone());
        });
        assertThrows(IllegalStateException.class, () -> inboxes.get(0).offer(3));
    }

    @EveryEngineAndOrder
    void nothingIsAcceptedAfterTheEndOfTheMill(Engine engine, Order order) throws Exception {
        List<Inbox<Integer>> inboxes = new ArrayList<>();
        TestMill.run(engine, order, () -> inboxes.add(inbox(3)));
        Inbox<Integer> inbox = inboxes.get(0);
        Messages.assertShape(assertThrows(IllegalStateException.class, () -> inbox.offer(1)));
        Messages.assertShape(assertThrows(IllegalStateException.class, () -> inbox.put(1)));
        assertTrue(inbox.isClosed());
        inbox.close();
    }

    @EveryEngineAndOrder
    void aForEachEndsWhenTheInboxIsClosedAndDrained(Engine engine, Order order) throws Exception {
        Stranger[] stranger = {null};
        List<Integer> received = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(4);
            stranger[0] = new Stranger(() -> {
                for (int i = 0; i < 20; i++) {
                    inbox.put(i);
                }
                inbox.close();
            });
            inbox.chan().forEach(received::add);
        });
        assertNull(stranger[0].end());
        assertEquals(IntStream.range(0, 20).boxed().toList(), received);
    }

    @EveryEngineAndOrder
    void putOnTheMillsThreadPanics(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            Messages.assertPanics("put inbox <1>", () -> inbox.put(1), "offer");
            go(() -> Messages.assertPanics("put inbox <1>", () -> inbox.put(1)));
            yieldNow();
            assertTrue(inbox.offer(1), "offer never waits");
            assertEquals(1, chr(inbox.chan()));
        });
    }

    @EveryEngineAndOrder
    void coroutinesCannotSendToItsChannel(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = Mill.<Integer>inbox(1).chan();
            Messages.assertPanics("chs <1>", () -> ch.send(1), "inbox");
            Messages.assertPanics("chs <1>", () -> ch.trySend(1), "inbox");
            Messages.assertPanics("chdone <1>", ch::done, "inbox");
        });
    }

    @EveryEngineAndOrder
    void itsChannelMayStandInAChoose(Engine engine, Order order) throws Exception {
        Stranger[] stranger = {null};
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            Chan<Integer> other = Mill.chmake(0);
            assertEquals(-1, Mill.choose().in(inbox.chan()).otherwise().end());
            assertEquals(-1, Mill.choose().in(inbox.chan()).deadline(now() + 2).end());
            stranger[0] = new Stranger(() -> inbox.put(7));
            Choose choose = Mill.choose().in(other).in(inbox.chan());
            assertEquals(1, choose.end());
            assertEquals(7, choose.<Integer>value());
            assertTrue(inbox.offer(8), "room was made");
        });
        assertNull(stranger[0].end());
    }

    @EveryEngineAndOrder
    void noDeadlockIsReportedWhileItIsOpen(Engine engine, Order order) throws Exception {
        Stranger[] stranger = {null};
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            Chan<Integer> result = Mill.chmake(0);
            go(() -> result.send(chr(inbox.chan())));
            stranger[0] = new Stranger(() -> {
                Thread.sleep(20);
                inbox.put(7);
            });
            assertEquals(7, chr(result));
        });
        assertNull(stranger[0].end());
        assertThrows(
                DeadlockException.class,
                () -> TestMill.run(engine, order, () -> {
                    inbox(1).close();
                    chr(Mill.chmake(0));
                }));
    }

    @EveryEngine
    void oneThatIsClosedIsLetGoAtOnceAndNotWhenTheNextOneIsMade(Engine engine) {
        TestMill.run(engine, () -> {
            WeakReference<Object> inbox = Leftovers.of(() -> {
                Inbox<Integer> closed = inbox(1);
                closed.close();
                return closed;
            });
            msleep(now()); // A poll.
            Leftovers.assertCollected(inbox);
        });
    }

    @EveryEngineAndOrder
    void theCapacityIsChecked(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, Chan.CAPACITY_MAX + 1}) {
                IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> inbox(capacity));
                Messages.assertShape(thrown);
                assertTrue(thrown.getMessage().contains(String.valueOf(capacity)), thrown.getMessage());
            }
            Inbox<Integer> huge = inbox(Chan.CAPACITY_MAX);
            assertTrue(huge.offer(1));
        });
    }

    @EveryEngineAndOrder
    void aValueForAChannelThatWasClosedIsDropped(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = inbox(1);
            inbox.chan().close();
            assertTrue(inbox.offer(1));
            msleep(now());
            assertTrue(inbox.offer(2), "the first takes no room");
            inbox.close();
            msleep(now());
        });
    }

    @EveryEngine
    void fromManyThreadsNothingIsLostAndEachThreadsOrderIsKept(Engine engine) throws Exception {
        int threads = 4;
        int each = 20_000;
        List<Stranger> strangers = new ArrayList<>();
        int[] next = new int[threads];
        TestMill.realTime(engine).fast().run(() -> {
            Inbox<int[]> inbox = inbox(100);
            for (int t = 0; t < threads; t++) {
                int me = t;
                strangers.add(new Stranger(() -> {
                    for (int i = 0; i < each; i++) {
                        int[] value = {me, i};
                        if (i % 3 == 0 || !inbox.offer(value)) {
                            inbox.put(value);
                        }
                    }
                }));
            }
            for (int i = 0; i < threads * each; i++) {
                int[] value = chr(inbox.chan());
                assertEquals(next[value[0]]++, value[1]);
            }
            assertEquals(0, inbox.size());
        });
        for (Stranger stranger : strangers) {
            assertNull(stranger.end());
        }
        assertEquals(List.of(each), IntStream.of(next).boxed().distinct().toList());
    }

    @EveryEngine
    void offersThatRaceWithCloseAreEitherRefusedOrReceived(Engine engine) throws Exception {
        for (int round = 0; round < 50; round++) {
            int threads = 3;
            CountDownLatch start = new CountDownLatch(1);
            ConcurrentLinkedQueue<Integer> accepted = new ConcurrentLinkedQueue<>();
            List<Stranger> strangers = new ArrayList<>();
            List<Integer> received = new ArrayList<>();
            TestMill.realTime(engine).fast().run(() -> {
                Inbox<Integer> inbox = inbox(1000);
                for (int t = 0; t < threads; t++) {
                    int me = t;
                    strangers.add(new Stranger(() -> {
                        start.await();
                        for (int i = 0; i < 100; i++) {
                            if (inbox.offer(me * 1000 + i)) {
                                accepted.add(me * 1000 + i);
                            }
                        }
                    }));
                }
                go(() -> {
                    start.countDown();
                    for (int i = 0; i < 20; i++) {
                        yieldNow();
                    }
                    inbox.close();
                });
                inbox.chan().forEach(received::add);
            });
            for (Stranger stranger : strangers) {
                Throwable thrown = stranger.end();
                assertTrue(thrown == null || thrown instanceof IllegalStateException, () -> "" + thrown);
            }
            assertEquals(
                    accepted.stream().sorted().toList(),
                    received.stream().sorted().toList());
        }
    }

    @EveryEngine
    void offersThatRaceWithTheEndOfTheMillAreRefusedOrCounted(Engine engine) throws Exception {
        int received = 5;
        for (int round = 0; round < 100; round++) {
            int capacity = round % 2 == 0 ? 10 : 100_000;
            List<Stranger> strangers = new ArrayList<>();
            List<Inbox<Integer>> inboxes = new ArrayList<>();
            AtomicInteger given = new AtomicInteger();
            TestMill.realTime(engine).fast().run(() -> {
                Inbox<Integer> inbox = inbox(capacity);
                inboxes.add(inbox);
                CountDownLatch started = new CountDownLatch(2);
                for (int t = 0; t < 2; t++) {
                    strangers.add(new Stranger(() -> {
                        started.countDown();
                        while (true) {
                            inbox.put(1);
                            given.incrementAndGet();
                        }
                    }));
                }
                started.await();
                for (int i = 0; i < received; i++) {
                    chr(inbox.chan());
                }
            });
            for (Stranger stranger : strangers) {
                assertInstanceOf(IllegalStateException.class, stranger.end());
            }
            assertEquals(given.get() - received, inboxes.getFirst().size());
        }
    }

    @EveryEngineAndOrder
    void whatWasOfferedBeforeIsSeenAtOnce(Engine engine, Order order) throws Exception {
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = Mill.inbox(4);
            join(Thread.ofPlatform().start(() -> IntStream.range(0, 3).forEach(inbox::offer)));
            assertEquals(new Received.Value<>(0), inbox.chan().tryReceive());
            assertEquals(0, Mill.choose().in(inbox.chan()).otherwise().end());
            assertEquals(2, inbox.chan().receive());
            assertEquals(new Received.Empty<>(), inbox.chan().tryReceive());
            join(Thread.ofPlatform().start(inbox::close));
            assertEquals(new Received.Done<>(null), inbox.chan().tryReceive());
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
