package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// A choose that is kept and ended again and again.
class ChooseKeptTest {
    private static final int WARM_UP = 30_000;
    private static final int ROUNDS = 20_000;

    /// What the JIT's own bookkeeping on this thread may cost; one object a round would be 320,000.
    private static final long NOISE_BYTES = 20_000;

    private static final Integer VALUE = 1;

    @EveryEngineAndOrder
    void isEndedThousandsOfTimes(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(4);
            int rounds = 4_000;
            Coroutine peer = go(() -> {
                for (int i = 0; i < rounds; i++) {
                    if (i % 2 == 0) {
                        chs(a, i);
                    } else {
                        chs(b, i);
                    }
                }
            });
            Choose c = choose().in(a).in(b).in(a);
            long sum = 0;
            for (int i = 0; i < rounds; i++) {
                c.end();
                sum += c.<Integer>value();
            }
            peer.join();
            assertEquals((long) rounds * (rounds - 1) / 2, sum);
            Inside.check(c);
            Inside.check(a);
            Inside.check(b);
        });
    }

    @Test
    void allocatesNothingWhereAClauseIsReady() {
        TestMill.realTime(Engine.CONTINUATION).seed(1).fast().run(() -> {
            Chan<Integer> ch = chmake(1);
            Chan<Integer> never = chmake(0);
            Choose c = choose().in(ch).out(ch, VALUE).in(never);
            assertAllocatesNothing(() -> {
                c.end();
                c.end();
            });
        });
    }

    @Test
    void allocatesNothingWhereItTakesOtherwise() {
        TestMill.realTime(Engine.CONTINUATION).fast().run(() -> {
            Chan<Integer> never = chmake(0);
            Choose c = choose().in(never).out(never, VALUE).otherwise();
            assertAllocatesNothing(c::end);
        });
    }

    @Test
    void allocatesNothingWhereItWaits() {
        TestMill.realTime(Engine.CONTINUATION).seed(1).fast().run(() -> {
            Chan<Integer> there = chmake(0);
            Chan<Integer> back = chmake(0);
            go(() -> {
                while (true) {
                    chr(there);
                    chs(back, VALUE);
                }
            });
            Choose c = choose().in(back).out(there, VALUE).in(back).deadline(Long.MAX_VALUE);
            assertAllocatesNothing(c::end);
            assertTrue(Inside.senders(there).size() + Inside.receivers(back).size() == 0);
        });
    }

    private static void assertAllocatesNothing(Runnable round) {
        for (int i = 0; i < WARM_UP; i++) {
            round.run();
        }
        long before = allocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        long allocated = allocatedBytes() - before;
        assertTrue(allocated < NOISE_BYTES, () -> allocated + " bytes in " + ROUNDS + " rounds");
    }

    /// What this thread has allocated. The interface stands in a module that core does not require.
    private static long allocatedBytes() {
        try {
            Method bytes = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
            return (long) bytes.invoke(ManagementFactory.getThreadMXBean());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("this JVM does not count allocations", e);
        }
    }
}
