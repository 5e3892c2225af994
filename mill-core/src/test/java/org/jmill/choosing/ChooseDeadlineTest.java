package org.jmill.choosing;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.jmill.harness.VirtualClock;

/// Deadlines of choose, in virtual time.
class ChooseDeadlineTest {
    private static void run(Engine engine, Order order, Body<RuntimeException> main) {
        TestMill.virtualTime(engine).order(order).run(main);
    }

    @EveryEngineAndOrder
    void aDeadlineExpiresWhereNothingBecomesReady(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            long start = now();
            List<String> log = new ArrayList<>();
            int index = choose().in(ch, v -> log.add("in"))
                    .out(ch, 1, () -> log.add("out"))
                    .deadline(start + 50, () -> log.add("late"))
                    .end();
            assertEquals(Choose.TIMEOUT, index);
            assertEquals(-1, index);
            assertEquals(List.of("late"), log);
            assertEquals(start + 50, now());
            assertTrue(Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
        });
    }

    @EveryEngineAndOrder
    void aClauseThatBecomesReadyInTimeDisarmsTheDeadline(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            long start = now();
            go(() -> {
                msleep(start + 40);
                chs(ch, 7);
            });
            Choose c = choose().in(ch).deadline(start + 50);
            assertEquals(0, c.end());
            assertEquals(7, c.<Integer>value());
            assertEquals(start + 40, now());
            Inside.check();
            msleep(start + 60);
            assertEquals(start + 60, now(), "the old deadline wakes nobody");
        });
    }

    @EveryEngineAndOrder
    void onlyADeadlineIsASleep(Engine engine, Order order) {
        run(engine, order, () -> {
            long start = now();
            assertEquals(Choose.TIMEOUT, choose().deadline(start + 1000).end());
            assertEquals(start + 1000, now());
            List<String> log = new ArrayList<>();
            choose().deadline(start + 2000, () -> log.add("handled")).end();
            assertEquals(start + 2000, now());
            assertEquals(List.of("handled"), log);
        });
    }

    @EveryEngineAndOrder
    void aReadyClauseBeatsADeadlineInThePast(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(100);
            for (long deadline : new long[] {0, now() - 1, now(), -1}) {
                for (int i = 0; i < 10; i++) {
                    assertEquals(0, choose().out(ch, 1).deadline(deadline).end());
                }
            }
        });
    }

    @EveryEngineAndOrder
    void aDeadlineInThePastExpiresAtTheNextPoll(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            for (long deadline : new long[] {0, now() - 1, now()}) {
                assertEquals(
                        Choose.TIMEOUT,
                        choose().in(ch).out(ch, 1).deadline(deadline).end());
                assertEquals(Choose.TIMEOUT, choose().deadline(deadline).end());
            }
            assertEquals(VirtualClock.START_MS, now());
        });
    }

    @EveryEngineAndOrder
    void aClauseThatBecomesReadyBeforeTheNextPollBeatsADeadlineInThePast(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            for (long deadline : new long[] {0, now() - 1, now()}) {
                go(() -> {
                    yieldNow();
                    chs(ch, 1);
                });
                assertEquals(0, choose().in(ch).deadline(deadline).end());
            }
        });
    }

    @EveryEngineAndOrder
    void aNegativeDeadlineIsNone(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            for (long none : new long[] {-1, -1000, Long.MIN_VALUE}) {
                long start = now();
                go(() -> {
                    msleep(start + 1_000_000);
                    chs(ch, 1);
                });
                assertEquals(0, choose().in(ch).deadline(none).end());
                assertEquals(start + 1_000_000, now());
            }
        });
    }

    @EveryEngineAndOrder
    void theLargestDeadlineIsFarAway(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                msleep(now() + 1_000_000);
                chs(ch, 1);
            });
            assertEquals(0, choose().in(ch).deadline(Long.MAX_VALUE).end());
        });
    }

    @EveryEngineAndOrder
    void rearmSetsTheDeadlineOfAKeptChoose(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().in(ch).deadline(now() + 10);
            assertEquals(Choose.TIMEOUT, c.end());
            long start = now();
            assertEquals(Choose.TIMEOUT, c.rearm(start + 30).end());
            assertEquals(start + 30, now());
            assertEquals(Choose.TIMEOUT, c.end(), "past by now");
            assertEquals(start + 30, now());
            go(() -> {
                msleep(start + 1000);
                chs(ch, 1);
            });
            assertEquals(0, c.rearm(-1).end());
            assertEquals(start + 1000, now());
        });
    }

    @EveryEngineAndOrder
    void rearmAddsADeadlineWhereThereWasNone(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            long start = now();
            assertEquals(Choose.TIMEOUT, choose().in(ch).rearm(start + 5).end());
            assertEquals(start + 5, now());
        });
    }

    @EveryEngineAndOrder
    void equalDeadlinesExpireInTheOrderTheyWereArmed(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            long deadline = now() + 10;
            List<Integer> log = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                go(() -> choose().in(ch)
                        .deadline(deadline, () -> log.add(number))
                        .end());
            }
            msleep(deadline);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), log);
        });
    }

    @EveryEngineAndOrder
    void earlierDeadlinesExpireFirstWhateverTheOrderOfArming(Engine engine, Order order) {
        run(engine, order, () -> {
            long start = now();
            List<Integer> log = new ArrayList<>();
            int[] delays = {50, 10, 40, 20, 30, 10};
            for (int delay : delays) {
                go(() -> choose().deadline(start + delay, () -> log.add(delay)).end());
            }
            msleep(start + 100);
            assertEquals(List.of(10, 10, 20, 30, 40, 50), log);
        });
    }

    @EveryEngineAndOrder
    void aClauseAndADeadlineInTheSamePoll(Engine engine, Order order) {
        // The sender's timer fires first and it sends when its turn comes: by then the chooser's
        // own deadline has fired in the same poll. It must not be woken twice.
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            long deadline = now() + 10;
            List<Object> log = new ArrayList<>();
            go(() -> {
                msleep(deadline);
                log.add("sent " + ch.trySend(1));
            });
            go(() -> log.add(choose().in(ch).deadline(deadline).end()));
            msleep(deadline + 1);
            assertEquals(2, log.size());
            assertTrue(log.contains("sent false") && log.contains(Choose.TIMEOUT), log::toString);
            Inside.check(ch);
        });
    }

    @EveryEngineAndOrder
    void aDeadlineOfOneAndAValueOfAnother(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            List<Object> log = new ArrayList<>();
            long start = now();
            go(() -> log.add("a " + choose().in(ch).deadline(start + 10).end()));
            go(() -> log.add("b " + choose().in(ch).deadline(start + 20).end()));
            msleep(start + 15);
            chs(ch, 1);
            yieldNow();
            assertEquals(List.of("a -1", "b 0"), log);
            assertEquals(start + 15, now());
        });
    }

    @EveryEngineAndOrder
    void theEndOfAChannelBeatsTheDeadline(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            long start = now();
            go(() -> {
                msleep(start + 5);
                chdone(ch, 3);
            });
            Choose c = choose().in(ch).in(ch).deadline(start + 10);
            assertTrue(c.end() >= 0);
            assertEquals(new Received.Done<>(3), c.received());
            assertEquals(start + 5, now());
            assertEquals(3, chr(ch));
        });
    }
}
