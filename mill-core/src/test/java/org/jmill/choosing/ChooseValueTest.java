package org.jmill.choosing;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Locale;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// What a choose received, with the type of its channel.
class ChooseValueTest {
    @EveryEngine
    void theChannelGivesTheValueItsType(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> numbers = chmake(2);
            Chan<String> words = chmake(1);
            Choose c = choose().in(numbers).in(words);
            chs(numbers, 7);
            assertEquals(0, c.end());
            assertEquals("7", String.format(Locale.ROOT, "%d", c.value(numbers)));
            assertEquals("[7]", String.format("[%s]", c.value(numbers)));
            assertEquals(new Received.Value<>(7), c.received(numbers));
            chdone(words, "end");
            c.end();
            assertEquals("end", c.value(words).trim());
            assertEquals(new Received.Done<>("end"), c.received(words));
        });
    }

    @EveryEngine
    void anotherChannelIsAPanic(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> a = chmake(1);
            Chan<Integer> b = chmake(1);
            Choose c = choose().in(a).in(b).out(b, 1);
            c.end();
            Messages.assertPanics("value choose", () -> c.value(b), "did not receive");
            c.end();
            Messages.assertPanics("value choose", () -> c.value(a), "received from <2>, not <1>");
            Messages.assertPanics("received choose", () -> c.received(null), "not null");
            assertEquals(1, c.value(b));
        });
    }

    @EveryEngine
    void theFailureOfTheChannelIsThrown(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            IOException failure = new IOException("gone");
            ch.fail(failure);
            Choose c = choose().in(ch);
            c.end();
            assertSame(failure, assertThrows(IOException.class, () -> c.value(ch)));
            assertEquals(new Received.Failed<>(failure), c.received(ch));
        });
    }
}
