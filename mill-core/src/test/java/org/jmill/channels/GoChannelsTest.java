package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// The properties that Go's suite of its channels checks, checked here.
class GoChannelsTest {
    @EveryEngineAndOrder
    void aBufferedChannelIsAFifo(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(10);
            for (int i = 0; i < 10; i++) {
                chs(ch, i);
            }
            for (int i = 0; i < 10; i++) {
                assertEquals(i, chr(ch));
            }
        });
    }

    /// Coroutines that each wait for the one before: values can only come through in order.
    @EveryEngineAndOrder
    void anUnbufferedChannelIsAFifo(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> in = chmake(0);
            Chan<Integer> start = in;
            for (int i = 0; i < 10; i++) {
                Chan<Integer> before = in;
                Chan<Integer> behind = chmake(0);
                int value = i;
                go(() -> {
                    chr(before);
                    assertEquals(value, chr(ch));
                    chs(behind, 1);
                });
                in = behind;
            }
            chs(start, 0);
            for (int i = 0; i < 10; i++) {
                chs(ch, i);
            }
            chr(in);
        });
    }

    @EveryEngineAndOrder
    void theSieveFindsThePrimes(Engine engine, Order order) {
        List<Integer> primes = new ArrayList<>();
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Chan<Integer> numbers = chmake(0);
            go(() -> {
                for (int i = 2; ; i++) {
                    chs(numbers, i);
                }
            });
            Chan<Integer> rest = numbers;
            for (int i = 0; i < 60; i++) {
                int prime = chr(rest);
                primes.add(prime);
                Chan<Integer> in = rest;
                Chan<Integer> out = chmake(0);
                go(() -> {
                    while (true) {
                        int n = chr(in);
                        if (n % prime != 0) {
                            chs(out, n);
                        }
                    }
                });
                rest = out;
            }
        });
        assertEquals(List.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29), primes.subList(0, 10));
        assertEquals(281, primes.get(59));
    }

    /// A sender offers each number on all channels at once; each must come through exactly once.
    @EveryEngineAndCapacity
    void aValueOfferedOnSeveralChannelsGoesThroughOneOfThem(Engine engine, int capacity) {
        TestMill.realTime(engine).fast().run(() -> {
            int values = 5_000;
            List<Chan<Integer>> channels = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                channels.add(chmake(capacity));
            }
            go(() -> {
                for (int i = 0; i < values; i++) {
                    Choose c = choose();
                    for (Chan<Integer> ch : channels) {
                        c.out(ch, i);
                    }
                    c.end();
                }
                channels.forEach(Chan::done);
            });
            Chan<Integer> collected = chmake(0);
            int[] open = {channels.size()};
            for (Chan<Integer> ch : channels) {
                go(() -> {
                    for (int v : ch) {
                        chs(collected, v);
                    }
                    if (--open[0] == 0) {
                        chdone(collected);
                    }
                });
            }
            int[] times = new int[values];
            for (int v : collected) {
                times[v]++;
            }
            assertTrue(Arrays.stream(times).allMatch(n -> n == 1));
        });
    }

    /// Two coroutines that both send and receive on one channel never receive their own.
    @EveryEngineAndOrder
    void aSelectNeverReceivesWhatItSendsItself(Engine engine, Order order) {
        for (int capacity : new int[] {0, 10}) {
            TestMill.realTime(engine).order(order).fast().run(() -> {
                Chan<Integer> ch = chmake(capacity);
                List<Coroutine> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    int self = i;
                    both.add(go(() -> {
                        for (int n = 0; n < 1_000; n++) {
                            if (self == 0 || n % 2 == 0) {
                                choose().out(ch, self)
                                        .in(ch, v -> assertTrue(capacity > 0 || v != self))
                                        .end();
                            } else {
                                choose().in(ch, v -> assertTrue(capacity > 0 || v != self))
                                        .out(ch, self)
                                        .end();
                            }
                        }
                    }));
                }
                long waiting = 0;
                for (int i = 0; i < 5_000 && waiting < 2; i++) {
                    yieldNow();
                    // The one that is left over, if any, can find no partner.
                    waiting = both.stream().filter(Coroutine::isDone).count() + (stuck(both) ? 1 : 0);
                }
                assertTrue(both.stream().anyMatch(Coroutine::isDone));
                Inside.check(ch);
            });
        }
    }

    private static boolean stuck(List<Coroutine> both) {
        return both.stream().anyMatch(Coroutine::isDone)
                && both.stream().anyMatch(c -> c.state() == Coroutine.State.WAITING);
    }

    @EveryEngineAndCapacity
    void manyReceiversLoseAndDoubleNothing(Engine engine, int capacity) {
        TestMill.realTime(engine).fast().run(() -> {
            int receivers = 23;
            int values = 2_000;
            int[] factors = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31};
            Chan<Integer> work = chmake(capacity);
            Chan<Integer> results = chmake(capacity * 2);
            int[] running = {receivers};
            for (int i = 0; i < receivers; i++) {
                int number = i;
                go(() -> {
                    for (int v : work) {
                        if (number % factors[v % factors.length] == 0) {
                            yieldNow(); // Some are slower than others.
                        }
                        chs(results, v);
                    }
                    if (--running[0] == 0) {
                        chdone(results);
                    }
                });
            }
            long[] expected = {0};
            go(() -> {
                for (int i = 0; i < values; i++) {
                    int v = factors[i % factors.length] * i;
                    expected[0] += v;
                    chs(work, v);
                }
                chdone(work);
            });
            long sum = 0;
            int count = 0;
            for (int v : results) {
                sum += v;
                count++;
            }
            assertEquals(values, count);
            assertEquals(expected[0], sum);
        });
    }

    /// A choose that sends 0 or 1 sends both in the long run.
    @EveryEngineAndCapacity
    void aRandomSendSendsBoth(Engine engine, int capacity) {
        TestMill.realTime(engine).fast().run(() -> {
            int values = 100;
            Chan<Integer> ch = chmake(capacity);
            int[] counts = new int[2];
            Coroutine receiver = go(() -> {
                for (int i = 0; i < values; i++) {
                    yieldNow();
                    counts[chr(ch)]++;
                }
            });
            for (int i = 0; i < values; i++) {
                choose().out(ch, 0).out(ch, 1).end();
            }
            receiver.join();
            assertTrue(counts[0] > 10 && counts[1] > 10, () -> Arrays.toString(counts));
        });
    }

    /// Four channels, senders and receivers that choose, and some that do not.
    @EveryEngineAndOrder
    void underStressEachChannelCarriesWhatWasSentOnIt(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            int each = 1_000;
            List<Chan<Integer>> channels = List.of(chmake(0), chmake(0), chmake(2), chmake(3));
            List<Coroutine> all = new ArrayList<>();
            for (Chan<Integer> ch : channels) {
                all.add(go(() -> {
                    for (int i = 0; i < each; i++) {
                        chs(ch, i);
                    }
                }));
                all.add(go(() -> {
                    for (int i = 0; i < each; i++) {
                        chr(ch);
                    }
                }));
            }
            all.add(go(() -> {
                int[] left = {each, each, each, each};
                for (int i = 0; i < 4 * each; i++) {
                    Choose c = choose();
                    for (int k = 0; k < 4; k++) {
                        c.out(channels.get(k), i).when(left[k] > 0);
                    }
                    left[c.end()]--;
                }
            }));
            all.add(go(() -> {
                int[] left = {each, each, each, each};
                Choose c = choose();
                for (int k = 0; k < 4; k++) {
                    int which = k;
                    c.in(channels.get(k)).when(() -> left[which] > 0);
                }
                for (int i = 0; i < 4 * each; i++) {
                    left[c.end()]--;
                }
            }));
            all.forEach(Coroutine::join);
            for (Chan<Integer> ch : channels) {
                assertEquals(0, ch.size());
                Inside.check(ch);
            }
        });
    }

    /// The same channel many times over in one choose.
    @EveryEngineAndOrder
    void aChannelMayStandInASelectManyTimes(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> other = chmake(0);
            Coroutine chooser = go(() -> {
                for (int i = 0; i < 20; i++) {
                    Choose c = choose().in(other);
                    for (int k = 0; k < 10; k++) {
                        c.in(ch);
                    }
                    assertNotEquals(0, c.end());
                }
            });
            for (int i = 0; i < 20; i++) {
                chs(ch, i);
                assertFalse(Inside.receivers(ch).size() > 1);
            }
            chooser.join();
            assertTrue(Inside.receivers(other).isEmpty());
        });
    }

    /// All ways to end a chain of coroutines at once: done reaches every one of them.
    @EveryEngineAndOrder
    void doneReachesEveryoneWhoSelectsOnIt(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Object> stop = chmake(0);
            Set<Integer> stopped = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                Chan<Integer> own = chmake(0);
                go(() -> {
                    if (choose().in(own).out(own, 1).in(stop).end() == 2) {
                        stopped.add(number);
                    }
                });
            }
            chdone(stop);
            yieldNow();
            assertEquals(100, stopped.size());
        });
    }

    /// A value goes down a chain of ten thousand coroutines, each started by the one before.
    @EveryEngineAndOrder
    void aLongChainPassesAValueOn(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            int links = 10_000;
            Chan<Integer> first = chmake(0);
            Chan<Integer> in = first;
            for (int i = 0; i < links; i++) {
                Chan<Integer> from = in;
                Chan<Integer> to = chmake(0);
                go(() -> chs(to, chr(from) + 1));
                in = to;
            }
            chs(first, 0);
            assertEquals(links, chr(in));
        });
    }

    /// A waiter in the middle of a queue goes away; those before and behind it must not.
    @EveryEngineAndOrder
    void aSelectThatIsServedElsewhereLeavesTheMiddleOfAQueue(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> shared = chmake(0);
            List<Integer> log = new ArrayList<>();
            List<Chan<Integer>> own = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                int number = i;
                Chan<Integer> mine = chmake(0);
                own.add(mine);
                go(() -> choose().in(shared, v -> log.add(number))
                        .in(mine, v -> log.add(-number))
                        .end());
            }
            for (int i : new int[] {4, 8, 0, 5}) {
                chs(own.get(i), 1);
                Inside.check(shared);
            }
            for (int i = 0; i < 5; i++) {
                chs(shared, 1);
            }
            yieldNow();
            assertEquals(List.of(-4, -8, 0, -5, 1, 2, 3, 6, 7), log);
            assertTrue(Inside.receivers(shared).isEmpty());
        });
    }
}
