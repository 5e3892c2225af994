package org.jmill.scheduling;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;

/// When a mill asks the outside world: the numbers of rules 3 and 4, on which the golden programs
/// depend.
class PollingRulesTest {
    private static final int POLL_EVERY = 103;

    /// Polls so far.
    private static int polls(TestMill mill) {
        return mill.poller.timeouts().size();
    }

    private static TestMill mill(Engine engine, Order order) {
        return TestMill.virtualTime(engine).order(order).fast();
    }

    @EveryEngineAndOrder
    void after103TakesTheNextSuspensionPollsOnceWithoutWaiting(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        mill.run(() -> {
            for (int i = 0; i < POLL_EVERY; i++) {
                yieldNow();
                assertEquals(0, polls(mill), "after take " + (i + 1));
            }
            yieldNow();
            assertEquals(1, polls(mill));
            for (int i = 1; i < POLL_EVERY; i++) {
                yieldNow();
            }
            assertEquals(1, polls(mill));
            yieldNow();
            assertEquals(2, polls(mill));
        });
        assertEquals(List.of(0L, 0L), mill.poller.timeouts());
    }

    @EveryEngineAndOrder
    void everyTakeFromTheReadyListCountsWhoeverItIs(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        mill.run(() -> {
            go(() -> {
                while (true) {
                    yieldNow();
                }
            }); // One take: main.
            for (int i = 1; i < POLL_EVERY; i += 2) {
                yieldNow(); // Two takes: the other and main.
            }
            assertEquals(0, polls(mill));
            yieldNow();
            assertEquals(1, polls(mill));
        });
    }

    @EveryEngineAndOrder
    void theChildThatGoRunsDoesNotCountButTheParentThatGoesOnDoes(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        mill.run(() -> {
            for (int i = 0; i < POLL_EVERY; i++) {
                go(() -> {});
                assertEquals(0, polls(mill), "after " + (i + 1) + " children");
            }
            go(() -> {});
            assertEquals(1, polls(mill));
        });
    }

    @EveryEngineAndOrder
    void anyPollSetsTheCountToZero(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        mill.run(() -> {
            for (int i = 0; i < POLL_EVERY - 3; i++) {
                yieldNow();
            }
            msleep(now() + 1); // Nobody is ready: polls, and main is taken once.
            assertEquals(1, polls(mill));
            for (int i = 1; i < POLL_EVERY; i++) {
                yieldNow();
            }
            assertEquals(1, polls(mill));
            yieldNow();
            assertEquals(2, polls(mill));
        });
    }

    @EveryEngine
    void after103DirectOperationsInARowACoroutineGoesToTheTail(Engine engine) {
        TestMill mill = mill(engine, Order.DIRECT);
        int[] done = {0};
        List<Integer> seen = new ArrayList<>();
        mill.run(() -> {
            Chan<Integer> ch = chmake(1);
            go(() -> {
                while (true) {
                    seen.add(done[0]);
                    yieldNow();
                }
            });
            yieldNow();
            seen.clear();
            while (done[0] < 3 * POLL_EVERY + 1) {
                chs(ch, done[0]);
                done[0]++;
                chr(ch);
                done[0]++;
            }
            seen.add(-1); // The other comes to its next call once more.
        });
        // The number is counted up behind the operation, which is where the switch happens.
        assertEquals(List.of(POLL_EVERY - 1, 2 * POLL_EVERY - 1, 3 * POLL_EVERY - 1, -1), seen.subList(0, 4));
    }

    @EveryEngine
    void aSwitchEndsTheRowOfDirectOperations(Engine engine) {
        TestMill mill = mill(engine, Order.DIRECT);
        int[] turns = {0};
        mill.run(() -> {
            Chan<Integer> ch = chmake(1);
            go(() -> {
                while (true) {
                    turns[0]++;
                    yieldNow();
                }
            });
            turns[0] = 0;
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < POLL_EVERY - 1; i++) {
                    if (ch.size() == 0) {
                        chs(ch, i);
                    } else {
                        chr(ch);
                    }
                    assertEquals(round, turns[0]);
                }
                yieldNow();
            }
        });
    }

    @EveryEngine
    void aCoroutineThatNeverSwitchesByItselfStarvesNoTimer(Engine engine) {
        TestMill mill = mill(engine, Order.DIRECT);
        long[] firedAfter = {-1};
        mill.run(() -> {
            long[] operations = {0};
            Chan<Integer> ch = chmake(1);
            go(() -> {
                msleep(now());
                firedAfter[0] = operations[0];
            });
            while (firedAfter[0] < 0) {
                chs(ch, 1);
                chr(ch);
                operations[0] += 2;
            }
        });
        // 103 operations a turn, 103 turns until the poll.
        assertEquals(POLL_EVERY * POLL_EVERY / 2, firedAfter[0] / 2, POLL_EVERY);
    }

    @EveryEngineAndOrder
    void aPollServesDescriptorsThenInboxesThenTimers(Engine engine, Order order) throws Exception {
        TestMill mill = mill(engine, order);
        List<String> log = new ArrayList<>();
        try (TestPipe pipe = TestPipe.open()) {
            mill.run(() -> {
                Inbox<Integer> inbox = inbox(1);
                go(() -> {
                    chr(inbox.chan());
                    log.add("inbox");
                });
                go(() -> {
                    msleep(now() + 5);
                    log.add("timer");
                });
                go(() -> {
                    fdwait(pipe.source, FDW_IN, -1);
                    log.add("descriptor");
                });
                inbox.offer(1);
                mill.clock.advance(5);
                mill.poller.ready(pipe.source, FDW_IN);
                msleep(now() + 1);
                inbox.close();
            });
        }
        assertEquals(List.of("descriptor", "inbox", "timer"), log);
    }

    @EveryEngineAndOrder
    void aMillWithNothingReadyWaitsUntilItsNextTimer(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        mill.run(() -> {
            go(() -> msleep(now() + 70));
            go(() -> msleep(now() + 30));
            msleep(now() + 100);
        });
        assertEquals(List.of(30L, 40L, 30L), mill.poller.timeouts());
    }

    @EveryEngineAndOrder
    void aDeadlineInThePastFiresAtTheNextPollWhichDoesNotWait(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        mill.run(() -> {
            msleep(now() - 10);
            msleep(0);
            msleep(now());
        });
        assertEquals(List.of(0L, 0L, 0L), mill.poller.timeouts());
    }

    @EveryEngineAndOrder
    void aSleeperInThePastLetsAllReadyOnesRunFirst(Engine engine, Order order) {
        TestMill mill = mill(engine, order);
        List<Long> log = new ArrayList<>();
        mill.run(() -> {
            for (long i = 0; i < 5; i++) {
                long number = i;
                go(() -> {
                    for (int round = 0; round < 3; round++) {
                        yieldNow();
                    }
                    log.add(number);
                });
            }
            msleep(0);
            log.add(99L);
        });
        assertEquals(LongStream.of(0, 1, 2, 3, 4, 99).boxed().toList(), log);
    }
}
