package org.jmill.scopes;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.jmill.harness.Messages.assertFails;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.Signal;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Leftovers;
import org.jmill.harness.TestMill;
import org.jmill.sync.Mutex;
import org.jmill.world.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a scope's coroutines when it is abandoned: as if the power had failed.
class AbandonTest {
    private final List<String> log = new ArrayList<>();

    private static void run(Order order, Tidy.WithMill main) throws Exception {
        Tidy.run(Engine.CONTINUATION, order, main);
    }

    private static void run(Order order, SimulatedWorld world, Body<Exception> main) throws Exception {
        MillOptions options = MillOptions.defaults().engine(Engine.CONTINUATION).order(order);
        TestMill.run(options.world(world), () -> {
            main.run();
            Tidy.nothingIsLeft();
        });
    }

    /// Waits, and tells if it goes on in any way.
    private void loud(Runnable wait) {
        try {
            wait.run();
            log.add("goes on");
        } catch (Throwable t) {
            log.add("catches " + t);
            throw t;
        } finally {
            log.add("finally");
        }
    }

    /// Abandons a scope with one child that does this, and finds nothing left of it.
    private void abandonOne(Order order, Runnable wait) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                Coroutine child = scope.go(() -> loud(wait));
                assertEquals(1, scope.abandon());
                assertTrue(child.isDone());
                assertEquals(0, child.stackTrace().length);
                Inside.check();
            });
            pass(1_000);
        });
        assertEquals(List.of(), log);
    }

    // ---- wherever they stand

    @ParameterizedTest
    @EnumSource
    void whoSleepsNeverRunsAgainNorDoesItsFinally(Order order) throws Exception {
        abandonOne(order, () -> msleep(now() + 100));
    }

    @ParameterizedTest
    @EnumSource
    void whoReceivesIsNoReceiverAnyMore(Order order) throws Exception {
        run(order, mill -> {
            Chan<Integer> ch = chmake(0);
            Scope.run(scope -> {
                scope.go(() -> loud(ch::receive));
                scope.go(() -> loud(() -> ch.receive(now() + 50)));
                scope.abandon();
                assertEquals(List.of(), Inside.receivers(ch));
                assertFalse(ch.trySend(1));
            });
            pass(100);
        });
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @EnumSource
    void whoSendsHasNotSent(Order order) throws Exception {
        run(order, mill -> {
            Chan<Integer> ch = chmake(0);
            Scope.run(scope -> {
                scope.go(() -> loud(() -> ch.send(1)));
                scope.abandon();
                assertEquals(List.of(), Inside.senders(ch));
                assertTrue(ch.tryReceive() instanceof Received.Empty);
            });
        });
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentBeforeIsReceived(Order order) throws Exception {
        run(order, mill -> {
            Chan<Integer> ch = chmake(2);
            Scope.run(scope -> {
                scope.go(() -> {
                    ch.send(1);
                    ch.send(2);
                    ch.send(3);
                });
                pass(1);
                scope.abandon();
            });
            assertEquals(1, ch.receive());
            assertEquals(2, ch.receive());
            assertTrue(ch.tryReceive() instanceof Received.Empty);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoChoosesStandsInNoQueueAnyMore(Order order) throws Exception {
        run(order, mill -> {
            Chan<Integer> in = chmake(0);
            Chan<Integer> out = chmake(0);
            Scope.run(scope -> {
                scope.go(() -> loud(() -> choose().in(in).out(out, 1).end()));
                scope.go(() -> loud(() ->
                        choose().in(in).in(in).deadline(now() + 5, () -> {}).end()));
                scope.abandon();
                assertEquals(List.of(), Inside.receivers(in));
                assertEquals(List.of(), Inside.senders(out));
                Inside.check(in);
                Inside.check(out);
            });
            pass(10);
        });
        assertEquals(List.of(), log);
    }

    private static void yieldForEver() {
        while (true) {
            yieldNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsReadyDoesNotRun(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                for (int i = 0; i < 5; i++) {
                    scope.go(() -> loud(AbandonTest::yieldForEver));
                }
                Coroutine stays = go(() -> {
                    yieldNow();
                    log.add("other");
                });
                assertEquals(5, scope.abandon());
                Inside.check();
                stays.join();
            });
        });
        assertEquals(List.of("other"), log);
    }

    @Test
    void whoHasNotBegunNeverDoes() throws Exception {
        run(Order.DIRECT, new SimulatedWorld().startingLater(), () -> {
            Scope.run(scope -> {
                scope.go(() -> log.add("begun"));
                Coroutine other = go(() -> log.add("other"));
                assertEquals(1, scope.abandon());
                Inside.check();
                other.join();
            });
        });
        assertEquals(List.of("other"), log);
    }

    @ParameterizedTest
    @EnumSource
    void whoWouldBeStartedFromOutsideIsStillToCome(Order order) throws Exception {
        run(
                order,
                mill -> Scope.run(scope -> {
                    scope.executor().execute(() -> log.add("begun"));
                    assertEquals(0, scope.abandon());
                }));
        assertEquals(List.of("begun"), log);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForADescriptorIsNotToldOfIt(Order order) throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            run(order, mill -> {
                Scope.run(scope -> {
                    scope.go(() -> loud(() -> fdwait(source, Mill.FDW_IN, now() + 50)));
                    scope.abandon();
                    assertEquals(0, Inside.descriptorWaiters());
                });
                mill.poller.ready(source, Mill.FDW_IN);
                pass(100);
                assertEquals(Mill.FDW_IN, fdwait(source, Mill.FDW_IN, -1));
            });
            assertTrue(sink.isOpen());
        }
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @EnumSource
    void whoseBlockingCodeEndsLaterIsNotWoken(Order order) throws Exception {
        SimulatedWorld world = new SimulatedWorld();
        run(order, world, () -> {
            Scope.run(scope -> {
                scope.go(() -> loud(() -> blockingQuietly(() -> log.add("worked"))));
                scope.abandon();
            });
            world.work();
            pass(10);
        });
        assertEquals(List.of("worked"), log);
    }

    private static void blockingQuietly(Runnable code) {
        try {
            Mill.blocking(() -> {
                code.run();
                return null;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitedForASignalKeepsNoMillFromItsDeadlock(Order order) {
        assertThrows(
                DeadlockException.class,
                () -> run(order, mill -> {
                    Signal signal = Mill.signal();
                    Scope.run(scope -> {
                        scope.go(() -> loud(signal::await));
                        scope.abandon();
                        forEver();
                    });
                }));
        assertEquals(List.of(), log);
    }

    // ---- who is one of them

    @ParameterizedTest
    @EnumSource
    void thoseOfScopesInItAreAmongThemAndSoAreTheirOwners(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.go(() -> Scope.run(inner -> {
                    inner.go(() -> loud(Tidy::forEver));
                    inner.daemon(() -> loud(Tidy::forEver));
                    Scope.run(innermost -> innermost.go(() -> loud(Tidy::forEver)));
                }));
                scope.go(() -> loud(() -> Mill.within(now() + 10, Tidy::forEver)));
                scope.go(() -> loud(() -> Mill.shield(now() + 10, Tidy::forEver)));
                assertEquals(6, scope.abandon());
                assertEquals(0, Mill.stats().timers());
                Inside.check();
            });
            pass(20);
        });
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @EnumSource
    void itsOwnerIsNotOneOfThemAndMayStartOthers(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.go(() -> loud(Tidy::forEver));
                scope.abandon();
                scope.go(() -> log.add("another"));
                assertEquals(0, scope.abandon());
            });
            log.add("owner");
        });
        assertEquals(List.of("another", "owner"), log);
    }

    @ParameterizedTest
    @EnumSource
    void anOwnerThatWaitsForThemGoesOn(Order order) throws Exception {
        run(order, mill -> {
            Scope[] scope = {null};
            Coroutine owner = go(() -> {
                Scope.run(opened -> {
                    scope[0] = opened;
                    opened.go(() -> loud(Tidy::forEver));
                });
                log.add("owner");
            });
            pass(1);
            scope[0].abandon();
            owner.join();
        });
        assertEquals(List.of("owner"), log);
    }

    @ParameterizedTest
    @EnumSource
    void anOwnerInAScopeWithinWaitsForNobodyAnyMore(Order order) throws Exception {
        run(order, mill -> {
            Scope[] outer = {null};
            Coroutine owner = go(() -> {
                Scope.run(opened -> {
                    outer[0] = opened;
                    Scope.run(inner -> inner.go(() -> loud(Tidy::forEver)));
                    log.add("inner is over");
                });
                log.add("outer is over");
            });
            pass(1);
            assertEquals(1, outer[0].abandon());
            owner.join();
        });
        assertEquals(List.of("inner is over", "outer is over"), log);
    }

    @ParameterizedTest
    @EnumSource
    void othersOfTheMillGoOn(Order order) throws Exception {
        run(order, mill -> {
            Coroutine[] other = {null};
            Scope.run(scope -> {
                scope.go(() -> {
                    other[0] = go(() -> loud(() -> pass(5)));
                    forEver();
                });
                pass(1);
                scope.abandon();
            });
            other[0].join();
        });
        assertEquals(List.of("goes on", "finally"), log);
    }

    @ParameterizedTest
    @EnumSource
    void ofAScopeThatEnclosesAllThatItStartsTheyAreAmongThemToo(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.enclose();
                scope.go(() -> {
                    go(() -> loud(Tidy::forEver));
                    Coro<Integer, Integer> coro = Coro.create((self, first) -> {
                        loud(() -> self.yield(1));
                        return 2;
                    });
                    coro.resume(0);
                    Scope.run(inner -> inner.go(() -> go(() -> loud(Tidy::forEver))));
                    forEver();
                });
                pass(1);
                assertEquals(4, scope.abandon());
            });
        });
        assertEquals(List.of(), log);
    }

    /// On CONTINUATION the one that starts another is beneath it on the thread's stack, where it would hold what it held.
    @ParameterizedTest
    @EnumSource
    void whoStandsBeneathTheOneThatDoesItIsGoneToo(Order order) throws Exception {
        run(order, mill -> Scope.run(scope -> {
            List<WeakReference<Object>> held = new ArrayList<>();
            scope.go(() -> {
                Object value = new Object();
                held.add(new WeakReference<>(value));
                loud(() -> go(() -> {
                    assertEquals(1, scope.abandon());
                    Leftovers.assertCollected(held.getFirst());
                    log.add("abandoned");
                }));
                log.add("holds " + value);
            });
            pass(10);
        }));
        assertEquals(List.of("abandoned"), log);
    }

    @ParameterizedTest
    @EnumSource
    void nothingHoldsWhatTheyHeldNotEvenAHandle(Order order) throws Exception {
        run(order, mill -> {
            Chan<Integer> ch = chmake(0);
            List<Object> handles = new ArrayList<>();
            Scope.run(scope -> {
                for (Consumer<Object> wait : waits(ch)) {
                    WeakReference<Object> held = Leftovers.made(value -> handles.add(scope.fork(() -> {
                        wait.accept(value);
                        return value;
                    })));
                    WeakReference<Object> inNested = Leftovers.made(value ->
                            handles.add(scope.go(() -> Scope.run(inner -> inner.daemon(() -> wait.accept(value))))));
                    scope.abandon();
                    Leftovers.assertCollected(held);
                    Leftovers.assertCollected(inNested);
                }
            });
            assertEquals(2 * waits(ch).size(), handles.size());
        });
    }

    private static List<Consumer<Object>> waits(Chan<Integer> ch) {
        return List.of(
                value -> ch.receive(),
                value -> msleep(now() + 1_000),
                value -> choose().in(ch).in(ch).end(),
                value -> yieldForEver(),
                value -> Mill.within(now() + 1_000, Tidy::forEver));
    }

    // ---- those outside

    @ParameterizedTest
    @EnumSource
    void whoJoinsACoroutineIsWokenAsByItsEnd(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                Coroutine child = scope.go(Tidy::forEver);
                Coroutine joiner = go(() -> {
                    child.join();
                    log.add("joined");
                });
                scope.abandon();
                joiner.join();
                child.join();
            });
        });
        assertEquals(List.of("joined"), log);
    }

    @ParameterizedTest
    @EnumSource
    void whoJoinsAForkIsToldThatItWasAbandoned(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                Fork<Integer> fork = scope.fork(() -> {
                    forEver();
                    return 1;
                });
                Chan<Integer> result = fork.chan();
                Coroutine joiner = go(() -> assertAbandoned(fork));
                scope.abandon();
                joiner.join();
                assertAbandoned(fork);
                assertTrue(fork.isDone());
                assertThrows(CancelledException.class, result::receive);
            });
        });
        assertEquals(2, log.size());
    }

    private void assertAbandoned(Fork<?> fork) {
        CancelledException told =
                assertFails(CancelledException.class, "join {1}", fork::join, "scope of {0} main", "abandoned");
        assertSame(Reason.ABANDONED, told.reason());
        log.add("told");
    }

    @ParameterizedTest
    @EnumSource
    void whoResumesACoroIsToldThatItWasAbandoned(Order order) throws Exception {
        run(order, mill -> {
            Chan<Coro<Integer, Integer>> made = chmake(1);
            Coroutine resumer = go(() -> {
                Coro<Integer, Integer> coro = made.receive();
                assertFails(CancelledException.class, "resume coro {3}", () -> coro.resume(0), "abandoned");
                assertEquals(Coro.Status.DEAD, coro.status());
                log.add("told");
            });
            Scope.run(scope -> {
                scope.enclose();
                scope.go(() -> {
                    Coro<Integer, Integer> coro = Coro.create((self, first) -> {
                        self.yield(1);
                        loud(Tidy::forEver);
                        return 2;
                    });
                    coro.resume(0);
                    made.send(coro);
                    forEver();
                });
                pass(1);
                assertEquals(2, scope.abandon());
                resumer.join();
            });
        });
        assertEquals(List.of("told"), log);
    }

    @ParameterizedTest
    @EnumSource
    void aCoroWhoseResumerIsGoneGoesOnForNobody(Order order) throws Exception {
        run(order, mill -> {
            Coro<Integer, String> coro = Coro.create((self, first) -> {
                pass(10);
                self.yield("first");
                return "last";
            });
            Scope.run(scope -> {
                scope.go(() -> loud(() -> coro.resume(1)));
                assertEquals(1, scope.abandon());
            });
            pass(20);
            assertEquals("last", coro.resume(2));
        });
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @EnumSource
    void aLockThatOneOfThemHoldsStaysHeld(Order order) throws Exception {
        run(order, mill -> {
            Mutex mutex = new Mutex();
            Scope.run(scope -> {
                scope.go(() -> {
                    mutex.lock();
                    forEver();
                });
                scope.abandon();
                assertTrue(mutex.tryLock().isEmpty());
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneOfThemThatWaitedForALockIsPassedBy(Order order) throws Exception {
        run(order, mill -> {
            Mutex mutex = new Mutex();
            mutex.lock();
            Scope.run(scope -> {
                scope.go(() -> loud(mutex::lock));
                Coroutine other = go(() -> {
                    mutex.lock();
                    log.add("other");
                    mutex.unlock();
                });
                scope.abandon();
                mutex.unlock();
                other.join();
            });
        });
        assertEquals(List.of("other"), log);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForAPlaceInAScopeWithinPanics(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                Scope[] inner = {null};
                scope.go(() -> Scope.run(opened -> {
                    inner[0] = opened.limit(1);
                    opened.go(Tidy::forEver);
                }));
                Coroutine waits = go(() -> assertPanics("go scope of {1}", () -> inner[0].go(() -> {}), "has ended"));
                scope.abandon();
                waits.join();
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void itsPlacesAreFree(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.limit(2);
                scope.go(Tidy::forEver);
                scope.go(Tidy::forEver);
                Coroutine waits = go(() -> scope.go(() -> log.add("let in")));
                scope.abandon();
                waits.join();
            });
        });
        assertEquals(List.of("let in"), log);
    }

    @ParameterizedTest
    @EnumSource
    void itsTickersTickNoMore(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.go(() -> {
                    Mill.ticker(10);
                    Scope.run(inner -> {
                        Mill.ticker(10);
                        inner.stop(1_000);
                        forEver();
                    });
                });
                scope.abandon();
                assertEquals(0, Mill.stats().timers());
            });
        });
    }

    // ---- what is refused

    @EveryEngine
    void theRealWorldRefuses(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    scope.go(() -> log.add("child"));
                    assertPanics("abandon scope of {0} main", scope::abandon, "only in a world that simulates");
                }));
        assertEquals(List.of("child"), log);
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "PORTABLE"})
    void anEngineOfThreadsRefuses(Engine engine) throws Exception {
        TestMill.virtualTime(engine)
                .run(() -> Scope.run(scope -> {
                    scope.daemon(Tidy::forEver);
                    assertPanics("abandon scope of {0} main", scope::abandon, engine.name(), "Engine.CONTINUATION");
                }));
    }

    @ParameterizedTest
    @EnumSource
    void oneOfThemMayNotDoIt(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.go(() -> {
                    assertPanics("abandon scope of {0} main", scope::abandon, "{1}", "another");
                    Scope.run(
                            inner -> inner.go(() -> assertPanics("abandon scope of {0} main", scope::abandon, "{2}")));
                    log.add("goes on");
                });
            });
        });
        assertEquals(List.of("goes on"), log);
    }

    @ParameterizedTest
    @EnumSource
    void anEndedScopeRefuses(Order order) throws Exception {
        run(order, mill -> {
            Scope[] kept = {null};
            Scope.run(scope -> kept[0] = scope);
            MillPanic panic = assertPanics("abandon scope of {0} main", () -> kept[0].abandon(), "it has ended");
            assertTrue(panic.getMessage().contains("{0}"));
            assertPanics("enclose scope of {0} main", () -> kept[0].enclose(), "it has ended");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledCoroutineMayDoIt(Order order) throws Exception {
        run(order, mill -> {
            Scope.run(scope -> {
                scope.go(() -> loud(Tidy::forEver));
                Coroutine cancelled = go(() -> {
                    Mill.self().cancel();
                    scope.abandon();
                });
                cancelled.join();
            });
        });
        assertEquals(List.of(), log);
    }
}
