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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.RandomAccess;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// `chmake`: capacities and classes.
class ChanMakingTest {
    private static final int LIMIT = 1 << 30;

    @EveryEngineAndCapacity
    void aNewChannelIsOpenEmptyAndAsLargeAsAskedFor(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> verb = chmake(capacity);
            Chan<Integer> object = Chan.make(capacity);
            for (Chan<Integer> ch : List.of(verb, object)) {
                assertEquals(capacity, ch.capacity());
                assertEquals(0, ch.size());
                assertFalse(ch.isDone());
                Inside.check(ch);
            }
        });
    }

    @EveryEngine
    void aNegativeCapacityIsRefused(Engine engine) {
        TestMill.run(engine, () -> {
            for (int capacity : new int[] {-1, -2, Integer.MIN_VALUE}) {
                Messages.assertFails(
                        IllegalArgumentException.class, "chmake", () -> chmake(capacity), "negative", "" + capacity);
                Messages.assertFails(
                        IllegalArgumentException.class,
                        "chmake",
                        () -> chmake(String.class, capacity),
                        "negative",
                        "" + capacity);
            }
            assertEquals(0, chmake(0).size(), "the mill stays usable");
        });
    }

    @EveryEngine
    void anAbsurdCapacityIsRefusedWithTheLimit(Engine engine) {
        TestMill.run(engine, () -> {
            for (int capacity : new int[] {LIMIT + 1, Integer.MAX_VALUE}) {
                Messages.assertFails(
                        IllegalArgumentException.class, "chmake", () -> Chan.make(capacity), "" + LIMIT, "" + capacity);
            }
        });
    }

    @EveryEngine
    void theLargestCapacityTakesNoMemoryUntilValuesCome(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(LIMIT);
            assertEquals(LIMIT, ch.capacity());
            for (int i = 0; i < 100; i++) {
                assertTrue(ch.trySend(i));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(i, chr(ch));
            }
        });
    }

    @EveryEngineAndCapacity
    void aClassCheckedChannelCarriesItsClassAndNull(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Number> ch = chmake(Number.class, capacity);
            go(() -> {
                chs(ch, 1);
                chs(ch, 2.5);
                chs(ch, null);
                choose().out(ch, 7L).end();
                chdone(ch, null);
            });
            assertEquals(1, chr(ch));
            assertEquals(2.5, chr(ch));
            assertNull(chr(ch));
            assertEquals(7L, chr(ch));
            assertEquals(new Received.Done<Number>(null), ch.receiveOrDone());
        });
    }

    @EveryEngine
    void anInterfaceIsAClassToo(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<RandomAccess> ch = chmake(RandomAccess.class, 1);
            chs(ch, new java.util.ArrayList<>());
            chr(ch);
            wrongClass(ch, new java.util.LinkedList<>(), "chs <1>");
        });
    }

    @EveryEngine
    void aPrimitiveClassStandsForItsWrapper(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(int.class, 1);
            chs(ch, 1);
            assertEquals(1, chr(ch));
            chs(ch, null);
            assertNull(chr(ch));
            wrongClass(ch, 1L, "chs <1>");
            Chan<Character> chars = chmake(char.class, 1);
            chs(chars, 'c');
            wrongClass(chars, "c", "chs <2>");
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // What generics would have caught.
    private static void wrongClass(Chan ch, Object value, String operation) {
        Messages.assertPanics(operation, () -> ch.send(value), value.getClass().getName(), "the channel carries");
    }

    @EveryEngineAndCapacity
    @SuppressWarnings({"unchecked", "rawtypes"})
    void aValueOfAnotherClassIsAPanicOnEverySendAndIsNotSent(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan ch = chmake(String.class, capacity);
            String integer = "java.lang.Integer";
            String string = "java.lang.String";
            Messages.assertPanics("chs <1>", () -> chs(ch, 1), integer, string);
            Messages.assertPanics("chs <1>", () -> ch.send(1), integer, string);
            Messages.assertPanics("chs <1>", () -> ch.send(1, now() + 9), integer, string);
            Messages.assertPanics("chs <1>", () -> ch.trySend(1), integer, string);
            Messages.assertPanics("chdone <1>", () -> chdone(ch, 1), integer, string);
            Messages.assertPanics("out <1>", () -> choose().out(ch, 1).end(), integer);
            Messages.assertPanics("out <1>", () -> choose().outFrom(ch, () -> 1).end(), integer);
            assertFalse(ch.isDone());
            assertEquals(0, ch.size());
            Inside.check(ch);
            go(() -> chs(ch, "works")); // The channel and the mill stay usable.
            assertEquals("works", chr(ch));
        });
    }

    @EveryEngine
    @SuppressWarnings({"unchecked", "rawtypes"})
    void aValueOfAnotherClassIsAPanicAlsoWhereAReceiverWaits(Engine engine) {
        TestMill.run(engine, () -> {
            Chan ch = chmake(String.class, 0);
            Object[] got = {null};
            go(() -> got[0] = chr(ch));
            wrongClass(ch, 1, "chs <1>");
            chs(ch, "right");
            yieldNow();
            assertEquals("right", got[0]);
        });
    }

    @EveryEngine
    @SuppressWarnings({"unchecked", "rawtypes"})
    void anUncheckedChannelCarriesAnything(Engine engine) {
        TestMill.run(engine, () -> {
            Chan ch = chmake(3);
            chs(ch, 1);
            chs(ch, "two");
            Chan withoutClass = chmake((Class<Object>) null, 1);
            chs(withoutClass, 3.0);
            assertEquals(1, chr(ch));
            assertEquals("two", chr(ch));
            assertEquals(3.0, chr(withoutClass));
        });
    }
}
