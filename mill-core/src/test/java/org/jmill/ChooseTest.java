package org.jmill;

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
                assertTrue(ch.senders.isEmpty() && ch.receivers.isEmpty());
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
                    assertTrue(ch.senders.isEmpty() && ch.receivers.isEmpty(), "the others were left at once");
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
            assertTrue(ch.receivers.isEmpty());
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
            assertEquals(1, ch.senders.size());
            assertEquals(1, ch.receivers.size());
            assertEquals(1, chr(ch)); // Another one matches either side.
            waiter.join();
            go(() -> log.add(choose().in(ch).out(ch, 1).end()));
            chs(ch, 2);
            yieldNow();
            assertEquals(List.of(1, 0), log);
            assertTrue(ch.senders.isEmpty() && ch.receivers.isEmpty());
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
            assertTrue(off.senders.isEmpty() && off.receivers.isEmpty());
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
    void aHandlerRunsAfterTheOperation(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            List<String> log = new ArrayList<>();
            choose().out(ch, 1, () -> log.add("sent, size " + ch.size())).end();
            choose().in(ch, v -> log.add("got " + v + ", size " + ch.size())).end();
            choose().in(ch).otherwise(() -> log.add("otherwise")).end();
            choose().outFrom(ch, () -> 3, () -> log.add("sent, size " + ch.size()))
                    .end();
            choose().out(ch, 9, () -> log.add("never"))
                    .deadline(0, () -> log.add("late"))
                    .end();
            assertEquals(List.of("sent, size 1", "got 1, size 0", "otherwise", "sent, size 1", "late"), log);
        });
    }

    @EveryEngineAndOrder
    void onlyTheHandlerOfTheChosenClauseRuns(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            List<String> log = new ArrayList<>();
            go(() -> chs(b, 5));
            int index = choose().in(a, v -> log.add("a"))
                    .in(b, v -> log.add("b " + v))
                    .out(a, 1, () -> log.add("out"))
                    .deadline(Mill.now() + 60_000, () -> log.add("late"))
                    .end();
            assertEquals(1, index);
            assertEquals(List.of("b 5"), log);
        });
    }

    @EveryEngineAndOrder
    void aHandlerMayBlockAndChoose(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            List<Object> log = new ArrayList<>();
            go(() -> {
                chs(a, 1);
                chs(b, 2);
                chs(a, 3);
            });
            choose().in(a, v -> {
                        log.add(v);
                        choose().in(b, log::add).end();
                        log.add(chr(a));
                    })
                    .end();
            assertEquals(List.of(1, 2, 3), log);
        });
    }

    @EveryEngineAndOrder
    void aHandlerMayEndTheSameChooseAgain(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(9);
            Chan<Integer> b = chmake(9);
            chs(a, 1);
            chs(b, 2);
            List<Object> log = new ArrayList<>();
            Choose[] self = {null};
            self[0] = choose().biased()
                    .in(a, v -> {
                        log.add("a" + v);
                        log.add("inner " + self[0].end());
                    })
                    .in(b, v -> log.add("b" + v));
            assertEquals(0, self[0].end(), "the index of its own clause, not of the inner one");
            assertEquals(List.of("a1", "b2", "inner 1"), log);
        });
    }

    @EveryEngineAndOrder
    void whatAHandlerThrowsReachesTheCallerAfterTheOperation(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            RuntimeException mine = new RuntimeException("mine");
            Choose c = choose().out(ch, 1, () -> {
                throw mine;
            });
            try {
                c.end();
                throw new AssertionError("end() returned");
            } catch (RuntimeException e) {
                assertEquals(mine, e);
            }
            assertEquals(1, chr(ch), "it was sent");
            c.checkInvariants();
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void aHandlerGetsTheTerminalValueLikeAnyOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            List<Object> log = new ArrayList<>();
            Choose c = choose();
            c.in(ch, v -> log.add(v + " " + c.received()));
            chdone(ch, 4);
            c.end();
            assertEquals(List.of("4 Done[last=4]"), log);
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
