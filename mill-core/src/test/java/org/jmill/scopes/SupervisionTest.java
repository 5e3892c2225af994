package org.jmill.scopes;

import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// Children that fail alone.
class SupervisionTest {
    @EveryEngineAndOrder
    void supervisedChildrenFailAlone(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                assertSame(
                        scope,
                        scope.onFailure((child, thrown) -> events.add(child.name() + " " + thrown.getMessage() + " "
                                + Mill.self().equals(child))));
                scope.go("a", () -> {
                    pass(1);
                    throw new Tidy.Broken("broken");
                });
                scope.fork("b", () -> {
                    pass(2);
                    throw new Tidy.Broken("broken too");
                });
                scope.go("c", () -> {
                    pass(3);
                    events.add("c is well");
                });
            });
            assertEquals(List.of("a broken true", "b broken too true", "c is well"), events);
        });
    }

    @EveryEngineAndOrder
    void whatTheHandlerThrowsEndsTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> reasons = new ArrayList<>();
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> Scope.run(scope -> {
                        scope.onFailure((child, failure) -> {
                            throw new IllegalStateException("handler");
                        });
                        scope.go(() -> reasons.add(assertThrows(CancelledException.class, Tidy::forEver)
                                .reason()));
                        scope.go(() -> {
                            pass(1);
                            throw new Tidy.Broken("child");
                        });
                    }));
            assertEquals("handler", thrown.getMessage());
            assertEquals("child", thrown.getSuppressed()[0].getMessage());
            assertEquals(List.of(Reason.SIBLING), reasons);
        });
    }

    @EveryEngineAndOrder
    void aHandlerMayThrowWhatItWasGiven(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            IllegalStateException child = new IllegalStateException("child");
            assertSame(
                    child,
                    assertThrows(
                            IllegalStateException.class,
                            () -> Scope.run(scope -> {
                                scope.onFailure((coroutine, failure) -> {
                                    throw (IllegalStateException) failure;
                                });
                                scope.go(() -> {
                                    throw child;
                                });
                            })));
            assertEquals(0, child.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void theHandlerIsNotToldOfCancellationsNorOfTheBody(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Throwable> told = new ArrayList<>();
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.onFailure((child, failure) -> told.add(failure));
                        scope.go(Tidy::forEver).cancel();
                        scope.go(Tidy::forEver);
                        yieldNow();
                        throw new Tidy.Broken("body");
                    }));
            assertEquals(List.of(), told);
        });
    }

    @EveryEngineAndOrder
    void aHandlerMayStartTheNextOne(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> tries = new ArrayList<>();
            Scope.run(scope -> {
                scope.onFailure((child, failure) -> scope.go(() -> attempt(tries)));
                scope.go(() -> attempt(tries));
            });
            assertEquals(List.of(0, 1, 2, 3, 4), tries);
        });
    }

    private static void attempt(List<Integer> tries) throws Tidy.Broken {
        tries.add(tries.size());
        pass(1);
        if (tries.size() < 5) {
            throw new Tidy.Broken("again");
        }
    }
}
