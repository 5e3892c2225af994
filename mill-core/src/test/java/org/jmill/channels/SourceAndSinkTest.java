package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Sink;
import org.jmill.Source;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// The two ends of a channel as types.
class SourceAndSinkTest {
    private static Set<String> names(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    @Test
    void onlyAChannelIsOneAndNeitherHasTheVerbsOfTheOther() {
        assertArrayEquals(new Class<?>[] {Chan.class}, Source.class.getPermittedSubclasses());
        assertArrayEquals(new Class<?>[] {Chan.class}, Sink.class.getPermittedSubclasses());
        for (String verb : List.of("send", "trySend", "done", "fail")) {
            assertTrue(names(Sink.class).contains(verb) && !names(Source.class).contains(verb), verb);
        }
        for (String verb : List.of("receive", "receiveOrDone", "tryReceive", "iterator", "stream")) {
            assertTrue(names(Source.class).contains(verb) && !names(Sink.class).contains(verb), verb);
        }
        assertFalse(names(Source.class).contains("close") || names(Sink.class).contains("close"));
    }

    @EveryEngineAndCapacity
    void verbsAndMethodsTakeEitherEnd(Engine engine, int capacity) {
        List<Integer> got = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = Chan.make(capacity);
            Source<Integer> source = ch;
            Sink<Integer> sink = ch;
            go(() -> {
                chs(sink, 1);
                sink.send(2);
                assertTrue(sink.send(3, now() + 60_000));
                chdone(sink, 9);
            });
            got.add(chr(source));
            got.add(source.receive());
            got.add(source.receive(now() + 60_000));
            assertEquals(new Received.Done<>(9), source.receiveOrDone());
            assertTrue(source.isDone() && sink.isDone());
            assertEquals(capacity, source.capacity());
            assertEquals(0, source.size());
        });
        assertEquals(List.of(1, 2, 3), got);
    }

    @EveryEngineAndOrder
    void aChooseTakesEitherEnd(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<String> a = Chan.make(1);
            Chan<String> b = Chan.make(1);
            Source<String> source = a;
            Sink<String> sink = b;
            Choose c = choose().biased()
                    .out(sink, "out")
                    .outFrom(sink, () -> "from")
                    .in(source)
                    .otherwise();
            assertEquals(0, c.end());
            assertEquals(Choose.TIMEOUT, c.end());
            chs(a, "in");
            assertEquals(2, c.end());
            assertEquals("in", c.<String>value());
            chs(a, "handled");
            choose().in(source, log::add).end();
            chr(b);
            choose().out(sink, "x", () -> log.add("sent")).end();
            chr(b);
            choose().outFrom(sink, () -> "y", () -> log.add("sent " + chr(b))).end();
        });
        assertEquals(List.of("handled", "sent", "sent y"), log);
    }

    @EveryEngineAndOrder
    void aSinkEndsInFailureAndASourceTellsOfIt(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, order, () -> {
            Chan<String> ch = Chan.make(1);
            Sink<String> sink = ch;
            Source<String> source = ch;
            sink.fail(broken);
            assertEquals(new Received.Failed<>(broken), source.tryReceive());
        });
    }

    @EveryEngineAndOrder
    void nullIsRefusedAsForAChannel(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Assertions.assertThrows(MillPanic.class, () -> chr((Source<Object>) null));
            Assertions.assertThrows(MillPanic.class, () -> chs((Sink<Object>) null, 1));
            Assertions.assertThrows(MillPanic.class, () -> chdone((Sink<Object>) null));
            Assertions.assertThrows(MillPanic.class, () -> choose().in((Source<Object>) null));
            Assertions.assertThrows(MillPanic.class, () -> choose().out((Sink<Object>) null, 1));
        });
    }
}
