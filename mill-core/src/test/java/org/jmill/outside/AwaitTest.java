package org.jmill.outside;

import static org.jmill.Mill.await;
import static org.jmill.Mill.awaitOrCancel;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.function.Executable;

/// Java's stages, waited for by coroutines.
class AwaitTest {
    private static Throwable thrownBy(Executable code) {
        return assertThrows(Throwable.class, code);
    }

    /// Completes a stage from another thread, once the mill waits.
    private static <T> CompletableFuture<T> completedLater(T value) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        go(() -> {
            yieldNow();
            Thread.ofPlatform().daemon().start(() -> stage.complete(value));
        });
        return stage;
    }

    @EveryEngineAndOrder
    void theResultOfAStageThatAnotherThreadCompletes(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            assertEquals("value", await(completedLater("value")));
            assertNull(await(completedLater(null)));
            assertEquals("value", await(completedLater("value"), now() + 60_000));
            assertEquals(
                    5, await(completedLater("value").thenApply(String::length)).intValue());
            assertEquals("value", awaitOrCancel(completedLater("value")));
        });
    }

    @EveryEngineAndOrder
    void onlyTheCallerIsSuspended(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            int[] turns = {0};
            go(() -> {
                for (; turns[0] < 50; turns[0]++) {
                    yieldNow();
                }
                stage.complete(turns[0]);
            });
            assertEquals(50, await(stage));
        });
    }

    @EveryEngineAndOrder
    void severalMayWaitForOneStage(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            List<Coroutine> waiters = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                waiters.add(go(() -> assertEquals(7, await(stage))));
            }
            stage.complete(7);
            waiters.forEach(Coroutine::join);
        });
    }

    @EveryEngine
    void aStageThatIsCompleteIsNotWaitedForButGivesWay(Engine engine) {
        TestMill.run(engine, () -> {
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            CompletionStage<Integer> stage = CompletableFuture.completedStage(1);
            CompletableFuture<Integer> future = CompletableFuture.completedFuture(1);
            assertEquals(1, await(stage));
            assertFalse(ran[0], "it does not wait");
            for (int i = 0; i < 1000 && !ran[0]; i++) {
                assertEquals(1, await(future));
            }
            assertTrue(ran[0], "whoever awaits in a loop starves nobody");
        });
    }

    @EveryEngineAndOrder
    void aFailureIsThrownUnwrapped(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, order, () -> {
            assertSame(broken, thrownBy(() -> await(CompletableFuture.failedFuture(broken))));
            assertSame(broken, thrownBy(() -> await(CompletableFuture.failedStage(broken))));
            for (Throwable wrapped : List.of(
                    new CompletionException(broken),
                    new ExecutionException(broken),
                    new CompletionException(new ExecutionException(broken)))) {
                assertSame(broken, thrownBy(() -> await(CompletableFuture.failedFuture(wrapped))));
            }
            CompletableFuture<Integer> first = new CompletableFuture<>();
            CompletableFuture<Integer> last = first.thenApply(i -> i + 1).thenApply(i -> i + 1);
            Coroutine waiter = go(() -> assertSame(broken, thrownBy(() -> await(last))));
            first.completeExceptionally(broken);
            waiter.join();
            CompletionException bare = new CompletionException("without a cause", null);
            assertSame(bare, thrownBy(() -> await(CompletableFuture.failedFuture(bare))));
        });
    }

    private static void awaitHere(CompletableFuture<?> stage) {
        await(stage);
    }

    @EveryEngine
    void whereAFailureWasAwaitedIsSuppressedInIt(Engine engine) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, () -> {
            for (int i = 0; i < 100; i++) {
                thrownBy(() -> awaitHere(CompletableFuture.failedFuture(broken)));
            }
        });
        assertEquals(1, broken.getSuppressed().length);
        assertTrue(Arrays.stream(broken.getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitHere")));
    }

    @EveryEngine
    void aCancelledStageIsNoCancellationOfTheCoroutine(Engine engine) {
        TestMill.run(engine, () -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            Coroutine waiter = go(() -> assertThrows(CancellationException.class, () -> await(stage)));
            stage.cancel(true);
            waiter.join();
            assertThrows(CancellationException.class, () -> await(stage.thenApply(i -> i)));
            assertFalse(Mill.self().isCancelled());
        });
    }

    // ---- deadlines

    @EveryEngineAndOrder
    void aStageThatNeverCompletesMissesItsDeadline(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            long deadline = now() + 100;
            Messages.assertFails(DeadlineException.class, "await", () -> await(stage, deadline));
            assertEquals(deadline, now());
            Messages.assertFails(DeadlineException.class, "await", () -> await(stage, 0));
            assertFalse(stage.isDone(), "it goes on");
            assertEquals(0, stage.getNumberOfDependents(), "nothing of the wait stays with it");
            assertEquals(5, await(CompletableFuture.completedFuture(5), 0));
        });
    }

    @EveryEngineAndOrder
    void whatWasThereBeforeTheDeadlineCountsFirst(Engine engine, Order order) {
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            go(() -> {
                yieldNow();
                stage.complete(5);
                mill.clock.advance(200);
            });
            assertEquals(5, await(stage, now() + 100));
        });
    }

    @EveryEngineAndOrder
    void theDeadlineOfARegionEndsIt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 50, () -> {
                        await(stage);
                    }));
            assertFalse(stage.isDone());
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 50, () -> {
                        awaitOrCancel(stage);
                    }));
            assertTrue(stage.isCancelled());
        });
    }

    // ---- cancellation

    @EveryEngineAndOrder
    void aCancelledWaiterDoesNotCancelTheStage(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            Coroutine waiter = go(() -> {
                CancelledException e = assertThrows(CancelledException.class, () -> await(stage));
                Messages.assertShape(e);
                assertThrows(CancelledException.class, () -> await(stage), "each wait throws again");
            });
            waiter.cancel();
            waiter.join();
            assertFalse(stage.isDone());
            assertEquals(0, stage.getNumberOfDependents());
            stage.complete(5);
            assertEquals(5, await(stage));
        });
    }

    @EveryEngineAndOrder
    void awaitOrCancelDoesByCancellationAndByDeadline(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            CompletableFuture<Integer> first = new CompletableFuture<>();
            CompletableFuture<Integer> late = new CompletableFuture<>();
            CompletableFuture<Integer> neverBegun = new CompletableFuture<>();
            Coroutine waiter = go(() -> {
                assertThrows(CancelledException.class, () -> awaitOrCancel(first));
                assertThrows(CancelledException.class, () -> awaitOrCancel(neverBegun));
            });
            waiter.cancel();
            waiter.join();
            assertTrue(first.isCancelled() && neverBegun.isCancelled());
            Messages.assertFails(DeadlineException.class, "awaitOrCancel", () -> awaitOrCancel(late, now() + 5));
            assertTrue(late.isCancelled());
        });
    }

    @EveryEngine
    void aStageThatOnlyItsMakerCompletesIsLeftAlone(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            CompletableFuture<Integer> maker = new CompletableFuture<>();
            CompletionStage<Integer> stage = maker.minimalCompletionStage();
            assertThrows(DeadlineException.class, () -> awaitOrCancel(stage, now() + 5));
            assertFalse(maker.isDone());
            go(() -> maker.complete(3));
            assertEquals(3, await(stage));
        });
    }

    @EveryEngine
    void theEndOfTheMillEndsTheWait(Engine engine) {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        CompletableFuture<Integer> owned = new CompletableFuture<>();
        TestMill.run(engine, () -> {
            go(() -> await(stage));
            go(() -> awaitOrCancel(owned));
        });
        assertFalse(stage.isDone());
        assertTrue(owned.isCancelled());
        assertEquals(0, stage.getNumberOfDependents());
        stage.complete(1); // Reaches nobody.
    }

    @EveryEngine
    void aStageThatGoesOnHoldsNothingOfAnEndedMill(Engine engine) {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        WeakReference<Object> mill = Leftovers.of(() -> {
            Object[] itself = {null};
            TestMill.run(engine, () -> {
                itself[0] = Inside.millItself();
                go(() -> await(stage));
            });
            return itself[0];
        });
        Leftovers.assertCollected(mill);
        assertFalse(stage.isDone());
    }

    // ---- misuse, and what the mill knows

    @EveryEngine
    void aStageOfNullPanics(Engine engine) {
        TestMill.run(engine, () -> {
            Messages.assertPanics("await", () -> await(null), "stage is null");
            Messages.assertPanics("await", () -> await(null, 5), "stage is null");
            Messages.assertPanics("awaitOrCancel", () -> awaitOrCancel(null), "stage is null");
        });
    }

    @EveryEngine
    void whileSomebodyWaitsTheMillIsNotInADeadlock(Engine engine) {
        TestMill.run(engine, () -> {
            CompletableFuture<Integer> stage = new CompletableFuture<>();
            go("waiter", () -> await(stage));
            assertEquals("await()", Mill.dump().coroutines().get(1).state());
            Thread.ofPlatform().daemon().start(() -> stage.complete(1));
            await(stage);
        });
    }

    @EveryEngine
    void aStageOfThePoolOfTheJdkIsWaitedFor(Engine engine) {
        TestMill.run(engine, () -> {
            CompletableFuture<String> name =
                    CompletableFuture.supplyAsync(() -> Thread.currentThread().getName());
            assertTrue(await(name).contains("ForkJoinPool"));
        });
    }
}
