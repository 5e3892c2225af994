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
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// What a choose draws from the generator that it was given, and what it does with the number.
class ChooseDrawsTest {
    private final RecordingGenerator random = new RecordingGenerator();

    private void run(Engine engine, Order order, Body<RuntimeException> main) {
        TestMill.virtualTime(engine).order(order).with(o -> o.random(random)).run(main);
    }

    @EveryEngineAndOrder
    void nothingIsDrawnWhereOneClauseIsReady(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            for (int i = 0; i < 5; i++) {
                assertEquals(1, choose().in(ch).out(ch, 1).in(chmake(0)).end());
                assertEquals(0, choose().in(ch).out(ch, 1).otherwise().end());
            }
            chs(ch, 1);
            chr(ch);
            assertEquals(List.of(), random.takeBounds());
        });
    }

    @EveryEngineAndOrder
    void oneNumberIsDrawnBelowTheCountOfReadyClauses(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> never = chmake(0);
            for (int n = 2; n < 8; n++) {
                for (int wanted = 0; wanted < n; wanted++) {
                    Choose c = choose();
                    List<Integer> readyIndexes = new ArrayList<>();
                    for (int i = 0; readyIndexes.size() < n; i++) {
                        if (i % 3 == 0) {
                            c.in(never);
                        } else {
                            readyIndexes.add(i);
                            c.out(chmake(1), i);
                        }
                    }
                    random.willDraw(wanted);
                    assertEquals(readyIndexes.get(wanted), c.end(), "counted among the ready ones");
                    assertEquals(List.of(n), random.takeBounds());
                }
            }
        });
    }

    @EveryEngineAndOrder
    void eachDuplicateOfAReadyClauseCounts(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> a = chmake(9);
            Chan<Integer> b = chmake(9);
            for (int wanted = 0; wanted < 4; wanted++) {
                random.willDraw(wanted);
                assertEquals(
                        wanted, choose().out(a, 0).out(b, 1).out(a, 2).out(a, 3).end());
                assertEquals(List.of(4), random.takeBounds());
            }
            List<Integer> inA = List.of(chr(a), chr(a), chr(a));
            assertEquals(List.of(0, 2, 3), inA);
        });
    }

    @EveryEngineAndOrder
    void aClauseThatIsOffIsNotCounted(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> a = chmake(9);
            random.willDraw(1);
            assertEquals(
                    3,
                    choose().out(a, 0)
                            .when(false)
                            .out(a, 1)
                            .out(a, 2)
                            .when(false)
                            .out(a, 3)
                            .end());
            assertEquals(List.of(2), random.takeBounds());
        });
    }

    @EveryEngineAndOrder
    void waitingOnDifferentEndsDrawsNothing(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            go(() -> choose().in(a).in(b).out(a, 1).out(b, 2).end());
            go(() -> choose().in(a).in(a).when(false).end());
            assertEquals(List.of(), random.takeBounds());
        });
    }

    @EveryEngineAndOrder
    void ofDuplicatesThatWaitOnlyTheOneDrawnQueues(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            for (int k = 2; k < 6; k++) {
                for (int wanted = 0; wanted < k; wanted++) {
                    Choose in = choose();
                    Choose out = choose();
                    for (int i = 0; i < k; i++) {
                        in.in(ch);
                        out.out(ch, i);
                    }
                    List<Integer> chosen = new ArrayList<>();
                    random.willDraw(wanted);
                    Coroutine receiver = go(() -> chosen.add(in.end()));
                    assertEquals(1, Inside.receivers(ch).size());
                    Inside.check(in);
                    chs(ch, 7);
                    receiver.join();
                    random.willDraw(wanted);
                    Coroutine sender = go(() -> chosen.add(out.end()));
                    assertEquals(1, Inside.senders(ch).size());
                    assertEquals(wanted, chr(ch));
                    sender.join();
                    assertEquals(List.of(wanted, wanted), chosen);
                    assertEquals(List.of(k, k), random.takeBounds());
                    assertTrue(
                            Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
                }
            }
        });
    }

    @EveryEngineAndOrder
    void severalEndsWithDuplicatesAreDrawnInTheOrderTheirFirstClausesStand(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            Chan<Integer> c = chmake(0);
            List<Integer> chosen = new ArrayList<>();
            random.willDraw(1, 2);
            Coroutine chooser = go(() ->
                    chosen.add(choose().in(b).in(a).in(c).in(a).in(b).in(a).end()));
            assertEquals(List.of(2, 3), random.takeBounds(), "b stands first, twice; a thrice; c once");
            chs(a, 1);
            chooser.join();
            random.willDraw(1, 2);
            go(() -> chosen.add(choose().in(b).in(a).in(c).in(a).in(b).in(a).end()));
            chs(b, 1);
            yieldNow();
            assertEquals(List.of(5, 4), chosen);
        });
    }

    @EveryEngineAndOrder
    void inAndOutOfOneChannelAreTwoEnds(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> choose().in(ch).out(ch, 1).in(ch).out(ch, 2).out(ch, 3).end());
            assertEquals(List.of(2, 3), random.takeBounds());
            assertEquals(1, Inside.senders(ch).size());
            assertEquals(1, Inside.receivers(ch).size());
        });
    }

    @EveryEngineAndOrder
    void duplicatesWithADeadlineThatExpiresSimplyTimeOut(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().in(ch).in(ch).out(ch, 1).out(ch, 2).in(ch);
            for (int i = 0; i < 20; i++) {
                random.willDraw(i % 3, i % 2);
                long start = now();
                assertEquals(Choose.TIMEOUT, c.rearm(now() + 10).end());
                assertEquals(start + 10, now());
                assertTrue(Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
                Inside.check(c);
            }
        });
    }

    @EveryEngineAndOrder
    void duplicatesOfADoneChannelAreReadyEachOfThem(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().in(ch).in(ch).in(ch);
            List<Integer> chosen = new ArrayList<>();
            random.willDraw(2);
            Coroutine chooser = go(() -> chosen.add(c.end()));
            chdone(ch);
            chooser.join();
            random.takeBounds();
            random.willDraw(1);
            chosen.add(c.end());
            assertEquals(List.of(2, 1), chosen);
            assertEquals(List.of(3), random.takeBounds());
        });
    }

    @EveryEngineAndOrder
    void neitherOtherwiseNorADeadlineNorASleepDraws(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            choose().in(ch).in(ch).otherwise().end();
            choose().deadline(now() + 5).end();
            choose().in(ch).out(ch, 1).deadline(now() + 5).end();
            msleep(now() + 5);
            assertEquals(List.of(), random.takeBounds());
        });
    }

    @EveryEngineAndOrder
    void biasedDrawsNothing(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(9);
            Chan<Integer> empty = chmake(0);
            choose().biased().out(ch, 1).out(ch, 2).end();
            choose().biased().in(empty).in(empty).deadline(now() + 5).end();
            assertEquals(List.of(), random.takeBounds());
            assertEquals(1, chr(ch));
        });
    }

    @EveryEngineAndOrder
    void theSameSeedMakesTheSameChoices(Engine engine, Order order) {
        List<List<Integer>> runs = new ArrayList<>();
        for (long seed : new long[] {42, 42, 43}) {
            List<Integer> chosen = new ArrayList<>();
            TestMill.realTime(engine).order(order).seed(seed).run(() -> {
                Chan<Integer> ch = chmake(200);
                Choose c = choose().out(ch, 0).out(ch, 1).out(ch, 2).out(ch, 3).out(ch, 4);
                for (int i = 0; i < 100; i++) {
                    chosen.add(c.end());
                }
            });
            runs.add(chosen);
        }
        assertEquals(runs.get(0), runs.get(1));
        assertTrue(!runs.get(0).equals(runs.get(2)), "another seed, other choices");
    }

    @EveryEngine
    void aGeneratorThatThrowsLeavesNoClauseInAQueue(Engine engine) {
        run(engine, Order.DIRECT, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            Choose c = choose().in(a).in(b).out(b, 1).in(b);
            random.willDraw(9);
            try {
                c.end();
                throw new AssertionError("end() returned");
            } catch (IllegalArgumentException e) {
                Messages.assertShape(e);
            }
            Inside.check(c);
            assertTrue(Inside.receivers(a).isEmpty() && Inside.senders(b).isEmpty());
            random.takeBounds();
            assertEquals(Choose.TIMEOUT, c.rearm(0).end());
            assertEquals(List.of(2), random.takeBounds(), "counted afresh");
        });
    }
}
