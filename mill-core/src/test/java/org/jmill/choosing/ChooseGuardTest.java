package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// What switches clauses on and off, ranks them, and gives them their values at each end.
class ChooseGuardTest {
    @EveryEngineAndOrder
    void guardsSwitchTheClauseBeforeThemOnAndOff(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(9);
            Chan<Integer> b = chmake(9);
            boolean[] on = {false, true};
            Choose c = choose().out(a, 1)
                    .when(() -> on[0])
                    .out(b, 2)
                    .when(() -> on[1])
                    .otherwise();
            assertEquals(1, c.end());
            on[0] = true;
            on[1] = false;
            assertEquals(0, c.end());
            on[0] = false;
            assertEquals(Choose.TIMEOUT, c.end());
            assertEquals(1, choose().in(a).when(false).in(b).when(true).end());
            assertEquals(1, a.size());
            assertEquals(0, b.size());
        });
    }

    @EveryEngineAndOrder
    void aClauseThatIsOffWaitsInNoQueue(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> off = chmake(0);
            Chan<Integer> on = chmake(0);
            Coroutine chooser = go(() ->
                    choose().in(off).when(false).out(off, 1).when(false).in(on).end());
            yieldNow();
            assertEquals("choose(<2>)", chooser.waitingFor());
            assertTrue(Inside.senders(off).isEmpty() && Inside.receivers(off).isEmpty());
            assertFalse(off.trySend(1));
            assertTrue(on.trySend(1));
        });
    }

    @EveryEngineAndOrder
    void otherwiseAndTheDeadlineHaveGuardsToo(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(1);
            boolean[] on = {true};
            Choose c = choose().in(ch).otherwise().when(() -> on[0]);
            assertEquals(Choose.TIMEOUT, c.end());
            on[0] = false;
            go(() -> {
                yieldNow();
                chs(ch, 1);
            });
            assertEquals(0, c.end());
            Choose timed = choose().in(ch).deadline(Mill.now() + 5).when(() -> on[0]);
            go(() -> {
                Mill.msleep(Mill.now() + 50);
                chs(ch, 1);
            });
            assertEquals(0, timed.end());
        });
    }

    @EveryEngineAndOrder
    void biasedTakesTheFirstReadyClauseInTheOrderWritten(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(100);
            Chan<Integer> c = chmake(100);
            Choose choose = choose().in(a).out(b, 1).out(c, 1).biased();
            for (int i = 0; i < 100; i++) {
                assertEquals(1, choose.end());
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(2, choose.end());
            }
        });
    }

    @EveryEngineAndOrder
    void ofEqualClausesThatWaitBiasedQueuesTheFirst(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().biased().in(ch).in(ch).in(ch);
            for (int i = 0; i < 30; i++) {
                go(() -> {
                    yieldNow();
                    chs(ch, 1);
                });
                assertEquals(0, c.end());
            }
        });
    }

    @EveryEngineAndOrder
    void aSupplierIsAskedOnceAtEachEndChosenOrNot(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> open = chmake(100);
            Chan<Integer> full = chmake(0);
            int[] asked = new int[3];
            Choose c = choose().outFrom(open, () -> ++asked[0])
                    .outFrom(full, () -> ++asked[1])
                    .outFrom(open, () -> ++asked[2])
                    .when(false);
            for (int i = 1; i <= 5; i++) {
                assertEquals(0, c.end());
                assertEquals(List.of(i, i, 0), List.of(asked[0], asked[1], asked[2]));
                assertEquals(i, chr(open));
            }
        });
    }

    @EveryEngineAndOrder
    void guardsAndSuppliersAreAskedInTheOrderWritten(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(9);
            List<String> asked = new ArrayList<>();
            choose().outFrom(ch, () -> asked.size() + note(asked, "supplier 0"))
                    .when(() -> note(asked, "guard 0") == 0)
                    .in(ch)
                    .when(() -> note(asked, "guard 1") == 0)
                    .outFrom(ch, () -> note(asked, "supplier 2"))
                    .end();
            assertEquals(List.of("guard 0", "supplier 0", "guard 1", "supplier 2"), asked);
        });
    }

    private static int note(List<String> log, String what) {
        log.add(what);
        return 0;
    }

    @EveryEngineAndOrder
    void aGuardThatWaitsDoesNotHideACancellation(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coroutine supplies = go(() -> {
                try {
                    choose().outFrom(ch, () -> {
                                yieldNow();
                                return 1;
                            })
                            .end();
                } catch (CancelledException e) {
                    log.add("supplier");
                }
            });
            Coroutine guards = go(() -> {
                try {
                    choose().in(ch)
                            .when(() -> {
                                yieldNow();
                                return true;
                            })
                            .end();
                } catch (CancelledException e) {
                    log.add("guard");
                }
            });
            supplies.cancel();
            guards.cancel();
            supplies.join();
            guards.join();
            assertTrue(Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
        });
        assertEquals(Set.of("supplier", "guard"), Set.copyOf(log));
    }
}
