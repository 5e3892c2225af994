package org.jmill.iterating;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coro.Status;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// Asymmetric coroutines: resume and yield.
class CoroTest {
    @EveryEngineAndOrder
    void valuesGoBothWays(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coro<String, Integer> coro = Coro.create((self, first) -> {
                log.add(first);
                log.add(self.yield(1));
                log.add(self.yield(2));
                return 3;
            });
            log.add(coro.resume("a"));
            log.add(coro.resume("b"));
            log.add(coro.resume("c"));
        });
        assertEquals(List.of("a", 1, "b", 2, "c", 3), log);
    }

    @EveryEngineAndOrder
    void nullGoesBothWaysToo(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Object, Object> coro = Coro.create((self, first) -> {
                assertNull(first);
                assertNull(self.yield(null));
                return null;
            });
            assertNull(coro.resume(null));
            assertNull(coro.resume(null));
            assertEquals(Status.DEAD, coro.status());
        });
    }

    @EveryEngineAndOrder
    void itDoesNotRunBeforeItsFirstResume(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coro<Void, Void> coro = Coro.create((self, first) -> {
                log.add("body");
                return null;
            });
            yieldNow();
            assertEquals(Status.SUSPENDED, coro.status());
            log.add("main");
            coro.resume(null);
        });
        assertEquals(List.of("main", "body"), log);
    }

    @EveryEngineAndOrder
    void theStatusIsThatOfLua(Engine engine, Order order) {
        List<Status> inside = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coro<?, ?>[] outer = {null};
            Coro<Void, Void> inner = Coro.create((self, first) -> {
                inside.add(self.status());
                inside.add(outer[0].status());
                self.yield(null);
                return null;
            });
            Coro<Void, Void> made = Coro.create((self, first) -> {
                inside.add(self.status());
                inner.resume(null);
                inside.add(inner.status());
                inside.add(self.status());
                self.yield(null);
                return null;
            });
            outer[0] = made;
            assertEquals(Status.SUSPENDED, made.status());
            made.resume(null);
            assertEquals(Status.SUSPENDED, made.status());
            made.resume(null);
            assertEquals(Status.DEAD, made.status());
            assertEquals(Status.SUSPENDED, inner.status());
        });
        assertEquals(List.of(Status.RUNNING, Status.RUNNING, Status.NORMAL, Status.SUSPENDED, Status.RUNNING), inside);
    }

    @EveryEngineAndOrder
    void resumingADeadARunningOrANormalOnePanicsAndSaysWhich(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Void, Void> dead = Coro.create((self, first) -> null);
            dead.resume(null);
            Messages.assertPanics("resume coro {1}", () -> dead.resume(null), "dead");
            Coro<Void, Void> running = Coro.create((self, first) -> {
                Messages.assertPanics("resume coro {2}", () -> self.resume(null), "running");
                Messages.assertPanics("close coro {2}", () -> self.close(), "running");
                return null;
            });
            running.resume(null);
            Coro<Void, Void> normal = Coro.create((self, first) -> {
                Coro<Void, Void> inner = Coro.create((innerSelf, innerFirst) -> {
                    Messages.assertPanics("resume coro {3}", () -> self.resume(null), "normal");
                    Messages.assertPanics("close coro {3}", () -> self.close(), "normal");
                    return null;
                });
                inner.resume(null);
                return null;
            });
            normal.resume(null);
        });
    }

    @EveryEngineAndOrder
    void oneThatAnotherCoroutineHasResumedIsRunning(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coro<Void, Integer> coro = Coro.create((self, first) -> chr(ch));
            Coroutine resumer = go(() -> assertEquals(7, coro.resume(null)));
            assertEquals(Status.RUNNING, coro.status());
            Messages.assertPanics("resume coro {2}", () -> coro.resume(null), "running");
            Messages.assertPanics("close coro {2}", coro::close, "running");
            chs(ch, 7);
            resumer.join();
        });
    }

    @EveryEngineAndOrder
    void anyCoroutineMayResumeIt(Engine engine, Order order) {
        List<Integer> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coro<Void, Integer> counter = Coro.create((self, first) -> {
                for (int i = 0; ; i++) {
                    self.yield(i);
                }
            });
            log.add(counter.resume(null));
            go(() -> log.add(counter.resume(null)));
            go(() -> log.add(counter.resume(null)));
            log.add(counter.resume(null));
        });
        assertEquals(List.of(0, 1, 2, 3), log);
    }

    @EveryEngineAndOrder
    void onlyItsOwnBodyMayYield(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Void, Integer> coro = Coro.create((self, first) -> self.yield(1) == null ? 2 : 3);
            Messages.assertPanics("yield coro", () -> coro.yield(9), "its own body");
            coro.resume(null);
            Messages.assertPanics("yield coro {1}", () -> coro.yield(9), "its own body");
            assertEquals(2, coro.resume(null));
        });
    }

    @EveryEngineAndOrder
    void oneOfAnotherMillIsRefused(Engine engine, Order order) {
        List<Coro<Void, Void>> leaked = new ArrayList<>();
        TestMill.run(engine, order, () -> leaked.add(Coro.create((self, first) -> null)));
        TestMill.run(engine, order, () -> {
            assertThrows(MillPanic.class, () -> leaked.get(0).resume(null));
            assertThrows(MillPanic.class, () -> leaked.get(0).close());
        });
    }

    @EveryEngineAndOrder
    void anExceptionInItsBodyReachesTheResumerAndItIsDead(Engine engine, Order order) {
        IOException thrown = new IOException("body");
        TestMill.run(engine, order, () -> {
            Coro<Void, Void> coro = Coro.create((self, first) -> {
                self.yield(null);
                throw thrown;
            });
            coro.resume(null);
            assertSame(thrown, assertThrows(IOException.class, () -> coro.resume(null)));
            assertEquals(Status.DEAD, coro.status());
            assertEquals(0, thrown.getSuppressed().length);
            Messages.assertPanics("resume coro {1}", () -> coro.resume(null), "dead");
            yieldNow();
        });
    }

    @EveryEngineAndOrder
    void aResumerThatDoesNotCatchItFails(Engine engine, Order order) {
        assertThrows(
                IOException.class,
                () -> TestMill.run(engine, order, () -> {
                    go(() -> Coro.create((self, first) -> {
                                throw new IOException();
                            })
                            .resume(null));
                    msleep(-1);
                }));
    }

    @EveryEngineAndOrder
    void theResumerWaitsWhileTheBodyWaits(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                int sum = chr(ch);
                yieldNow();
                msleep(now() + 1);
                self.yield(sum);
                return sum + chr(ch);
            });
            Coroutine resumer = go(() -> {
                log.add("got " + coro.resume(null));
                log.add("got " + coro.resume(null));
            });
            log.add("meanwhile");
            assertEquals("resume({2})", resumer.waitingFor());
            chs(ch, 3);
            chs(ch, 4);
            resumer.join();
        });
        assertEquals(List.of("meanwhile", "got 3", "got 7"), log);
    }

    @EveryEngineAndOrder
    void nestedOnesHandValuesThrough(Engine engine, Order order) {
        TestMill.run(engine, order, () -> assertEquals(120, nested(5).resume(1)));
    }

    private static Coro<Integer, Integer> nested(int level) {
        return Coro.create(
                (self, product) -> level == 0 ? product : nested(level - 1).resume(product * level));
    }

    @EveryEngineAndOrder
    void itMaySpawnCoroutines(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                Chan<Integer> ch = chmake(0);
                go(() -> chs(ch, 5));
                self.yield(chr(ch));
                go(() -> chs(ch, 6));
                return chr(ch);
            });
            assertEquals(5, coro.resume(null));
            assertEquals(6, coro.resume(null));
        });
    }

    // ---- its end

    @EveryEngineAndOrder
    void closeRunsItsFinallyBlocks(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coro<Void, Void> coro = Coro.create((self, first) -> {
                try {
                    self.yield(null);
                    log.add("not reached");
                } finally {
                    log.add("finally");
                    log.add("main: " + Mill.dump().coroutines().getFirst().state());
                }
                return null;
            });
            coro.resume(null);
            coro.close();
            log.add("closed");
            assertEquals(Status.DEAD, coro.status());
            coro.close(); // Does nothing.
        });
        assertEquals(List.of("finally", "main: close({1})", "closed"), log);
    }

    @EveryEngineAndOrder
    void oneThatIsCancelledBeforeOrInCloseLearnsOfItInItsNextBlockingCall(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (boolean before : new boolean[] {true, false}) {
                Coroutine closer = go(() -> {
                    Coroutine caller = Mill.self();
                    Generator.Values<Integer> values = Generator.<Integer>create(out -> {
                                try {
                                    out.yield(1);
                                } finally {
                                    caller.cancel();
                                    log.add("ended");
                                }
                            })
                            .iterator();
                    values.next();
                    if (before) {
                        caller.cancel();
                    }
                    values.close();
                    log.add("closed");
                    assertThrows(CancelledException.class, Mill::yield);
                });
                closer.join();
            }
        });
        assertEquals(List.of("ended", "closed", "ended", "closed"), log);
    }

    @EveryEngineAndOrder
    void closeBeforeTheFirstResumeRunsNothing(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Void, Void> coro = Coro.create((self, first) -> {
                throw new AssertionError("ran");
            });
            coro.close();
            assertEquals(Status.DEAD, coro.status());
            String panic =
                    assertThrows(MillPanic.class, () -> coro.resume(null)).getMessage();
            assertEquals("resume coro: it is dead; it was closed before its first resume", panic);
        });
    }

    @EveryEngineAndOrder
    void whatItsFinallyBlockThrowsReachesTheOneWhoCloses(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Void, Void> coro = Coro.create((self, first) -> {
                try {
                    self.yield(null);
                } finally {
                    throwsChecked();
                }
                return null;
            });
            coro.resume(null);
            assertThrows(IOException.class, coro::close);
        });
    }

    private static void throwsChecked() throws IOException {
        throw new IOException();
    }

    @EveryEngineAndOrder
    void oneThatIgnoresItsCloseRunsOnToItsEnd(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                assertThrows(CancelledException.class, () -> self.yield(1));
                assertThrows(CancelledException.class, () -> self.yield(2));
                log.add("end");
                return 3;
            });
            coro.resume(null);
            coro.close();
            log.add("closed");
        });
        assertEquals(List.of("end", "closed"), log);
    }

    @EveryEngineAndOrder
    void aCancelledResumerTakesItAlong(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> never = chmake(0);
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                try {
                    return chr(never);
                } finally {
                    log.add("body");
                }
            });
            Coroutine resumer = go(() -> {
                try {
                    coro.resume(null);
                } catch (CancelledException e) {
                    log.add("resumer");
                }
            });
            resumer.cancel();
            resumer.join();
            assertEquals(Status.DEAD, coro.status());
            assertTrue(Inside.receivers(never).isEmpty());
            Inside.check();
        });
        assertEquals(List.of("body", "resumer"), log);
    }

    @EveryEngineAndOrder
    void theEndOfMainEndsThoseThatAreSuspended(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (String name : List.of("a", "b")) {
                Coro<Void, Void> coro = Coro.create((self, first) -> {
                    try {
                        self.yield(null);
                    } finally {
                        log.add(name);
                    }
                    return null;
                });
                coro.resume(null);
            }
            log.add("main ends");
        });
        assertEquals(List.of("main ends", "a", "b"), log);
    }

    @EveryEngineAndOrder
    void oneThatIsClosedInAFinallyBlockWhileMainEndsIsClosed(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            go(() -> {
                Coro<Void, Void> coro = Coro.create((self, first) -> {
                    try {
                        self.yield(null);
                    } finally {
                        log.add("body");
                    }
                    return null;
                });
                try {
                    coro.resume(null);
                    msleep(-1);
                } finally {
                    coro.close();
                    log.add("closed");
                    assertEquals(Status.DEAD, coro.status());
                }
            });
        });
        assertEquals(List.of("body", "closed"), log);
    }

    @EveryEngineAndOrder
    void manyResumesDoNotStarveTheOthers(Engine engine, Order order) {
        int[] turns = {0};
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                while (true) {
                    self.yield(1);
                }
            });
            for (int i = 0; i < 10_000; i++) {
                turns[0] += coro.resume(null);
            }
            Inside.check();
        });
        assertEquals(10_000, turns[0]);
    }
}
