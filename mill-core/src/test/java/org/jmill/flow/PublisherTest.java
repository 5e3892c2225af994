package org.jmill.flow;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// The publisher of a channel.
class PublisherTest {
    private static final int MANY = 1_000;
    private static final long LIMIT_S = 60;

    /// Notes what it is told, and asks for nothing by itself.
    private static class Recorder implements Flow.Subscriber<Integer> {
        final List<Integer> values = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<String> end = new CompletableFuture<>();
        volatile Throwable failure;
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
        }

        @Override
        public void onNext(Integer value) {
            values.add(value);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
            end.complete("failed");
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }
    }

    /// Asks for one value after the other.
    private static class OneByOne extends Recorder {
        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            super.onSubscribe(newSubscription);
            newSubscription.request(1);
        }

        @Override
        public void onNext(Integer value) {
            super.onNext(value);
            subscription.request(1);
        }
    }

    /// Lets the others run until all of them wait.
    private static void settle() {
        for (int i = 0; i < 10; i++) {
            msleep(now());
        }
    }

    private static Chan<Integer> filled(int count) {
        Chan<Integer> ch = chmake(count);
        for (int i = 0; i < count; i++) {
            chs(ch, i);
        }
        return ch;
    }

    @EveryEngineAndOrder
    void aSubscriberGetsAsManyValuesAsItAsksForAndTheEndWithoutAsking(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = filled(5);
            Recorder recorder = new Recorder();
            ch.publisher().subscribe(recorder);
            settle();
            assertEquals(List.of(), recorder.values);
            recorder.subscription.request(2);
            settle();
            assertEquals(List.of(0, 1), recorder.values);
            assertEquals(3, ch.size(), "no value is taken too many");
            recorder.subscription.request(3);
            settle();
            assertEquals(List.of(0, 1, 2, 3, 4), recorder.values);
            ch.done(99);
            settle();
            assertEquals("complete", recorder.end.getNow("not told"));
            assertEquals(1, Inside.living(), "its coroutine has ended");
            Inside.check(ch);
        });
    }

    @EveryEngine
    void aSenderWaitsForASubscriberOnAnotherThread(Engine engine) {
        Recorder recorder = new OneByOne();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            Flow.Publisher<Integer> publisher = ch.publisher();
            Thread.ofPlatform().daemon().start(() -> publisher.subscribe(recorder));
            for (int i = 0; i < MANY; i++) {
                chs(ch, i); // Nobody in the mill receives, and yet this is no deadlock.
            }
            ch.done();
            assertEquals("complete", Mill.await(recorder.end));
        });
        assertEquals(IntStream.range(0, MANY).boxed().toList(), recorder.values);
    }

    @EveryEngineAndOrder
    void severalSubscribersShareTheValuesAndAllAreToldOfTheEnd(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            List<Recorder> recorders = List.of(new OneByOne(), new OneByOne(), new Recorder());
            assertSame(ch.publisher(), ch.publisher());
            recorders.forEach(ch.publisher()::subscribe);
            for (int i = 0; i < 100; i++) {
                chs(ch, i);
            }
            ch.done();
            settle();
            recorders.forEach(r -> assertEquals("complete", r.end.getNow("not told")));
            List<Integer> all = new ArrayList<>();
            recorders.forEach(r -> all.addAll(r.values));
            Collections.sort(all);
            assertEquals(IntStream.range(0, 100).boxed().toList(), all);
        });
    }

    @EveryEngineAndOrder
    void aFailureIsToldBehindTheValuesAndAtOnceWhereThereAreNone(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = filled(1);
            Recorder asks = new OneByOne();
            Recorder asksNothing = new Recorder();
            ch.fail(broken);
            ch.publisher().subscribe(asksNothing);
            ch.publisher().subscribe(asks);
            settle();
            assertEquals(List.of(0), asks.values);
            assertSame(broken, asks.failure);
            assertSame(broken, asksNothing.failure);
        });
    }

    // ---- cancellation

    @EveryEngineAndOrder
    void aCancelledSubscriptionTakesNoMoreValuesAndLosesNone(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = filled(5);
            Recorder recorder = new Recorder() {
                @Override
                public void onNext(Integer value) {
                    super.onNext(value);
                    if (value == 1) {
                        subscription.cancel();
                    }
                    yieldNow(); // The cancellation does not reach its own code.
                }
            };
            ch.publisher().subscribe(recorder);
            recorder.subscription.request(Long.MAX_VALUE);
            settle();
            assertEquals(List.of(0, 1), recorder.values);
            assertEquals(3, ch.size());
            recorder.subscription.request(5);
            recorder.subscription.cancel();
            settle();
            ch.done();
            settle();
            assertTrue(!recorder.end.isDone(), "it is told nothing more");
            assertEquals(1, Inside.living());
        });
    }

    @EveryEngineAndOrder
    void aSubscriptionIsCancelledWhileItsCoroutineWaits(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Recorder waitsForValues = new OneByOne();
            Recorder waitsForDemand = new Recorder();
            Recorder beforeItBegins = new Recorder() {
                @Override
                public void onSubscribe(Flow.Subscription newSubscription) {
                    newSubscription.cancel();
                }
            };
            for (Recorder r : List.of(waitsForValues, waitsForDemand, beforeItBegins)) {
                ch.publisher().subscribe(r);
            }
            settle();
            waitsForValues.subscription.cancel();
            waitsForDemand.subscription.cancel();
            settle();
            assertTrue(Inside.receivers(ch).isEmpty());
            assertEquals(1, Inside.living());
        });
    }

    // ---- subscribers and values that break the rules

    @EveryEngineAndOrder
    void whoAsksForLessThanOneValueIsToldSo(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
                Chan<Integer> ch = chmake(0);
                Recorder idle = new Recorder();
                Recorder waiting = new OneByOne();
                ch.publisher().subscribe(idle);
                ch.publisher().subscribe(waiting);
                settle();
                idle.subscription.request(n);
                waiting.subscription.request(n);
                settle();
                for (Recorder r : List.of(idle, waiting)) {
                    assertInstanceOf(IllegalArgumentException.class, r.failure);
                    Messages.assertShape(r.failure);
                    assertTrue(r.failure.getMessage().contains("3.9"));
                }
                ch.done();
            }
        });
    }

    @EveryEngine
    void aValueOfNullAndAClosedChannelAreFailures(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, null);
            Recorder recorder = new OneByOne();
            ch.publisher().subscribe(recorder);
            settle();
            assertInstanceOf(MillPanic.class, recorder.failure);
            Messages.assertShape(recorder.failure);
            Recorder second = new Recorder();
            ch.publisher().subscribe(second);
            settle();
            ch.close();
            settle();
            assertInstanceOf(MillPanic.class, second.failure);
            assertTrue(second.failure.getMessage().contains("closed"));
            Messages.assertPanics("publisher <1>", ch::publisher, "closed");
        });
    }

    @EveryEngine
    void aSubscriberOfNullIsRefused(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            Messages.assertShape(assertThrows(
                    NullPointerException.class, () -> ch.publisher().subscribe(null)));
            ch.done();
        });
    }

    @EveryEngine
    void whatASubscriberThrowsEndsTheMill(Engine engine) {
        ArithmeticException broken = new ArithmeticException("broken");
        Throwable thrown = assertThrows(
                Throwable.class,
                () -> TestMill.run(engine, () -> {
                    Chan<Integer> ch = Chan.of(1);
                    ch.publisher().subscribe(new OneByOne() {
                        @Override
                        public void onNext(Integer value) {
                            throw broken;
                        }
                    });
                    msleep(-1);
                }));
        assertSame(broken, thrown);
    }

    // ---- the end of the mill

    @EveryEngine
    void theEndOfTheMillIsAFailureToThoseWhoAreSubscribed(Engine engine) {
        Recorder waitsForValues = new OneByOne();
        Recorder waitsForDemand = new Recorder();
        Recorder late = new Recorder();
        List<Flow.Publisher<Integer>> publishers = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            publishers.add(ch.publisher());
            ch.publisher().subscribe(waitsForValues);
            ch.publisher().subscribe(waitsForDemand);
            settle();
        });
        assertInstanceOf(CancelledException.class, waitsForValues.failure);
        assertInstanceOf(CancelledException.class, waitsForDemand.failure);
        publishers.get(0).subscribe(late);
        assertInstanceOf(IllegalStateException.class, late.failure);
        Messages.assertShape(late.failure);
        late.subscription.request(1);
        late.subscription.cancel();
        waitsForDemand.subscription.request(1);
    }

    /// A letter may be in the mailbox when the mill ends.
    @EveryEngine
    void whoeverSubscribesWhileTheMillEndsIsToldOfAnEnd(Engine engine) throws Exception {
        for (int i = 0; i < 50; i++) {
            LinkedBlockingQueue<Flow.Publisher<Integer>> publisher = new LinkedBlockingQueue<>();
            Recorder recorder = new OneByOne();
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    publisher.take().subscribe(recorder);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            TestMill.run(engine, () -> {
                Chan<Integer> ch = chmake(0);
                publisher.add(ch.publisher());
            });
            assertEquals("failed", recorder.end.get(LIMIT_S, TimeUnit.SECONDS));
        }
    }

    // ---- to and fro

    @EveryEngineAndOrder
    void aChannelFeedsAnotherOneByAPublisher(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> from = chmake(2);
            go(() -> {
                for (int i = 0; i < MANY; i++) {
                    chs(from, i);
                }
                from.done();
            });
            Chan<Integer> to = Chan.of(from.publisher(), 3);
            assertEquals(IntStream.range(0, MANY).boxed().toList(), to.stream().toList());
        });
    }

    @EveryEngine
    void aChannelOfOneMillFeedsOneOfAnotherAndItsEndReachesThat(Engine engine) {
        IOException broken = new IOException("broken");
        CompletableFuture<Flow.Publisher<Integer>> publisher = new CompletableFuture<>();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        Thread other = Thread.ofPlatform()
                .daemon()
                .start(() -> TestMill.run(engine, () -> {
                    Chan<Integer> from = chmake(0);
                    publisher.complete(from.publisher());
                    for (int i = 0; i < MANY; i++) {
                        chs(from, i);
                    }
                    from.fail(broken);
                    Mill.await(read);
                }));
        TestMill.run(engine, () -> {
            Chan<Integer> to = Chan.of(Mill.await(publisher), 7);
            List<Integer> got = new ArrayList<>();
            assertSame(broken, assertThrows(IOException.class, () -> to.forEach(got::add)));
            assertEquals(IntStream.range(0, MANY).boxed().toList(), got);
            read.complete(true);
        });
        assertTrue(TestMill.onThread("joiner", () -> {
            other.join();
            return true;
        }));
    }

    @EveryEngine
    void toCloseTheReadingChannelCancelsTheCoroutineThatFeedsIt(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> from = filled(10);
            try (Chan<Integer> to = Chan.of(from.publisher(), 2)) {
                assertEquals(0, to.receive());
            }
            settle();
            assertEquals(1, Inside.living());
            int left = from.size();
            settle();
            assertEquals(left, from.size());
            assertTrue(left >= 7, "no more than was asked for was taken");
        });
    }
}
