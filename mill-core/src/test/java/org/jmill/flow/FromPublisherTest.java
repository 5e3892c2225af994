package org.jmill.flow;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.function.Executable;

/// A channel that has the values of a publisher.
class FromPublisherTest {
    private static final int MANY = 10_000;

    private static Throwable thrownBy(Executable code) {
        return assertThrows(Throwable.class, code);
    }

    /// Lets the mill read its letters.
    private static void poll() {
        msleep(now());
    }

    @EveryEngine
    void allValuesOfAPublisherOnOtherThreadsComeInOrderThenTheEnd(Engine engine) {
        TestMill.run(engine, () -> {
            SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
            Chan<Integer> ch = Chan.of(publisher, 8);
            Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < MANY; i++) {
                    publisher.submit(i);
                }
                publisher.close();
            });
            assertEquals(IntStream.range(0, MANY).boxed().toList(), ch.stream().toList());
            assertTrue(ch.isDone());
            assertEquals(new Received.Done<Integer>(null), ch.receiveOrDone());
        });
    }

    @EveryEngineAndOrder
    void itAsksForAsManyValuesAsThereIsRoomFor(Engine engine, Order order) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, order, () -> {
            try (Chan<Integer> ch = Chan.of(publisher, 4)) {
                assertEquals(List.of("request 4"), publisher.told);
                publisher.give(4);
                poll();
                assertEquals(4, ch.size());
                assertEquals(1, publisher.told.size(), "there is no room");
                assertEquals(0, chr(ch));
                assertEquals(1, chr(ch));
                poll();
                assertEquals(
                        2,
                        publisher.told.stream()
                                .skip(1)
                                .mapToInt(t -> Integer.parseInt(t.substring("request ".length())))
                                .sum());
                publisher.give(2);
                poll();
                assertEquals(List.of(2, 3, 4, 5), ch.stream().limit(4).toList());
                Inside.check(ch);
            }
        });
    }

    @EveryEngineAndOrder
    void aBlockedReceiverGetsAValueAndMakesRoom(Engine engine, Order order) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, order, () -> {
            try (Chan<Integer> ch = Chan.of(publisher, 1)) {
                go(() -> publisher.give(1));
                assertEquals(0, chr(ch));
                poll();
                assertEquals(List.of("request 1", "request 1"), publisher.told);
                go(() -> publisher.give(1));
                assertEquals(0, choose().in(ch).end());
                poll();
                assertEquals(List.of("request 1", "request 1", "request 1"), publisher.told);
            }
        });
    }

    @EveryEngineAndOrder
    void whatItFailsWithComesBehindItsValues(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = Chan.of(publisher, 4);
            publisher.give(2);
            publisher.subscriber.onError(broken);
            assertEquals(0, chr(ch));
            assertEquals(1, chr(ch));
            assertSame(broken, thrownBy(() -> chr(ch)));
            assertEquals(new Received.Failed<>(broken), ch.receiveOrDone());
            assertEquals(List.of("request 4"), publisher.told, "it is not to be told anything more");
        });
    }

    @EveryEngineAndOrder
    void toCloseTheChannelCancels(Engine engine, Order order) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = Chan.of(publisher, 4);
            publisher.give(3);
            poll();
            ch.close();
            assertEquals(List.of("request 4", "cancel"), publisher.told);
            publisher.give(1); // It may not have heard of that yet.
            publisher.subscriber.onComplete();
            poll();
            assertEquals(List.of("request 4", "cancel"), publisher.told);
            Messages.assertPanics("chr <1>", () -> chr(ch), "closed");
        });
    }

    @EveryEngine
    void theEndOfTheMillCancels(Engine engine) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = Chan.of(publisher, 4);
            go("reader", () -> chr(ch));
        });
        assertEquals(List.of("request 4", "cancel"), publisher.told);
        publisher.give(1); // Reaches nobody, and hurts nobody.
        publisher.subscriber.onError(new IOException("late"));
        assertEquals(2, publisher.told.size());
    }

    @EveryEngine
    void whoSubscribesLateIsCancelledByAChannelThatIsClosed(Engine engine) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, () -> {
            var captured = new Object() {
                Flow.Subscriber<? super Integer> subscriber;
            };
            Chan<Integer> ch = Chan.of((Flow.Publisher<Integer>) s -> captured.subscriber = s, 4);
            ch.close();
            publisher.subscribe(captured.subscriber);
        });
        assertEquals(List.of("cancel"), publisher.told);
    }

    @EveryEngine
    void coroutinesCanNeitherSendNorEnd(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = Chan.of(new HandDriven(), 4);
            for (Executable misuse : List.<Executable>of(
                    () -> ch.send(1),
                    () -> ch.trySend(1),
                    ch::done,
                    () -> ch.fail(new IOException("x")),
                    () -> choose().out(ch, 1).end())) {
                Throwable panic = thrownBy(misuse);
                Messages.assertShape(panic);
                assertTrue(panic.getMessage().contains("belongs to a publisher"), panic::toString);
            }
            ch.close();
        });
    }

    // ---- publishers that break the rules

    private static void assertBreach(Throwable failure, String rule) {
        assertSame(IllegalStateException.class, failure.getClass());
        Messages.assertShape(failure);
        assertTrue(failure.getMessage().contains("breaks rule " + rule), failure::toString);
    }

    @EveryEngineAndOrder
    void moreValuesThanWereAskedForFailTheChannelBehindThoseThatWere(Engine engine, Order order) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = Chan.of(publisher, 2);
            publisher.give(5);
            assertEquals(0, chr(ch));
            assertEquals(1, chr(ch));
            assertBreach(thrownBy(() -> chr(ch)), "1.1");
            assertEquals(List.of("request 2", "cancel"), publisher.told);
        });
    }

    @EveryEngine
    void aValueOfNullFailsTheChannelAndIsToldToThePublisher(Engine engine) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = Chan.of(publisher, 2);
            Messages.assertShape(assertThrows(NullPointerException.class, () -> publisher.subscriber.onNext(null)));
            assertBreach(thrownBy(() -> chr(ch)), "2.13");
            assertTrue(publisher.told.contains("cancel"));
            assertThrows(NullPointerException.class, () -> publisher.subscriber.onError(null));
            assertThrows(NullPointerException.class, () -> publisher.subscriber.onSubscribe(null));
        });
    }

    @EveryEngine
    void aSecondSubscriptionIsCancelledAndTheFirstGoesOn(Engine engine) {
        HandDriven publisher = new HandDriven();
        HandDriven second = new HandDriven();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = Chan.of(publisher, 2);
            second.subscribe(publisher.subscriber);
            assertEquals(List.of("cancel"), second.told);
            publisher.give(1);
            assertEquals(0, chr(ch));
            ch.close();
        });
    }

    @EveryEngine
    void whatComesBehindTheEndIsDropped(Engine engine) {
        HandDriven publisher = new HandDriven();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = Chan.of(publisher, 2);
            publisher.subscriber.onComplete();
            publisher.give(1);
            publisher.subscriber.onComplete();
            publisher.subscriber.onError(new IOException("late"));
            assertEquals(new Received.Done<Integer>(null), ch.receiveOrDone());
            assertFalse(publisher.told.contains("cancel"));
        });
    }

    @EveryEngine
    void aPublisherWhoseMethodsThrowFailsTheChannelOrIsThrown(Engine engine) {
        ArithmeticException broken = new ArithmeticException("broken");
        TestMill.run(engine, () -> {
            Flow.Publisher<Integer> badRequest = s -> s.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    throw broken;
                }

                @Override
                public void cancel() {
                    throw broken;
                }
            });
            Chan<Integer> ch = Chan.of(badRequest, 2);
            assertSame(broken, thrownBy(() -> chr(ch)));
            assertSame(
                    broken,
                    thrownBy(() -> Chan.of(
                            s -> {
                                throw broken;
                            },
                            2)));
        });
    }

    @EveryEngine
    void aPublisherThatUsesVerbsWhereItMustNotIsRefused(Engine engine) {
        TestMill.run(engine, () -> {
            Flow.Publisher<Integer> meddling = s -> s.onSubscribe(new Flow.Subscription() {
                private boolean begun;

                @Override
                public void request(long n) {
                    if (begun) {
                        Mill.yieldNow();
                    }
                    begun = true;
                    s.onNext(1);
                }

                @Override
                public void cancel() {}
            });
            Chan<Integer> ch = Chan.of(meddling, 1);
            assertEquals(1, chr(ch));
            Throwable refused = thrownBy(() -> chr(ch));
            assertTrue(refused.getMessage().contains("verb was called while"), refused::toString);
        });
    }

    @EveryEngine
    void aBadPublisherOrCapacityIsRefused(Engine engine) {
        TestMill.run(engine, () -> {
            Messages.assertPanics("of channel", () -> Chan.of((Flow.Publisher<Integer>) null, 4), "publisher is null");
            for (int capacity : new int[] {0, -1, Chan.CAPACITY_MAX + 1}) {
                Messages.assertFails(
                        IllegalArgumentException.class,
                        "of channel",
                        () -> Chan.of(new HandDriven(), capacity),
                        "" + capacity);
            }
        });
    }
}
