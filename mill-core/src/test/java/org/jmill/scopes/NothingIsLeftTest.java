package org.jmill.scopes;

import static org.jmill.Mill.at;
import static org.jmill.Mill.blocking;
import static org.jmill.Mill.every;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.par;
import static org.jmill.Mill.race;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.ticker;
import static org.jmill.Mill.timer;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;

/// After each of them nobody lives, no timer is armed, and nobody stands in a queue: however it came to its end.
class NothingIsLeftTest {
    private static final long HOUR_MS = 3_600_000;
    private static final CoroutineLocal<Object> LOCAL = CoroutineLocal.inherited();

    /// Each kind, as code that waits in the middle of all that it can have under way: on a channel, for times.
    private static Map<String, Body<Exception>> kinds(Chan<Object> ch) {
        Map<String, Body<Exception>> kinds = new LinkedHashMap<>();
        Callable<Object> receive = () -> ch.receive();
        kinds.put(
                "run",
                () -> Scope.run(scope -> {
                    scope.go(() -> ch.receive());
                    scope.go(() -> ch.receive(now() + HOUR_MS));
                    pass(HOUR_MS);
                }));
        kinds.put(
                "call",
                () -> Scope.call(scope -> {
                    scope.daemon(() -> pass(HOUR_MS));
                    return scope.fork(receive).join(now() + HOUR_MS);
                }));
        kinds.put("only children", () -> Scope.run(scope -> scope.go(() -> ch.receive())));
        kinds.put(
                "places",
                () -> Scope.run(scope -> {
                    scope.limit(1);
                    scope.go(() -> ch.receive());
                    scope.go(() -> ch.receive());
                }));
        kinds.put(
                "stop",
                () -> Scope.run(scope -> {
                    scope.go(() -> scope.stopping().receiveOrDone());
                    scope.go(() -> ch.receive());
                    scope.stop(HOUR_MS);
                }));
        kinds.put(
                "supervised",
                () -> Scope.run(scope -> {
                    scope.onFailure((child, thrown) -> {});
                    scope.go(() -> {
                        throw new Tidy.Broken("alone");
                    });
                    ch.receive();
                }));
        kinds.put(
                "join",
                () -> Scope.run(scope -> {
                    var fork = scope.fork(receive);
                    scope.go(fork::join);
                    Mill.choose().in(fork.chan()).deadline(now() + HOUR_MS).end();
                }));
        kinds.put("within", () -> within(now() + HOUR_MS, () -> ch.receive()));
        kinds.put("withins", () -> within(now() + HOUR_MS, () -> tryWithin(now() + HOUR_MS + 1, () -> ch.receive())));
        kinds.put(
                "within and scope",
                () -> within(
                        now() + HOUR_MS,
                        () -> Scope.run(scope -> {
                            scope.go(() -> within(now() + HOUR_MS - 1, () -> ch.receive()));
                            ch.receive();
                        })));
        kinds.put(
                "race",
                () -> race(receive, receive, () -> {
                    pass(HOUR_MS);
                    return null;
                }));
        kinds.put("staggered race", () -> race(HOUR_MS, List.of(receive, receive)));
        kinds.put("par", () -> par(receive, receive));
        kinds.put("par with a limit", () -> par(1, List.of(1, 2, 3), item -> ch.receive()));
        kinds.put(
                "ticker",
                () -> Scope.run(scope -> {
                    ticker(HOUR_MS).receive();
                    timer(now() + HOUR_MS);
                    ch.receive();
                }));
        kinds.put("timer", () -> Scope.run(scope -> timer(now() + HOUR_MS).receive()));
        kinds.put(
                "every and at",
                () -> Scope.run(scope -> {
                    every(HOUR_MS, () -> {});
                    at(now() + HOUR_MS, () -> {});
                    ch.receive();
                }));
        kinds.put("where", () -> LOCAL.where("value", () -> Scope.run(scope -> scope.go(() -> ch.receive()))));
        kinds.put(
                "deep",
                () -> Scope.run(a -> a.go(() -> Scope.run(b -> b.go(() -> Scope.run(c -> {
                    c.go(() -> ch.receive());
                    ticker(HOUR_MS).receive();
                }))))));
        return kinds;
    }

    /// A way to make an end of it.
    private interface EndMaker {
        void end(Coroutine coroutine) throws Exception;
    }

    private static void eachEndedBy(Engine engine, Order order, EndMaker how) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Object> ch = Chan.make(0);
            for (Map.Entry<String, Body<Exception>> kind : kinds(ch).entrySet()) {
                Coroutine coroutine = go(kind.getKey(), () -> {
                    try {
                        kind.getValue().run();
                    } catch (CancelledException | DeadlineException | Tidy.Broken e) {
                        // Each in its way; what counts is what remains.
                    }
                });
                how.end(coroutine);
                coroutine.join();
                Tidy.nothingIsLeft();
                assertEquals(List.of(), Inside.receivers(ch), kind.getKey());
                assertEquals(List.of(), Inside.senders(ch), kind.getKey());
            }
        });
    }

    @EveryEngineAndOrder
    void whenItsCoroutineIsCancelledAtOnce(Engine engine, Order order) throws Exception {
        eachEndedBy(engine, order, Coroutine::cancel);
    }

    @EveryEngineAndOrder
    void whenItsCoroutineIsCancelledLater(Engine engine, Order order) throws Exception {
        eachEndedBy(engine, order, coroutine -> {
            pass(5);
            coroutine.cancel();
        });
    }

    @EveryEngineAndOrder
    void whenItHasAllItWaitsFor(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Object> ch = Chan.make(0);
            for (Map.Entry<String, Body<Exception>> kind : kinds(ch).entrySet()) {
                Coroutine feeder = go(() -> {
                    while (true) {
                        ch.send("value");
                    }
                });
                Coroutine coroutine = go(kind.getKey(), kind.getValue());
                coroutine.join();
                feeder.cancel();
                feeder.join();
                Tidy.nothingIsLeft();
                assertEquals(List.of(), Inside.receivers(ch), kind.getKey());
            }
        });
    }

    @EveryEngineAndOrder
    void whenTheChannelFailsThatItReads(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            for (String name : kinds(Chan.make(0)).keySet()) {
                Chan<Object> ch = Chan.make(0);
                Coroutine coroutine = go(name, () -> {
                    try {
                        kinds(ch).get(name).run();
                    } catch (Tidy.Broken e) {
                        // As it is to be, for most.
                    }
                });
                pass(5);
                ch.fail(new Tidy.Broken("channel"));
                coroutine.join();
                Tidy.nothingIsLeft();
                assertEquals(List.of(), Inside.receivers(ch), name);
            }
        });
    }

    @EveryEngineAndOrder
    void whenADeadlineAroundEndsIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Object> ch = Chan.make(0);
            for (Map.Entry<String, Body<Exception>> kind : kinds(ch).entrySet()) {
                assertTrue(
                        tryWithin(now() + 5, () -> {
                                    kind.getValue().run();
                                    return "not here";
                                })
                                .isEmpty(),
                        kind.getKey());
                Tidy.nothingIsLeft();
                assertEquals(List.of(), Inside.receivers(ch), kind.getKey());
            }
        });
    }

    @EveryEngineAndOrder
    void whenAShieldIsOver(Engine engine, Order order) throws Exception {
        eachEndedBy(engine, order, coroutine -> {
            Coroutine shielded = go(() -> {
                try {
                    forEver();
                } finally {
                    shield(now() + HOUR_MS, () -> pass(5));
                }
            });
            shielded.cancel();
            shielded.join();
            coroutine.cancel();
        });
    }

    @EveryEngineAndOrder
    void whenTasksOfOthersHaveEnded(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            for (boolean cancelled : new boolean[] {false, true}) {
                Scope.run(scope -> {
                    blocking(() -> {
                        CountDownLatch begun = new CountDownLatch(2);
                        scope.executor().execute(() -> {
                            begun.countDown();
                            waitUnless(!cancelled);
                        });
                        scope.future(() -> {
                            begun.countDown();
                            waitUnless(!cancelled);
                            return 1;
                        });
                        begun.await();
                        return null;
                    });
                    if (cancelled) {
                        scope.cancel();
                    }
                });
                Tidy.nothingIsLeft();
            }
        });
    }

    private static void waitUnless(boolean cutShort) {
        if (!cutShort) {
            forEver();
        }
    }

    @EveryEngineAndOrder
    void aHandleOnAChildHoldsNothingOfItsScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Coroutine[] kept = new Coroutine[1];
            WeakReference<Object> body = Leftovers.made(payload -> Scope.run(scope -> {
                kept[0] = scope.go(() -> assertEquals(payload, payload));
                LOCAL.where(payload, () -> Scope.run(inner -> inner.go(Mill::yield)));
            }));
            Leftovers.assertCollected(body);
            assertTrue(kept[0].isDone());
        });
    }

    @EveryEngineAndOrder
    void aLongScopeHoldsNothingOfChildrenThatHaveEnded(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    scope.go(() -> pass(HOUR_MS));
                    WeakReference<Object> payload = Leftovers.made(value -> scope.go(() -> assertEquals(value, value)));
                    WeakReference<Object> result =
                            Leftovers.made(value -> scope.fork(() -> value).join());
                    for (int i = 0; i < 50; i++) {
                        scope.go(() -> {});
                    }
                    Mill.yield();
                    Leftovers.assertCollected(payload);
                    Leftovers.assertCollected(result);
                }));
    }

    @EveryEngineAndOrder
    void aLongScopeHoldsNothingOfTickersThatHaveEnded(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    WeakReference<Object> once = Leftovers.of(() -> {
                        Chan<Long> timer = timer(now() + 1);
                        timer.receive();
                        return timer;
                    });
                    WeakReference<Object> ended = Leftovers.of(() -> {
                        Chan<Long> ticks = ticker(1);
                        ticks.receive();
                        ticks.done();
                        pass(5);
                        return ticks;
                    });
                    pass(5);
                    Leftovers.assertCollected(once);
                    Leftovers.assertCollected(ended);
                }));
    }
}
