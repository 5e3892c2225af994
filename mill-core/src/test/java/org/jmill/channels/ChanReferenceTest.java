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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.Leftovers;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// `chdup` and `chclose`: references, and what happens with the last one.
class ChanReferenceTest {
    @EveryEngineAndCapacity
    void theChannelIsClosedWithItsLastReference(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            assertSame(ch, chdup(ch));
            assertSame(ch, ch.dup());
            assertEquals(3, Inside.references(ch));
            chclose(ch);
            ch.close();
            assertEquals(1, Inside.references(ch));
            assertEquals(capacity, ch.capacity(), "still open");
            chclose(ch);
            Messages.assertPanics("chs <1>", () -> chs(ch, 1), "channel is closed");
        });
    }

    @EveryEngine
    void closingDropsBufferedValues(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Object> ch = chmake(4);
            WeakReference<Object> value = Leftovers.made(v -> chs(ch, v));
            WeakReference<Object> terminal = Leftovers.made(v -> chdone(ch, v));
            chclose(ch);
            Leftovers.assertCollected(value);
            Leftovers.assertCollected(terminal);
            Inside.check(ch);
        });
    }

    @EveryEngine
    void aReferenceMayBeDroppedWhileSomeoneWaits(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            List<Integer> got = new ArrayList<>();
            Chan<Integer> dup = chdup(ch);
            go(() -> {
                got.add(chr(dup));
                chclose(dup);
            });
            chclose(chdup(ch));
            chs(ch, 5);
            chclose(ch);
            yieldNow();
            assertEquals(List.of(5), got);
            assertTrue(Inside.isClosed(ch));
        });
    }

    @EveryEngine
    void tryWithResourcesDropsTheReference(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> kept;
            try (Chan<Integer> ch = chmake(1)) {
                kept = ch;
                chs(ch, 1);
            }
            assertTrue(Inside.isClosed(kept));
        });
    }

    @EveryEngine
    void aClosedChannelIsAnErrorEvenWhereItWasDone(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            chdone(ch, 2);
            chclose(ch);
            Messages.assertPanics("chr <1>", () -> chr(ch), "channel is closed");
            Messages.assertPanics("chdone <1>", () -> chdone(ch, 3), "channel is closed");
        });
    }

    @EveryEngine
    void aProgramThatNeverClosesIsCorrectAndLosesNoMemory(Engine engine) {
        TestMill.run(engine, () -> {
            WeakReference<Object> channel = Leftovers.of(() -> {
                Chan<Object> ch = chmake(1);
                chs(ch, ch);
                return ch;
            });
            Leftovers.assertCollected(channel);
        });
    }

    @EveryEngine
    void aSwitchedOffClauseMayNameAClosedChannel(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> closed = chmake(1);
            chclose(closed);
            assertEquals(
                    Choose.TIMEOUT,
                    choose().in(closed)
                            .when(false)
                            .out(closed, 1)
                            .when(false)
                            .otherwise()
                            .end());
        });
    }
}
