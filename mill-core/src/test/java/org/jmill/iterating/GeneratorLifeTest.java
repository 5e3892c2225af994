package org.jmill.iterating;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// How iterations over a generator end, and what they hold until then.
class GeneratorLifeTest {
    private static final int COLLECTIONS_MAX = 200;

    private enum Use {
        NEVER_ASKED,
        EXHAUSTED,
        CLOSED,
        CLOSED_AT_ONCE,
        BROKEN_OFF
    }

    /// Keeps the iterator over one of its own methods.
    private static final class Lexer {
        private final Generator.Values<Integer> tokens =
                Generator.<Integer>create(this::scan).iterator();

        private void scan(Generator.Out<Integer> out) {
            for (int i = 0; i < 3; i++) {
                out.yield(i);
            }
        }

        Object used(Use use) {
            switch (use) {
                case EXHAUSTED -> tokens.forEachRemaining(token -> {});
                case CLOSED -> {
                    tokens.next();
                    assertTrue(tokens.hasNext());
                    tokens.close();
                    assertFalse(tokens.hasNext());
                }
                case CLOSED_AT_ONCE -> tokens.close();
                case BROKEN_OFF -> tokens.next();
                default -> {}
            }
            return this;
        }
    }

    @EveryEngine
    void aLexerThatHoldsItsOwnTokensIsLetGo(Engine engine) {
        List<WeakReference<Object>> lexers = new ArrayList<>();
        TestMill.run(engine, () -> {
            for (Use use : Use.values()) {
                WeakReference<Object> lexer = Leftovers.of(() -> new Lexer().used(use));
                lexers.add(lexer);
                if (use != Use.BROKEN_OFF) { // Then it lives until its mill ends.
                    Leftovers.assertCollected(lexer);
                }
            }
        });
        lexers.forEach(Leftovers::assertCollected);
    }

    @EveryEngine
    void theValuesOfARunThatHasEndedHoldNothingOfIt(Engine engine) {
        List<Object> kept = new ArrayList<>();
        TestMill.run(engine, () -> {
            WeakReference<Object> held = Leftovers.made(value -> {
                Generator.Values<Object> values = Generator.create(out -> {
                            out.yield(value);
                            out.yield(value);
                        })
                        .iterator();
                values.forEachRemaining(each -> {});
                kept.add(values);
            });
            Leftovers.assertCollected(held);
        });
        assertEquals(1, kept.size());
    }

    private static void breakOff(List<String> log) {
        for (int value : Generator.<Integer>create(out -> {
            try {
                out.yield(1);
            } finally {
                log.add("finally");
            }
        })) {
            log.add("broken off at " + value);
            break;
        }
    }

    @EveryEngine
    void anIterationThatWasBrokenOffIsCancelledWhileItsMillRuns(Engine engine) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, () -> {
            breakOff(log);
            for (int i = 0; i < COLLECTIONS_MAX && log.size() == 1; i++) {
                System.gc();
                msleep(now() + 1);
            }
            log.add("main ends");
        });
        assertEquals(List.of("broken off at 1", "finally", "main ends"), log);
    }

    @EveryEngine
    void oneThatIsStillHeldIsNotCancelled(Engine engine) {
        TestMill.run(engine, () -> {
            Generator.Values<Integer> values = Generator.<Integer>create(out -> {
                        out.yield(1);
                        out.yield(2);
                    })
                    .iterator();
            values.next();
            for (int i = 0; i < 3; i++) {
                System.gc();
                msleep(now() + 1);
            }
            assertEquals(2, values.next());
            assertFalse(values.hasNext());
        });
    }

    // ---- a part is not taken for the whole

    /// Three values, of which one was asked for; the handle of the run's coroutine is in the list.
    private static Generator.Values<Integer> begun(List<Coroutine> handles) {
        Generator.Values<Integer> values = Generator.<Integer>create(out -> {
                    handles.add(Mill.self());
                    for (int i = 1; i <= 3; i++) {
                        out.yield(i);
                        msleep(now() + 1);
                    }
                })
                .iterator();
        assertEquals(1, values.next());
        return values;
    }

    @EveryEngineAndOrder
    void anIterationWhoseCodeIsCancelledThrows(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (boolean whileItWaits : new boolean[] {true, false}) {
                List<Coroutine> handles = new ArrayList<>();
                Generator.Values<Integer> values = begun(handles);
                if (whileItWaits) {
                    go(() -> {
                        Mill.yield();
                        handles.getFirst().cancel();
                    });
                } else {
                    handles.getFirst().cancel();
                }
                assertThrows(CancelledException.class, values::next);
                assertFalse(values.hasNext());
                assertThrows(NoSuchElementException.class, values::next);
            }
        });
    }

    @EveryEngineAndOrder
    void aValueThatWasThereIsGivenEvenIfTheCodeIsCancelled(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<Coroutine> handles = new ArrayList<>();
            Generator.Values<Integer> values = begun(handles);
            assertTrue(values.hasNext());
            handles.getFirst().cancel();
            handles.getFirst().join();
            assertTrue(values.hasNext());
            assertEquals(2, values.next());
            CancelledException e = assertThrows(CancelledException.class, values::hasNext);
            assertEquals("hasNext generator {1}: it was cancelled before it had come to its end", e.getMessage());
            assertFalse(values.hasNext());
        });
    }

    @EveryEngineAndOrder
    void anIterationThatItsMillsEndCutOffDoesNotLookComplete(Engine engine, Order order) {
        List<Generator.Values<Integer>> kept = new ArrayList<>();
        TestMill.run(engine, order, () -> kept.add(begun(new ArrayList<>())));
        assertThrows(CancelledException.class, kept.getFirst()::next);
    }

    // ---- iterator() does not suspend

    private static int counter; // Of the mill under test.
    private static volatile boolean over;

    @Test
    void iteratorLetsNobodyInWhateverOtherMillsDo() throws InterruptedException {
        int each = 20_000;
        Generator<Integer> generator = Generator.create(out -> out.yield(1));
        over = false;
        Thread other = Thread.ofPlatform()
                .daemon()
                .start(() -> Mill.run(() -> {
                    while (!over) {
                        generator.iterator();
                    }
                }));
        TestMill.realTime(Engine.VIRTUAL).fast().run(() -> {
            counter = 0;
            List<Coroutine> counters = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                counters.add(go(() -> {
                    for (int k = 0; k < each; k++) {
                        int seen = counter;
                        generator.iterator();
                        counter = seen + 1;
                        if (k % 100 == 0) {
                            Mill.yield();
                        }
                    }
                }));
            }
            counters.forEach(Coroutine::join);
            assertEquals(4 * each, counter);
        });
        over = true;
        other.join();
    }
}
