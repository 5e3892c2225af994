package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jmill.CancelledException;
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
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// A channel as a stream, and a channel of values that are known.
class ChanStreamTest {
    /// A channel to which a coroutine of its own sends 0, 1, …, one a millisecond, then the end.
    private static Chan<Integer> counting(int capacity, int count) {
        Chan<Integer> ch = chmake(capacity);
        go(() -> {
            for (int i = 0; i < count; i++) {
                msleep(now() + 1);
                chs(ch, i);
            }
            chdone(ch, -1);
        });
        return ch;
    }

    @EveryEngineAndCapacity
    void aStreamHasAllValuesButTheTerminalOne(Engine engine, int capacity) {
        TestMill.virtualTime(engine).run(() -> {
            assertEquals(
                    List.of(0, 2, 4, 6, 8),
                    counting(capacity, 10).stream().filter(i -> i % 2 == 0).toList());
            assertEquals(45, counting(capacity, 10).stream().mapToInt(i -> i).sum());
            List<Integer> seen = new ArrayList<>();
            counting(capacity, 3).forEach(seen::add);
            assertEquals(List.of(0, 1, 2), seen);
        });
    }

    @EveryEngineAndOrder
    void nothingIsTakenBeforeTheTerminalOperation(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(4);
            chs(ch, 1);
            Stream<Integer> stream = ch.stream().map(i -> i + 1);
            assertEquals(1, ch.size());
            chs(ch, 2);
            ch.done();
            assertEquals(List.of(2, 3), stream.toList());
        });
    }

    @EveryEngineAndOrder
    void whatStopsEarlyTakesNoValueTooMany(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(16);
            ChanOrderTest.fill(ch);
            assertEquals(List.of(0, 1, 2), ch.stream().limit(3).toList());
            assertEquals(13, ch.size());
            assertEquals(3, ch.stream().findFirst().orElseThrow());
            assertTrue(ch.stream().anyMatch(i -> i == 5));
            assertEquals(10, ch.size());
            assertEquals(
                    List.of(7, 9), ch.stream().filter(i -> i % 2 == 1).limit(2).toList());
            assertEquals(6, ch.size());
            assertEquals(List.of(), ch.stream().limit(0).toList());
            assertEquals(List.of(11, 12), ch.stream().skip(1).limit(2).toList());
            assertEquals(3, ch.size());
            assertEquals(
                    List.of(13, 14, 15),
                    Stream.of(1, 2, 3).flatMap(i -> ch.stream().limit(1)).toList());
            assertEquals(new Received.Empty<>(), ch.tryReceive());
        });
    }

    @EveryEngine
    void aLimitThatIsReachedDoesNotWaitForMore(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(2);
            chs(ch, 1);
            chs(ch, 2);
            assertEquals(List.of(1, 2), ch.stream().limit(2).toList()); // A wait here would be a deadlock.
        });
    }

    @EveryEngine
    void severalCoroutinesShareTheValues(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = counting(0, 100);
            List<Integer> all = new ArrayList<>();
            List<Coroutine> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(go(() -> ch.stream().forEach(all::add)));
            }
            readers.forEach(Coroutine::join);
            Collections.sort(all);
            assertEquals(Stream.iterate(0, i -> i + 1).limit(100).toList(), all);
        });
    }

    @EveryEngine
    void aStreamThrowsTheFailureAfterTheValues(Engine engine) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(4);
            chs(ch, 1);
            ch.fail(broken);
            List<Integer> seen = new ArrayList<>();
            assertSame(broken, assertThrows(Throwable.class, () -> ch.stream().forEach(seen::add)));
            assertEquals(List.of(1), seen);
        });
    }

    @EveryEngineAndOrder
    void aCancelledReaderLosesNothing(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coroutine reader = go(() ->
                    assertThrows(CancelledException.class, () -> ch.stream().count()));
            reader.cancel();
            reader.join();
            assertTrue(Inside.receivers(ch).isEmpty());
            go(() -> ch.stream().limit(1).forEach(i -> assertEquals(7, i)));
            chs(ch, 7);
        });
    }

    @EveryEngine
    void aParallelStreamRunsInTheCoroutineThatAsks(Engine engine) {
        TestMill.run(engine, () -> {
            Coroutine self = Mill.self();
            List<Integer> squares = Chan.of(1, 2, 3).stream()
                    .parallel()
                    .map(i -> {
                        assertEquals(self, Mill.self());
                        return i * i;
                    })
                    .toList();
            assertEquals(List.of(1, 4, 9), squares);
        });
    }

    // ---- channels of values

    @EveryEngineAndOrder
    void aChannelOfValuesIsDoneAndHoldsThem(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<String> ch = Chan.of("a", null, "c");
            assertTrue(ch.isDone());
            assertEquals(3, ch.size());
            assertEquals(3, ch.capacity());
            Inside.check(ch);
            List<String> all = new ArrayList<>();
            for (String v : ch) {
                all.add(v);
            }
            assertEquals(Arrays.asList("a", null, "c"), all);
            assertEquals(new Received.Done<String>(null), ch.tryReceive());
            assertNull(ch.receive());
            Messages.assertPanics("chs <1>", () -> ch.send("d"), "done");
        });
    }

    @EveryEngine
    void aChannelOfNoValuesIsDone(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<String> ch = Chan.of();
            assertEquals(new Received.Done<String>(null), ch.receiveOrDone());
            assertEquals(0, ch.capacity());
            Inside.check(ch);
        });
    }

    @EveryEngine
    void aChannelOfManyValuesHoldsThemInOrder(Engine engine) {
        TestMill.run(engine, () -> {
            Integer[] many = Stream.iterate(0, i -> i + 1).limit(5000).toArray(Integer[]::new);
            Chan<Integer> ch = Chan.of(many);
            assertEquals(List.of(many), ch.stream().toList());
            Inside.check(ch);
        });
    }

    @EveryEngine
    void valuesThatAreNoArrayPanic(Engine engine) {
        TestMill.run(
                engine, () -> Messages.assertPanics("of channel", () -> Chan.of((String[]) null), "values are null"));
    }
}
