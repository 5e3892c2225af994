package org.jmill.scopes;

import static org.jmill.Mill.dump;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.within;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Dump;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// The tree of scopes in dumps and in the report of a deadlock.
class ScopeTreeTest {
    @EveryEngineAndOrder
    void theDumpListsTheOpenScopesWithTheirChildren(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(List.of(), dump().scopes());
            Scope.run(outer -> {
                outer.limit(5);
                outer.go(
                        "a",
                        () -> Scope.run(inner -> {
                            inner.go("deep", () -> pass(10));
                            inner.go(() -> pass(10));
                        }));
                outer.go("b", () -> pass(10));
                pass(1);
                assertEquals(
                        List.of(
                                new Dump.ScopeRow(0, "main", 0, 2, List.of(1L, 3L), 5, ""),
                                new Dump.ScopeRow(1, "a", 1, 2, List.of(2L, 4L), 0, "")),
                        dump().scopes());
            });
            assertEquals(List.of(), dump().scopes());
        });
    }

    @EveryEngineAndOrder
    void scopesOfOneCoroutineStandBehindOneAnother(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(a -> within(
                        now() + 100,
                        () -> Scope.run(b -> shield(now() + 50, () -> {
                            Scope.run(c -> {
                                a.go(() -> pass(5));
                                c.go(() -> pass(5));
                                List<Dump.ScopeRow> rows = dump().scopes();
                                assertEquals(
                                        List.of(0, 1, 2),
                                        rows.stream().map(Dump.ScopeRow::depth).toList());
                                assertEquals(
                                        List.of(1, 0, 1),
                                        rows.stream().map(Dump.ScopeRow::living).toList());
                            });
                        })))));
    }

    @EveryEngineAndOrder
    void aCancelledScopeSaysWhy(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope.run(scope -> {
                scope.stop(0);
                assertEquals("STOPPED", dump().scopes().get(0).cancelled());
            });
            Scope.run(scope -> {
                scope.cancel("no more");
                assertTrue(dump().toString().contains("CALL"), dump().toString());
            });
        });
    }

    @EveryEngineAndOrder
    void scopesOfCoroutinesThatAreNobodysChildrenAreListedToo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Coroutine other = go("server", () -> Scope.run(scope -> scope.go("client", () -> pass(10))));
            List<Dump.ScopeRow> rows = dump().scopes();
            assertEquals(1, rows.size());
            assertEquals("server", rows.get(0).name());
            assertEquals(0, rows.get(0).depth());
            other.join();
        });
    }

    @EveryEngineAndOrder
    void theReportOfADeadlockPrintsTheTreeOfScopes(Engine engine, Order order) {
        DeadlockException e = assertThrows(
                DeadlockException.class,
                () -> TestMill.virtualTime(engine)
                        .order(order)
                        .run(() -> Scope.run(scope -> {
                            scope.limit(1);
                            scope.go(
                                    "greedy",
                                    () -> Scope.run(inner -> {
                                        inner.go("innocent", Tidy::forEver);
                                        scope.go("never begun", () -> {});
                                    }));
                            forEver();
                        })));
        List<String> tree = e.getMessage()
                .lines()
                .dropWhile(line -> !line.startsWith("SCOPE of"))
                .toList();
        assertTrue(tree.size() >= 4, e.getMessage());
        assertTrue(tree.get(2).startsWith("{0} main") && tree.get(2).contains("{1}"), e.getMessage());
        assertTrue(tree.get(3).startsWith("  {1} greedy") && tree.get(3).contains("{2}"), e.getMessage());
        assertTrue(e.getMessage().contains("place(scope of {0} main)"), e.getMessage());
    }
}
