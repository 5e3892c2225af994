package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// A generator of the user's that calls verbs while a choose draws: what was ready before may not be any more.
class MeddlingGeneratorTest {
    private final Meddler random = new Meddler();

    /// Draws 0 always; at its next draw only, does something first.
    private static final class Meddler implements RandomGenerator {
        private Runnable meddling = () -> {};

        @Override
        public int nextInt(int bound) {
            Runnable once = meddling;
            meddling = () -> {};
            once.run();
            return 0;
        }

        @Override
        public long nextLong() {
            throw new AssertionError("nextInt is what is asked");
        }
    }

    private void run(Engine engine, Order order, Body<RuntimeException> main) {
        TestMill.virtualTime(engine).order(order).with(o -> o.random(random)).run(main);
    }

    @EveryEngineAndOrder
    void aReceiveThatIsNoLongerReadyIsNotPerformed(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> a = chmake(1);
            Chan<Integer> b = chmake(1);
            chs(a, 1);
            chs(b, 2);
            random.meddling = () -> {
                chr(a);
                chr(b);
            };
            go(() -> {
                msleep(now() + 10);
                chs(b, 9);
            });
            Choose c = choose().in(a).in(b);
            assertEquals(1, c.end());
            assertEquals(9, c.<Integer>value());
        });
    }

    @EveryEngineAndOrder
    void aSendThatIsNoLongerPossibleIsNotPerformed(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> a = chmake(1);
            Chan<Integer> b = chmake(1);
            random.meddling = () -> {
                chs(a, 1);
                chs(b, 2);
            };
            assertEquals(
                    Choose.TIMEOUT, choose().out(a, 7).out(b, 8).otherwise().end());
            assertEquals(1, chr(a));
            assertEquals(2, chr(b));
        });
    }

    @EveryEngineAndOrder
    void aWaitWhoseQueuersWereDrawnMeanwhileStillTimesOut(Engine engine, Order order) {
        CoroutineLocal<SplittableRandom> own = CoroutineLocal.withInitial(() -> new SplittableRandom(1));
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            random.meddling = () -> {
                own.get().nextInt();
                yieldNow();
            };
            long start = now();
            Choose c = choose().in(ch).in(ch).deadline(start + 100);
            assertEquals(Choose.TIMEOUT, c.end());
            assertEquals(start + 100, now());
            assertTrue(Inside.receivers(ch).isEmpty());
            Inside.check(c);
        });
    }

    @EveryEngineAndOrder
    void whatBecomesReadyWhileQueuersAreDrawnIsTaken(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            random.meddling = () -> chs(ch, 5);
            Choose c = choose().in(ch).in(ch).deadline(now() + 100);
            assertEquals(0, c.end());
            assertEquals(5, c.<Integer>value());
            assertTrue(Inside.receivers(ch).isEmpty());
        });
    }

    @EveryEngineAndOrder
    void anotherChooseOfTheSameEndsMayWaitMeanwhile(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose other = choose().in(ch).in(ch).in(ch);
            random.meddling = () -> go(() -> assertEquals(0, other.end()));
            Coroutine chooser = go(() -> assertEquals(0, choose().in(ch).in(ch).end()));
            yieldNow();
            assertEquals(2, Inside.receivers(ch).size());
            Inside.check(other);
            chs(ch, 1);
            chs(ch, 2);
            chooser.join();
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledWhileQueuersAreDrawnDoesNotWait(Engine engine, Order order) {
        run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            boolean[] cancelled = {false};
            random.meddling = () -> Mill.self().cancel();
            Coroutine chooser = go(() -> {
                assertThrows(
                        CancelledException.class, () -> choose().in(ch).in(ch).end());
                cancelled[0] = true;
            });
            chooser.join();
            assertTrue(cancelled[0]);
            assertFalse(Inside.receivers(ch).size() > 0);
        });
    }
}
