package org.jmill.scopes;

import static org.jmill.Mill.blocking;
import static org.jmill.scopes.Tidy.forEver;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.CancelledException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// Results of a scope for callers outside of its mill. Time is real here; nothing waits for it.
class FutureTest {
    /// Something that another thread does.
    private interface Outside {
        void run() throws Exception;
    }

    private static void outside(Outside action) throws Exception {
        blocking(() -> {
            action.run();
            return null;
        });
    }

    @EveryEngineAndOrder
    void aFutureGivesWhatTheBodyReturnsOrThrows(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> {
                outside(() -> {
                    assertEquals(
                            "value",
                            scope.future(() -> {
                                        Mill.yield();
                                        return "value";
                                    })
                                    .get());
                    Tidy.Broken broken = new Tidy.Broken("future");
                    ExecutionException e = assertThrows(
                            ExecutionException.class,
                            () -> scope.future(() -> {
                                        throw broken;
                                    })
                                    .get());
                    assertSame(broken, e.getCause());
                });
                Mill.yield(); // That does not end the scope.
                ends.add("goes on");
            });
            assertEquals(List.of("goes on"), ends);
        });
    }

    @EveryEngineAndOrder
    void toCancelTheFutureCancelsTheChild(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            AtomicReference<Reason> reason = new AtomicReference<>();
            Scope.run(scope -> {
                outside(() -> {
                    CountDownLatch begun = new CountDownLatch(1);
                    CompletableFuture<String> future = scope.future(() -> {
                        begun.countDown();
                        CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
                        reason.set(e.reason());
                        throw e;
                    });
                    begun.await();
                    assertTrue(future.cancel(true));
                    assertTrue(future.cancel(true), "it is, as by any CompletableFuture");
                    assertThrows(CancellationException.class, future::get);
                });
            });
            assertEquals(Reason.CALL, reason.get());
        });
    }

    @EveryEngineAndOrder
    void aFutureThatIsCancelledBeforeItsTurnRunsNothing(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Scope.run(scope -> {
                scope.limit(1);
                scope.go(() -> outside(() -> {
                    CompletableFuture<Boolean> future = scope.future(() -> begun.add("not this"));
                    assertTrue(future.cancel(false));
                }));
            });
            assertEquals(List.of(), begun);
        });
    }

    @EveryEngineAndOrder
    void theResultOfACancelledFutureIsClosed(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> closed = new ArrayList<>();
            Scope.run(scope -> outside(() -> {
                CountDownLatch begun = new CountDownLatch(1);
                CompletableFuture<AutoCloseable> future = scope.future(() -> {
                    begun.countDown();
                    assertThrows(CancelledException.class, Tidy::forEver);
                    return () -> closed.add("resource");
                });
                begun.await();
                future.cancel(true);
            }));
            assertEquals(List.of("resource"), closed);
        });
    }

    @EveryEngineAndOrder
    void aCancelledScopeEndsItsFuturesToo(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            AtomicReference<CompletableFuture<String>> future = new AtomicReference<>();
            Scope.run(scope -> {
                outside(() -> {
                    CountDownLatch begun = new CountDownLatch(1);
                    future.set(scope.future(() -> {
                        begun.countDown();
                        forEver();
                        return "not here";
                    }));
                    begun.await();
                });
                scope.cancel();
            });
            assertTrue(future.get().isCompletedExceptionally());
            Throwable why = assertThrows(
                            ExecutionException.class, () -> future.get().get())
                    .getCause();
            assertEquals(Reason.CALL, ((CancelledException) why).reason());
        });
    }
}
