package org.jmill.scopes;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jmill.BlockingOperation;
import org.jmill.Body;
import org.jmill.Coro;
import org.jmill.CoroutineLocal;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;

/// Values that belong to a stretch of code, and those that are inherited.
class BindingsTest {
    private static final CoroutineLocal<String> NAME = CoroutineLocal.create();

    @EveryEngineAndOrder
    void aValueIsBoundInTheBodyAndIsAsBeforeAfterwards(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertNull(NAME.get());
            assertEquals(7, NAME.<Integer, RuntimeException>where("a", () -> {
                assertEquals("a", NAME.get());
                NAME.where("b", () -> assertEquals("b", NAME.get()));
                NAME.where(null, () -> assertNull(NAME.get()));
                assertEquals("a", NAME.get());
                return 7;
            }));
            assertNull(NAME.get());
            NAME.set("set");
            NAME.where("a", () -> assertEquals("a", NAME.get()));
            assertEquals("set", NAME.get());
            NAME.remove();
        });
    }

    @EveryEngineAndOrder
    void itIsUnboundThoughTheBodyFailsOrIsCancelled(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(
                    Tidy.Broken.class,
                    () -> NAME.where("a", () -> {
                        throw new Tidy.Broken("it");
                    }));
            assertNull(NAME.get());
            assertThrows(DeadlineException.class, () -> within(now() + 5, () -> NAME.where("a", Tidy::forEver)));
            assertNull(NAME.get());
        });
    }

    @EveryEngineAndOrder
    void childrenOfScopesInTheBodySeeItOthersDoNot(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> seen = new ArrayList<>();
            Scope.run(outer -> NAME.where("a", () -> {
                Scope.run(inner -> {
                    inner.go(() -> {
                        pass(1);
                        seen.add("child " + NAME.get());
                        Scope.run(deep -> deep.go(() -> seen.add("grandchild " + NAME.get())));
                    });
                    inner.fork(() -> seen.add("fork " + NAME.get()));
                    inner.daemon(() -> seen.add("daemon " + NAME.get()));
                });
                outer.go(() -> seen.add("child of the scope around " + NAME.get()));
                go(() -> seen.add("child of the mill " + NAME.get()));
                yieldNow();
            }));
            seen.sort(null);
            assertEquals(
                    List.of(
                            "child a",
                            "child of the mill null",
                            "child of the scope around null",
                            "daemon a",
                            "fork a",
                            "grandchild a"),
                    seen);
        });
    }

    @EveryEngineAndOrder
    void coroutinesThatTakeTurnsDoNotSeeOneAnothersValues(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    for (int i = 0; i < 10; i++) {
                        String own = "value " + i;
                        scope.go(() -> NAME.where(own, () -> {
                            for (int turn = 0; turn < 10; turn++) {
                                assertEquals(own, NAME.get());
                                yieldNow();
                            }
                        }));
                    }
                    for (int turn = 0; turn < 5; turn++) {
                        assertNull(NAME.get());
                        yieldNow();
                    }
                }));
    }

    @EveryEngineAndOrder
    void whatAChildSetsIsItsOwn(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> NAME.where("a", () -> {
                    Scope.run(scope -> {
                        scope.go(() -> {
                            assertEquals("a", NAME.get());
                            NAME.set("child's");
                            yieldNow();
                            assertEquals("child's", NAME.get());
                        });
                        scope.go(() -> {
                            yieldNow();
                            assertEquals("a", NAME.get());
                        });
                    });
                    assertEquals("a", NAME.get());
                    NAME.set("changed");
                    assertEquals("changed", NAME.get());
                    Scope.run(scope -> scope.go(() -> assertEquals("changed", NAME.get())));
                }));
    }

    @EveryEngineAndOrder
    void setInAWhereLastsUntilItsEnd(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            NAME.where("a", () -> NAME.set("b"));
            assertNull(NAME.get());
        });
    }

    @EveryEngineAndOrder
    void theTasksOfAnExecutorSeeWhatIsBoundAroundItsScope(Engine engine, Order order) throws Exception {
        Tidy.runReal(
                engine,
                order,
                () -> NAME.where(
                        "a",
                        () -> assertEquals(
                                "a",
                                Scope.<String, Exception>call(scope -> Mill.blocking(
                                        () -> scope.future(NAME::get).get())))));
    }

    @EveryEngineAndOrder
    void anInheritedValueGoesToEachCoroutineThatIsStarted(Engine engine, Order order) throws Exception {
        CoroutineLocal<String> trace = CoroutineLocal.inherited();
        Tidy.run(engine, order, () -> {
            assertNull(trace.get());
            trace.set("request 1");
            List<String> seen = new ArrayList<>();
            go(() -> seen.add("go " + trace.get())).join();
            Scope.run(scope -> {
                scope.go(() -> {
                    seen.add("child " + trace.get());
                    trace.set("own");
                    go(() -> seen.add("its own " + trace.get())).join();
                });
                scope.fork(() -> seen.add("fork " + trace.get()));
                trace.set("request 2");
                scope.go(() -> seen.add("late " + trace.get()));
            });
            trace.where(
                    "bound", () -> go(() -> seen.add("bound " + trace.get())).join());
            seen.sort(null);
            assertEquals(
                    List.of(
                            "bound bound",
                            "child request 1",
                            "fork request 1",
                            "go request 1",
                            "its own own",
                            "late request 2"),
                    seen);
            assertEquals("request 2", trace.get());
            trace.remove();
            go(() -> assertNull(trace.get())).join();
        });
    }

    @EveryEngineAndOrder
    void whatTheStarterSetsLaterIsNotInherited(Engine engine, Order order) throws Exception {
        CoroutineLocal<String> trace = CoroutineLocal.inherited();
        Tidy.run(engine, order, () -> {
            trace.set("first");
            Scope.run(scope -> {
                scope.go(() -> {
                    pass(1);
                    assertEquals("first", trace.get());
                });
                trace.set("second");
            });
        });
    }

    @EveryEngineAndOrder
    void theBodyOfACoroHasValuesOfItsOwn(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> NAME.where("a", () -> {
                    Coro<Object, String> coro = Coro.create((self, first) -> String.valueOf(NAME.get()));
                    assertEquals("null", coro.resume(null));
                }));
    }

    @EveryEngineAndOrder
    void aBodyOfNullPanics(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertPanics("where", () -> NAME.where("a", (Body<RuntimeException>) null), "body is null");
            assertPanics(
                    "where", () -> NAME.where("a", (BlockingOperation<Object, RuntimeException>) null), "body is null");
        });
    }
}
