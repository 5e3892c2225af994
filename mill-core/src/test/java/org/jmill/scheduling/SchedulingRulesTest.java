package org.jmill.scheduling;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Who runs next: the ready list, the child that runs at once, and the two orders.
class SchedulingRulesTest {
    @EveryEngineAndOrder
    void theChildOfGoRunsAtOnce(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            go(() -> log.add("child"));
            log.add("parent");
        });
        assertEquals(List.of("child", "parent"), log);
    }

    @EveryEngineAndOrder
    void goPutsTheCallerAtTheTailOfTheReadyList(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            go(() -> {
                yieldNow(); // The ready list is main, this one.
                log.add("first");
            });
            log.add("main");
            go(() -> log.add("second")); // The ready list is first, main.
            log.add("main again");
        });
        assertEquals(List.of("main", "second", "first", "main again"), log);
    }

    @EveryEngineAndOrder
    void theReadyListIsFirstInFirstOut(Engine engine, Order order) {
        List<Integer> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (int i = 0; i < 10; i++) {
                int number = i;
                go(() -> {
                    msleep(now()); // Until the next poll: all become ready in one go.
                    for (int round = 0; round < 3; round++) {
                        log.add(number);
                        yieldNow();
                    }
                });
            }
            for (int round = 0; round < 5; round++) {
                msleep(now());
            }
        });
        assertEquals(IntStream.range(0, 30).mapToObj(i -> i % 10).toList(), log);
    }

    @EveryEngineAndOrder
    void yieldGoesBehindAllThatAreReady(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (String name : List.of("a", "b", "c")) {
                go(() -> {
                    msleep(now()); // Until the next poll: all three become ready in one go.
                    log.add(name + "1");
                    yieldNow();
                    log.add(name + "2");
                });
            }
            msleep(now());
            yieldNow();
            yieldNow();
        });
        assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "c2"), log);
    }

    @EveryEngineAndOrder
    void aLoneYieldReturnsToItsCaller(Engine engine, Order order) {
        int[] rounds = {0};
        TestMill.run(engine, order, () -> {
            for (int i = 0; i < 1000; i++) {
                Mill.yield();
                rounds[0]++;
            }
        });
        assertEquals(1000, rounds[0]);
    }

    @EveryEngineAndOrder
    void aWokenCoroutineGoesToTheTail(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                chr(ch);
                log.add("receiver");
            });
            go(() -> {
                yieldNow();
                log.add("ready before");
            });
            go(() -> {
                chs(ch, 1);
                yieldNow();
            });
            yieldNow();
            yieldNow();
        });
        assertEquals(List.of("ready before", "receiver"), log);
    }

    @EveryEngine
    void inDirectOrderAnOperationThatCanCompleteDoesNotSwitch(Engine engine) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, Order.DIRECT, () -> {
            Chan<Integer> ch = chmake(4);
            go(() -> {
                log.add("other starts");
                yieldNow();
                log.add("other goes on");
            });
            chs(ch, 1);
            chr(ch);
            ch.trySend(2);
            ch.tryReceive();
            choose().out(ch, 3).end();
            choose().in(ch).end();
            choose().in(ch).otherwise().end();
            log.add("main");
            yieldNow();
        });
        assertEquals(List.of("other starts", "main", "other goes on"), log);
    }

    @EveryEngine
    void inLibmillOrderEachOperationGoesToTheTailOnceItHasCompleted(Engine engine) {
        List<Body<RuntimeException>> operations = new ArrayList<>();
        List<String> log = new ArrayList<>();
        TestMill.run(engine, Order.LIBMILL, () -> {
            Chan<Integer> ch = chmake(4);
            operations.add(() -> chs(ch, 1));
            operations.add(() -> chr(ch));
            operations.add(() -> choose().out(ch, 2).end());
            operations.add(() -> choose().in(ch).end());
            operations.add(() -> choose().in(ch).otherwise().end());
            go(() -> {
                while (true) {
                    log.add("other");
                    yieldNow();
                }
            });
            log.clear();
            for (Body<RuntimeException> operation : operations) {
                operation.run();
                log.add("main");
            }
            log.add("end"); // Those who are ready still come to their next call.
        });
        assertEquals(
                IntStream.range(0, operations.size() * 2)
                        .mapToObj(i -> i % 2 == 0 ? "other" : "main")
                        .toList(),
                log.subList(0, log.indexOf("end")));
    }

    @EveryEngineAndOrder
    void aCoroutineThatEndsLetsTheHeadOfTheReadyListGoOn(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (String name : List.of("a", "b")) {
                go(() -> {
                    msleep(now());
                    log.add(name);
                });
            }
            msleep(now());
            log.add("main");
        });
        assertEquals(List.of("a", "b", "main"), log);
    }

    @EveryEngineAndOrder
    void numbersAreGivenInTheOrderOfCreation(Engine engine, Order order) {
        List<Long> ids = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            ids.add(Mill.self().id());
            go(() -> {
                go(() -> ids.add(Mill.self().id()));
                ids.add(Mill.self().id());
            });
            yieldNow();
            ids.add(go(() -> {}).id());
        });
        assertEquals(List.of(0L, 2L, 1L, 3L), ids);
    }
}
