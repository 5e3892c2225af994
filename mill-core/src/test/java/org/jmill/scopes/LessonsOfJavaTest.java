package org.jmill.scopes;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.race;
import static org.jmill.Mill.shield;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;

/// What users of the JDK, Ox and Jox have complained of, and that it does not happen here.
class LessonsOfJavaTest {
    // JDK-8311867: shutdown does not interrupt a subtask that is being forked, and join waits for ever
    @EveryEngineAndOrder
    void aChildThatIsStartedWhileTheScopeIsCancelledIsCancelledToo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope[] shared = new Scope[1];
            Coroutine owner = go(() -> Scope.run(scope -> {
                shared[0] = scope;
                scope.go(() -> {
                    try {
                        forEver();
                    } finally {
                        shield(now() + 50, () -> pass(10)); // It takes its time to end.
                    }
                });
                forEver();
            }));
            shared[0].cancel();
            shared[0].go(() -> {
                events.add("begun");
                forEver();
            });
            owner.join();
            assertEquals(List.of("begun"), events);
        });
    }

    // Ox #164: two exceptions thrown at the same time make the program hang
    @EveryEngineAndOrder
    void twoForksThatFailInTheSameMomentWhileTheyAreJoinedHangNobody(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.call(scope -> {
                        Fork<Integer> a = scope.fork(() -> failAt5("a"));
                        Fork<Integer> b = scope.fork(() -> failAt5("b"));
                        scope.go(() -> b.join());
                        return a.join() + b.join();
                    }));
            assertEquals("a", thrown.getMessage());
            assertEquals(1, thrown.getSuppressed().length);
            assertEquals("b", thrown.getSuppressed()[0].getMessage());
        });
    }

    private static int failAt5(String who) throws Tidy.Broken {
        pass(5);
        throw new Tidy.Broken(who);
    }

    // loom-dev, on StructuredTaskScope: a ScopedValue that is bound while the scope is open breaks its structure
    @EveryEngineAndOrder
    void aValueMayBeBoundWhileAScopeIsOpen(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            CoroutineLocal<String> local = CoroutineLocal.create();
            List<String> seen = new ArrayList<>();
            Scope.run(scope -> local.where("value", () -> {
                scope.fork(() -> seen.add("fork " + local.get()));
                Scope.run(inner -> inner.go(() -> seen.add("inner " + local.get())));
            }));
            assertEquals(
                    List.of("fork null", "inner value"), seen.stream().sorted().toList());
        });
    }

    // loom-dev, on StructuredTaskScope: Subtask.get before join throws; a result cannot be waited for by a sibling
    @EveryEngineAndOrder
    void aSiblingMayWaitForAResult(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertEquals(42, Scope.<Integer, RuntimeException>call(scope -> {
                    Fork<Integer> six = scope.fork(() -> {
                        pass(5);
                        return 6;
                    });
                    Fork<Integer> product = scope.fork(() -> six.join() * 7);
                    return product.join();
                })));
    }

    // CompletableFuture: to cancel a future does not stop what computes it
    @EveryEngineAndOrder
    void aCancelledFutureStopsWhatComputesIt(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> blocking(() -> {
                CountDownLatch begun = new CountDownLatch(1);
                CountDownLatch ended = new CountDownLatch(1);
                CompletableFuture<Object> future = scope.future(() -> {
                    try {
                        begun.countDown();
                        forEver();
                        return null;
                    } finally {
                        ends.add("stopped");
                        ended.countDown();
                    }
                });
                begun.await();
                future.cancel(true);
                ended.await();
                return null;
            }));
            assertEquals(List.of("stopped"), ends);
        });
    }

    // Jox, on race and par: one that ignores its cancellation is left behind
    @EveryEngineAndOrder
    void oneThatIgnoresItsCancellationIsWaitedForAllTheSame(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            assertEquals("quick", race(() -> "quick", () -> {
                for (int i = 0; i < 5; i++) {
                    assertThrows(CancelledException.class, Mill::yield);
                }
                ends.add("stubborn");
                return "slow";
            }));
            assertTrue(ends.size() <= 1, "it may not even have begun");
            Tidy.nothingIsLeft();
        });
    }
}
