package org.jmill.choosing;

import static org.jmill.Mill.chdone;
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
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Which clause a choose performs, and what it says of it.
class ChooseTest {
    @EveryEngineAndOrder
    void theReadyClauseIsPerformedAndNoOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> empty = chmake(1);
            Chan<Integer> full = chmake(1);
            chs(full, 7);
            Choose c = choose().in(empty).out(full, 1).in(full).out(chmake(0), 2);
            assertEquals(2, c.end());
            assertEquals(7, c.<Integer>value());
            assertEquals(0, empty.size() + full.size());
            for (Chan<Integer> ch : List.of(empty, full)) {
                assertTrue(Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
            }
        });
    }

    @EveryEngineAndOrder
    void theIndexCountsInAndOutInTheOrderWritten(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (int i = 0; i < 12; i++) {
                Chan<Integer> ready = chmake(1);
                Choose c = choose().deadline(-1);
                for (int j = 0; j < 12; j++) {
                    Chan<Integer> ch = i == j ? ready : chmake(0);
                    if (j % 3 == 0) {
                        c.out(ch, j);
                    } else if (j % 3 == 1) {
                        c.outFrom(ch, () -> 0);
                    } else {
                        c.in(ch);
                    }
                }
                if (i % 3 == 2) {
                    chs(ready, 1);
                }
                assertEquals(i, c.end());
            }
        });
    }

    @EveryEngineAndOrder
    void aChooseThatWaitsIsWokenByAnyOfItsClauses(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            Chan<Integer> c = chmake(0);
            List<String> log = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int which = i;
                Coroutine chooser = go(() -> {
                    Choose choose = choose().in(a).out(b, 5).in(c);
                    log.add(choose.end() + (which == 1 ? " sent" : " " + choose.received()));
                });
                assertEquals("choose(<1>,<2>,<3>)", chooser.waitingFor());
                switch (which) {
                    case 0 -> chs(a, 1);
                    case 1 -> assertEquals(5, chr(b));
                    case 2 -> chs(c, 2);
                    default -> chdone(c, 3);
                }
                for (Chan<Integer> ch : List.of(a, b, c)) {
                    assertTrue(
                            Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty(),
                            "the others were left at once");
                }
                chooser.join();
            }
            assertEquals(List.of("0 Value[value=1]", "1 sent", "2 Value[value=2]", "2 Done[last=3]"), log);
        });
    }

    @EveryEngineAndOrder
    void otherwiseIsTakenOnlyWhereNothingIsReady(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            Choose c = choose().in(ch).otherwise();
            assertEquals(Choose.TIMEOUT, c.end());
            chs(ch, 1);
            assertEquals(0, c.end());
            assertEquals(Choose.TIMEOUT, c.end());
            chdone(ch, 2);
            assertEquals(0, c.end(), "a done channel is ready");
            assertEquals(Choose.TIMEOUT, choose().otherwise().end());
            assertTrue(Inside.receivers(ch).isEmpty());
        });
    }

    @EveryEngineAndOrder
    void otherwiseMayStandAnywhere(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            assertEquals(0, choose().otherwise().in(ch).end());
            assertEquals(Choose.TIMEOUT, choose().otherwise().in(ch).end());
        });
    }

    @EveryEngineAndOrder
    void receivedTellsAValueFromTheTerminalOne(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 5);
            chdone(ch, 5);
            Choose c = choose().in(ch);
            c.end();
            assertEquals(new Received.Value<>(5), c.received());
            c.end();
            assertEquals(new Received.Done<>(5), c.received());
            assertEquals(5, c.<Integer>value());
        });
    }

    @EveryEngineAndOrder
    void theSameChannelInAndOutNeverMatchesItself(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().in(ch).out(ch, 1).otherwise();
            for (int i = 0; i < 10; i++) {
                assertEquals(Choose.TIMEOUT, c.end());
            }
            List<Integer> log = new ArrayList<>();
            Coroutine waiter = go(() -> log.add(choose().in(ch).out(ch, 1).end()));
            yieldNow();
            assertFalse(waiter.isDone());
            assertEquals(1, Inside.senders(ch).size());
            assertEquals(1, Inside.receivers(ch).size());
            assertEquals(1, chr(ch)); // Another one matches either side.
            waiter.join();
            go(() -> log.add(choose().in(ch).out(ch, 1).end()));
            chs(ch, 2);
            yieldNow();
            assertEquals(List.of(1, 0), log);
            assertTrue(Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
        });
    }

    @EveryEngineAndOrder
    void twoChoosersWithTheSameChannelInAndOutMatchEachOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            for (int i = 0; i < 50; i++) {
                List<Integer> indexes = new ArrayList<>();
                for (int side = 0; side < 2; side++) {
                    go(() -> indexes.add(choose().in(ch).out(ch, 1).end()));
                }
                yieldNow();
                yieldNow();
                assertEquals(List.of(0, 1), indexes.stream().sorted().toList());
            }
        });
    }

    @EveryEngineAndOrder
    void chooseAgainstChoose(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            int[] sent = new int[2];
            Coroutine sender = go(() -> {
                Choose c = choose().out(a, 1).out(b, 2);
                for (int i = 0; i < 200; i++) {
                    sent[c.end()]++;
                }
            });
            int[] got = new int[2];
            Choose c = choose().in(a).in(b);
            for (int i = 0; i < 200; i++) {
                int index = c.end();
                got[index]++;
                assertEquals(index + 1, c.<Integer>value());
            }
            sender.join();
            assertEquals(List.of(sent[0], sent[1]), List.of(got[0], got[1]));
            assertEquals(200, got[0] + got[1]);
            assertTrue(got[0] > 0 && got[1] > 0);
        });
    }

    @EveryEngineAndOrder
    void aKeptChooseMayBeEndedByOneCoroutineAfterTheOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().in(ch);
            List<Object> log = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                Coroutine one = go(() -> {
                    c.end();
                    log.add(number + " " + c.value());
                });
                chs(ch, i * 10);
                one.join();
            }
            assertEquals(List.of("0 0", "1 10", "2 20"), log);
        });
    }

    @EveryEngineAndOrder
    void clausesMayBeAddedToAKeptChoose(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Choose c = choose().otherwise();
            for (int i = 0; i < 20; i++) {
                assertEquals(Choose.TIMEOUT, c.end());
                Chan<Integer> ch = chmake(1);
                c.in(ch);
                chs(ch, i);
                assertEquals(i, c.end());
            }
        });
    }
}
