package org.jmill.scheduling;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every ready clause has the same chance, as in Go's own test of its select: within ten standard
/// deviations, with a seed that nobody chose. (Chance alone fails one such test in 10^22.)
class FairnessTest {
    private static final int TRIALS = 10_000;

    static void assertFair(int[] counts) {
        int trials = Arrays.stream(counts).sum();
        double p = 1.0 / counts.length;
        double tenSigma = 10 * Math.sqrt(trials * p * (1 - p));
        for (int i = 0; i < counts.length; i++) {
            double off = Math.abs(counts[i] - trials * p);
            assertTrue(off <= tenSigma, "clause " + i + " of " + Arrays.toString(counts));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void amongReadyClausesOnDifferentChannels(int n) {
        TestMill.realTime(Engine.CONTINUATION).fast().run(() -> {
            int[] counts = new int[n];
            Choose c = choose();
            for (int i = 0; i < n; i++) {
                Chan<Integer> done = chmake(0);
                chdone(done, i);
                c.in(done);
            }
            for (int i = 0; i < TRIALS; i++) {
                int index = c.end();
                assertEquals(index, c.<Integer>value());
                counts[index]++;
            }
            assertFair(counts);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 16})
    void amongReadyClausesOnOneChannel(int n) {
        TestMill.realTime(Engine.CONTINUATION).fast().run(() -> {
            int[] counts = new int[n];
            Chan<Integer> ch = chmake(TRIALS);
            Choose c = choose();
            for (int i = 0; i < n; i++) {
                c.out(ch, i);
            }
            for (int i = 0; i < TRIALS; i++) {
                counts[c.end()]++;
            }
            assertFair(counts);
            int[] received = new int[n];
            for (int i = 0; i < TRIALS; i++) {
                received[chr(ch)]++;
            }
            assertTrue(Arrays.equals(counts, received));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void amongDuplicatesThatWait(int n) {
        TestMill.realTime(Engine.CONTINUATION).fast().run(() -> {
            int[] counts = new int[n];
            Chan<Integer> ch = chmake(0);
            go(() -> {
                Choose c = choose();
                for (int i = 0; i < n; i++) {
                    c.out(ch, i);
                }
                while (true) {
                    c.end();
                }
            });
            for (int i = 0; i < TRIALS; i++) {
                counts[chr(ch)]++;
                yieldNow(); // So that the sender waits again, and is not found ready.
            }
            assertFair(counts);
        });
    }

    @EveryEngineAndOrder
    void betweenAChannelThatIsDoneAndOneThatIsFed(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Chan<Integer> fed = chmake(1);
            Chan<Integer> done = chmake(1);
            Chan<Integer> silent = chmake(0);
            chdone(done);
            go(() -> {
                while (true) {
                    chs(fed, 1);
                }
            });
            int[] counts = new int[2];
            Choose c = choose().in(fed).in(done).in(silent).out(silent, 1);
            for (int i = 0; i < TRIALS; i++) {
                while (fed.size() == 0) {
                    yieldNow();
                }
                counts[c.end()]++;
            }
            assertFair(counts);
        });
    }

    @EveryEngine
    void neitherOfTwoFeedersIsStarved(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            for (Chan<Integer> ch : List.of(a, b)) {
                go(() -> {
                    while (true) {
                        chs(ch, 1);
                    }
                });
            }
            int[] counts = new int[2];
            Choose c = choose().in(a).in(b);
            for (int i = 0; i < TRIALS; i++) {
                yieldNow();
                counts[c.end()]++;
            }
            assertFair(counts);
        });
    }

    @EveryEngine
    void nothingIsLeftOnLosersQueuesAfterAHundredThousandSelects(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> winner = chmake(0);
            Chan<Integer> loser = chmake(0);
            int selects = 100_000;
            Coroutine sender = go(() -> {
                for (int i = 0; i < selects; i++) {
                    chs(winner, i);
                }
            });
            Choose kept = choose().in(loser).in(winner).out(loser, 0);
            for (int i = 0; i < selects; i++) {
                Choose c = i % 2 == 0 ? kept : choose().in(loser).in(winner).out(loser, 0);
                assertEquals(1, c.end());
                if (i % 1000 == 0) {
                    assertTrue(Inside.receivers(loser).isEmpty()
                            && Inside.senders(loser).isEmpty());
                }
            }
            sender.join();
            assertTrue(
                    Inside.receivers(loser).isEmpty() && Inside.senders(loser).isEmpty());
            assertTrue(
                    Inside.receivers(winner).isEmpty() && Inside.senders(winner).isEmpty());
        });
    }

    @EveryEngineAndOrder
    void twoChoosersOverSharedChannelsLoseAndDoubleNothing(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            int values = 3_000;
            List<Chan<Integer>> shared = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                shared.add(chmake(i % 2));
            }
            int[] times = new int[2 * values];
            List<Coroutine> receivers = new ArrayList<>();
            Chan<Integer> stop = chmake(0);
            for (int r = 0; r < 2; r++) {
                receivers.add(go(() -> {
                    Choose c = choose();
                    shared.forEach(c::in);
                    c.in(stop);
                    while (c.end() < 4) {
                        times[c.<Integer>value()]++;
                    }
                }));
            }
            List<Coroutine> senders = new ArrayList<>();
            for (int s = 0; s < 2; s++) {
                int first = s * values;
                senders.add(go(() -> {
                    int[] next = {first};
                    Choose c = choose();
                    shared.forEach(ch -> c.outFrom(ch, () -> next[0]));
                    while (next[0] < first + values) {
                        c.end();
                        next[0]++;
                    }
                }));
            }
            senders.forEach(Coroutine::join);
            while (shared.stream().anyMatch(ch -> ch.size() > 0)) {
                yieldNow();
            }
            chdone(stop);
            receivers.forEach(Coroutine::join);
            assertTrue(Arrays.stream(times).allMatch(n -> n == 1));
            shared.forEach(Inside::check);
        });
    }
}
