package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Overflow;
import org.jmill.sync.OverflowException;
import org.jmill.sync.Topic;

class TopicTest {
    /// What lies in a channel.
    private static <T> List<T> drain(Chan<T> channel) {
        List<T> values = new ArrayList<>();
        while (channel.tryReceive() instanceof Received.Value<T>(T value)) {
            values.add(value);
        }
        return values;
    }

    @EveryEngineAndOrder
    void eachSubscriberGetsWhatIsPublishedFromThenOn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            topic.publish(0);
            Chan<Integer> first = topic.subscribe(4, Overflow.WAIT);
            topic.publish(1);
            Chan<Integer> second = topic.subscribe(4, Overflow.WAIT);
            topic.publish(2);
            topic.publish(null);
            topic.done();
            List<Integer> all = new ArrayList<>();
            first.forEach(all::add);
            second.forEach(all::add);
            assertEquals(java.util.Arrays.asList(1, 2, null, 2, null), all);
            assertEquals(0, topic.slow());
        });
    }

    @EveryEngineAndOrder
    void withWaitThePublisherWaitsForTheSlowestAndTheOthersHaveTheValue(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Chan<Integer> slow = topic.subscribe(1, Overflow.WAIT);
            Chan<Integer> fast = topic.subscribe(2, Overflow.WAIT);
            Coroutine publisher = go(() -> {
                topic.publish(1);
                topic.publish(2);
            });
            msleep(now() + 10);
            assertFalse(publisher.isDone());
            assertEquals(List.of(1, 2), drain(fast));
            assertEquals(1, topic.slow(slow));
            assertEquals(0, topic.slow(fast));
            assertEquals(1, slow.receive());
            assertEquals(2, slow.receive());
            publisher.join();
        });
    }

    @EveryEngineAndOrder
    void withDropOldestTheNewestAreKept(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Chan<Integer> two = topic.subscribe(2, Overflow.DROP_OLDEST);
            Chan<Integer> none = topic.subscribe(0, Overflow.DROP_OLDEST);
            for (int i = 0; i < 5; i++) {
                topic.publish(i);
            }
            assertEquals(List.of(3, 4), drain(two));
            assertEquals(List.of(), drain(none));
            assertEquals(3, topic.slow(two));
            assertEquals(5, topic.slow(none));
            assertEquals(8, topic.slow());
        });
    }

    @EveryEngineAndOrder
    void withDropNewestTheOldestAreKept(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Chan<Integer> two = topic.subscribe(2, Overflow.DROP_NEWEST);
            for (int i = 0; i < 5; i++) {
                topic.publish(i);
            }
            assertEquals(List.of(0, 1), drain(two));
            assertEquals(3, topic.slow(two));
        });
    }

    @EveryEngineAndOrder
    void withFailTheSlowOneIsOutAndTheOthersGoOn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<Integer>().named("news");
            Chan<Integer> slow = topic.subscribe(1, Overflow.FAIL);
            Chan<Integer> other = topic.subscribe(3, Overflow.FAIL);
            topic.publish(1);
            topic.publish(2);
            topic.publish(3);
            assertEquals(1, slow.receive());
            Messages.assertFails(OverflowException.class, "publish topic news, 1 subscriber, 1 slow", slow::receive);
            assertInstanceOf(Received.Failed.class, slow.receiveOrDone());
            assertEquals(List.of(1, 2, 3), drain(other));
            assertEquals(1, topic.subscribers());
            assertFalse(topic.unsubscribe(slow));
        });
    }

    @EveryEngineAndOrder
    void aSubscriberThatNeverReadsIsCountedAndKeepsNobodyPastTheDeadline(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            topic.subscribe(0, Overflow.WAIT);
            Chan<Integer> reader = topic.subscribe(9, Overflow.WAIT);
            long start = now();
            assertFalse(topic.publish(1, start + 10));
            assertEquals(start + 10, now());
            assertFalse(topic.publish(2, 0));
            assertEquals(start + 10, now());
            assertEquals(List.of(1, 2), drain(reader));
            assertEquals(2, topic.slow());
        });
    }

    @EveryEngineAndOrder
    void allGetTheValuesInTheSameOrder(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            List<Chan<Integer>> channels = new ArrayList<>();
            List<List<Integer>> got = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                channels.add(topic.subscribe(i, Overflow.WAIT));
                got.add(new ArrayList<>());
            }
            List<Coroutine> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                readers.add(go(() -> {
                    for (int value : channels.get(number)) {
                        got.get(number).add(value);
                        msleep(now() + (value * 7 + number * 3) % 5);
                    }
                }));
            }
            List<Coroutine> publishers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                publishers.add(go(() -> {
                    for (int j = 0; j < 25; j++) {
                        topic.publish(100 * number + j);
                    }
                }));
            }
            publishers.forEach(Coroutine::join);
            topic.done();
            readers.forEach(Coroutine::join);
            assertEquals(100, got.get(0).size());
            assertEquals(got.get(0), got.get(1));
            assertEquals(got.get(0), got.get(2));
        });
    }

    @EveryEngineAndOrder
    void whoUnsubscribesKeepsWhatItHasAndLetsThePublisherGoOn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Chan<Integer> leaver = topic.subscribe(1, Overflow.WAIT);
            Chan<Integer> stayer = topic.subscribe(9, Overflow.WAIT);
            Coroutine publisher = go(() -> {
                for (int i = 0; i < 4; i++) {
                    topic.publish(i);
                }
            });
            msleep(now() + 1);
            assertFalse(publisher.isDone());
            assertTrue(topic.unsubscribe(leaver));
            assertFalse(topic.unsubscribe(leaver));
            publisher.join();
            assertEquals(0, leaver.receive());
            assertInstanceOf(Received.Done.class, leaver.receiveOrDone());
            assertEquals(List.of(0, 1, 2, 3), drain(stayer));
            Messages.assertPanics("slow topic, 1 subscriber, 1 slow", () -> topic.slow(leaver), "not that of");
        });
    }

    @EveryEngineAndOrder
    void whoseChannelIsDoneOrClosedOrFailedIsLeftOut(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            for (Overflow overflow : Overflow.values()) {
                topic.subscribe(1, overflow).done();
                topic.subscribe(1, overflow).close();
                topic.subscribe(1, overflow).fail(new IllegalStateException("of its own"));
                Chan<Integer> closed = topic.subscribe(1, overflow);
                closed.close();
                assertTrue(topic.unsubscribe(closed));
            }
            Chan<Integer> reader = topic.subscribe(2, Overflow.WAIT);
            topic.publish(1);
            assertEquals(1, topic.subscribers());
            topic.subscribe(1, Overflow.WAIT).close();
            topic.publish(2);
            topic.subscribe(1, Overflow.WAIT).close();
            topic.done();
            assertEquals(List.of(1, 2), drain(reader));
        });
    }

    @EveryEngineAndOrder
    void aCancelledPublisherLetsTheNextHaveItsTurn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Chan<Integer> reader = topic.subscribe(0, Overflow.WAIT);
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, () -> topic.publish(1)));
            Coroutine second = go(() -> assertThrows(CancelledException.class, () -> topic.publish(2)));
            Coroutine third = go(() -> topic.publish(3));
            yieldNow();
            second.cancel();
            cancelled.cancel();
            assertEquals(3, reader.receive());
            third.join();
            topic.done();
        });
    }

    @EveryEngineAndOrder
    void whoWaitsForItsTurnWaitsUntilItsDeadline(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Chan<Integer> reader = topic.subscribe(0, Overflow.WAIT);
            go(() -> topic.publish(1));
            yieldNow();
            long start = now();
            assertFalse(topic.publish(2, start + 10));
            assertEquals(start + 10, now());
            assertEquals(1, reader.receive());
        });
    }

    @EveryEngine
    void aTopicThatIsDoneIsNotUsedAnyMore(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Topic<Integer> topic = new Topic<Integer>().named("news");
            Chan<Integer> reader = topic.subscribe(0, Overflow.WAIT);
            Coroutine publisher = go("writer", () -> topic.publish(1));
            Messages.assertPanics("done topic news, 1 subscriber, 1 slow", topic::done, "{1} writer publishes");
            reader.receive();
            publisher.join();
            topic.done();
            String done = "topic news, 0 subscribers, 1 slow, done";
            Messages.assertPanics("done " + done, topic::done, "done already");
            Messages.assertPanics("publish " + done, () -> topic.publish(2), "done already");
            Messages.assertPanics("subscribe " + done, () -> topic.subscribe(0, Overflow.WAIT), "done already");
        });
    }

    @EveryEngine
    void badSubscriptionsAreRefused(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Topic<Integer> topic = new Topic<>();
            Messages.assertFails(
                    IllegalArgumentException.class, "chmake", () -> topic.subscribe(-1, Overflow.WAIT), "negative: -1");
            Messages.assertPanics("subscribe topic, 0 subscribers", () -> topic.subscribe(1, null), "overflow is null");
            assertEquals(0, topic.subscribers());
            assertFalse(topic.unsubscribe(Chan.make(0)));
        });
    }

    @EveryEngine
    void theDumpNamesIt(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Topic<Integer> topic = new Topic<Integer>().named("news");
            Chan<Integer> reader = topic.subscribe(0, Overflow.WAIT);
            go(() -> topic.publish(1));
            Coroutine second = go(() -> topic.publish(2));
            assertEquals("publish(topic news, 1 subscriber, 1 slow)", second.waitingFor());
            assertEquals("news", reader.name());
        });
    }

    @EveryEngineAndOrder
    void aLoopOfPublishesStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Topic<Integer> topic = new Topic<>();
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                topic.publish(i);
            }
            assertTrue(ran[0]);
        });
    }
}
