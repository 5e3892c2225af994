package org.jmill.scopes;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.scopes.Tidy.Broken;
import org.jmill.world.Reason;

/// The first failure counts.
class ScopeFailureTest {
    private static final Broken FIRST = new Broken("first");

    @EveryEngineAndOrder
    void theFirstFailureOfAChildIsThrownAsItself(Engine engine, Order order) throws Exception {
        Broken broken = new Broken("child");
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> scope.go(() -> {
                        pass(1);
                        throw broken;
                    })));
            assertSame(broken, thrown);
            assertEquals(0, thrown.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void theFirstFailureOfAChildCancelsTheBodyAndTheOthers(Engine engine, Order order) throws Exception {
        List<String> ends = new ArrayList<>();
        Tidy.run(engine, order, () -> {
            assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> endOf("a", ends));
                        scope.go(() -> {
                            pass(1);
                            throw new Broken("b");
                        });
                        scope.go(() -> endOf("c", ends));
                        endOf("body", ends);
                    }));
            assertEquals(List.of("a", "body", "c"), ends.stream().sorted().toList());
            assertEquals(Tidy.START_MS + 1, now());
        });
    }

    private static void endOf(String who, List<String> ends) {
        CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
        assertEquals(Reason.SIBLING, e.reason());
        ends.add(who);
        throw e;
    }

    @EveryEngineAndOrder
    void aChildThatFailsAtOnceCancelsTheBodyAtItsNextWait(Engine engine, Order order) throws Exception {
        AtomicReference<CancelledException> seen = new AtomicReference<>();
        Tidy.run(engine, order, () -> {
            assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            throw FIRST;
                        });
                        seen.set(assertThrows(CancelledException.class, Tidy::forEver));
                        throw seen.get();
                    }));
            assertSame(FIRST, seen.get().getCause());
        });
    }

    @EveryEngineAndOrder
    void laterFailuresAreSuppressedInTheirOrder(Engine engine, Order order) throws Exception {
        Broken first = new Broken("first");
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> breakWhenCancelled("third", 3));
                        scope.go(() -> breakWhenCancelled("second", 2));
                        scope.go(() -> {
                            pass(1);
                            throw first;
                        });
                        scope.go(() -> breakWhenCancelled("fourth", 4));
                    }));
            assertSame(first, thrown);
            assertEquals(List.of("second", "third", "fourth"), messages(thrown.getSuppressed()));
        });
    }

    private static void breakWhenCancelled(String what, long afterMs) throws Broken {
        try {
            forEver();
        } catch (CancelledException e) {
            org.jmill.Mill.shield(now() + 100, () -> pass(afterMs));
            throw new Broken(what);
        }
    }

    private static List<String> messages(Throwable[] thrown) {
        return java.util.Arrays.stream(thrown).map(Throwable::getMessage).toList();
    }

    @EveryEngineAndOrder
    void theEchoOfAFailureIsDropped(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(Broken.class, () -> failBeside(e -> e));
            assertEquals(0, thrown.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void theEchoOfAFailureIsDroppedAlsoAsACause(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(Broken.class, () -> failBeside(IllegalStateException::new));
            assertEquals(0, thrown.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void theEchoOfAFailureIsDroppedAlsoAsTheCauseOfACause(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> failBeside(e -> new RuntimeException("outer", new IllegalStateException("inner", e))));
            assertEquals(0, thrown.getSuppressed().length);
        });
    }

    /// A child fails, the body and another child throw what they make of their cancellation.
    private static void failBeside(java.util.function.Function<CancelledException, RuntimeException> wrapping)
            throws Broken {
        Scope.run(scope -> {
            scope.go(() -> {
                throw wrapping.apply(assertThrows(CancelledException.class, Tidy::forEver));
            });
            scope.go(() -> {
                pass(1);
                throw new Broken("it");
            });
            throw wrapping.apply(assertThrows(CancelledException.class, Tidy::forEver));
        });
    }

    @EveryEngineAndOrder
    void whatIsThrownInsteadOfACancellationIsAFailureAndSuppressed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            pass(1);
                            throw new Broken("child");
                        });
                        assertThrows(CancelledException.class, Tidy::forEver);
                        throw new IllegalStateException("body");
                    }));
            assertEquals("child", thrown.getMessage());
            assertEquals(List.of("body"), messages(thrown.getSuppressed()));
        });
    }

    @EveryEngineAndOrder
    void theBodysFailureIsThrownAndCancelsTheChildren(Engine engine, Order order) throws Exception {
        List<String> ends = new ArrayList<>();
        Tidy.run(engine, order, () -> {
            Broken body = new Broken("body");
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> endOf("child", ends));
                        throw body;
                    }));
            assertSame(body, thrown);
            assertEquals(List.of("child"), ends);
        });
    }

    @EveryEngineAndOrder
    void ifTheBodyFailsBeforeAChildTheChildsFailureIsSuppressed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> breakWhenCancelled("child", 1));
                        throw new Broken("body");
                    }));
            assertEquals("body", thrown.getMessage());
            assertEquals(List.of("child"), messages(thrown.getSuppressed()));
        });
    }

    @EveryEngineAndOrder
    void ifAChildAndTheBodyFailInTheSameMomentNoneIsLost(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            pass(5);
                            throw new Broken("child");
                        });
                        pass(5); // Both are ready before one of them runs.
                        throw new Broken("body");
                    }));
            assertEquals("child", thrown.getMessage());
            assertEquals(List.of("body"), messages(thrown.getSuppressed()));
        });
    }

    @EveryEngineAndOrder
    void theSameExceptionThrownTwiceIsNotSuppressedInItself(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken same = new Broken("same");
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            assertThrows(CancelledException.class, Tidy::forEver);
                            throw same;
                        });
                        throw same;
                    }));
            assertSame(same, thrown);
            assertEquals(0, thrown.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void aFailureGoesThroughAllScopesAroundAsItself(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken deep = new Broken("deep");
            List<String> ends = new ArrayList<>();
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.run(outer -> {
                        outer.go(() -> endOf("uncle", ends));
                        outer.go(() -> Scope.run(inner -> {
                            inner.go(() -> {
                                pass(1);
                                throw deep;
                            });
                            endOf("parent", ends);
                        }));
                    }));
            assertSame(deep, thrown);
            assertEquals(List.of("parent", "uncle"), ends);
        });
    }

    @EveryEngineAndOrder
    void anErrorOfAChildIsThrownAsItself(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            AssertionError error = new AssertionError("child");
            assertSame(
                    error,
                    assertThrows(
                            AssertionError.class,
                            () -> Scope.run(scope -> scope.go(() -> {
                                throw error;
                            }))));
        });
    }

    @EveryEngineAndOrder
    void aStackOverflowOfAChildIsThrownAsAnyFailure(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            assertThrows(
                    StackOverflowError.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> endOf("sibling", ends));
                        scope.go(() -> assertTrue(deeper(0) > 0));
                    }));
            assertEquals(List.of("sibling"), ends);
        });
    }

    private static int deeper(int depth) {
        return depth < 0 ? 0 : deeper(depth + 1) + 1;
    }

    @EveryEngineAndOrder
    void aBodyThatSwallowsItsCancellationDoesNotHideTheFailure(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> Scope.call(scope -> {
                        scope.go(() -> {
                            pass(1);
                            throw new Broken("child");
                        });
                        assertThrows(CancelledException.class, Tidy::forEver);
                        return "goes on";
                    }));
            assertEquals("child", thrown.getMessage());
        });
    }

    @EveryEngineAndOrder
    void aCancellationOfTheCallerIsNoEchoOfTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            AtomicReference<Throwable> left = new AtomicReference<>();
            Coroutine caller = go(() -> left.set(assertThrows(
                    CancelledException.class,
                    () -> Scope.run(scope -> {
                        scope.go(Tidy::forEver);
                        forEver();
                    }))));
            caller.cancel();
            caller.join();
            assertEquals(Reason.CALL, ((CancelledException) left.get()).reason());
        });
    }

    @EveryEngineAndOrder
    void aFailureBesideTheDeadlineAroundIsNotLost(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Broken thrown = assertThrows(
                    Broken.class,
                    () -> within(
                            now() + 5,
                            () -> Scope.run(scope -> {
                                scope.go(() -> breakWhenCancelled("child", 1));
                                forEver();
                            })));
            assertEquals("child", thrown.getMessage());
            assertThrows(DeadlineException.class, () -> within(now() + 1, Tidy::forEver), "all is as before");
        });
    }
}
