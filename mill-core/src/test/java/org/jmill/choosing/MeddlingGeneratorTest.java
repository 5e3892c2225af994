package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// A generator of the user's is asked while nobody else may run: it must not call verbs.
class MeddlingGeneratorTest {
    /// Draws 0 always; before its next draw only, does something.
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

    @EveryEngineAndOrder
    void aGeneratorThatCallsAVerbIsRefusedAndNothingIsPerformed(Engine engine, Order order) {
        Meddler random = new Meddler();
        TestMill.virtualTime(engine).order(order).with(o -> o.random(random)).run(() -> {
            Chan<Integer> a = chmake(1);
            Chan<Integer> b = chmake(1);
            chs(a, 1);
            chs(b, 2);
            Choose c = choose().in(a).in(b);
            List<Runnable> verbs = List.of(
                    () -> chr(a),
                    () -> a.tryReceive(),
                    () -> a.done(),
                    Mill::yield,
                    () -> go(() -> {}),
                    () -> now(),
                    () -> choose().in(a).in(b).end(),
                    () -> Mill.self().cancel());
            for (Runnable verb : verbs) {
                random.meddling = verb;
                MillPanic panic = assertThrows(MillPanic.class, c::end);
                assertTrue(panic.getMessage().contains("verb was called while world "), panic::getMessage);
                assertEquals(1, a.size());
                assertEquals(1, b.size());
            }
            assertEquals(0, c.end());
            assertEquals(1, c.<Integer>value());
            Inside.check();
            Inside.check(c);
        });
    }

    @EveryEngineAndOrder
    void itIsRefusedWhereItDrawsWhichOfSeveralQueues(Engine engine, Order order) {
        Meddler random = new Meddler();
        TestMill.virtualTime(engine).order(order).with(o -> o.random(random)).run(() -> {
            Chan<Integer> a = chmake(0);
            Choose c = choose().in(a).in(a).deadline(now() + 5);
            random.meddling = () -> yieldNow();
            assertThrows(MillPanic.class, c::end);
            assertEquals(List.of(), Inside.receivers(a));
            assertEquals(Choose.TIMEOUT, c.end());
            Inside.check(c);
        });
    }

    @EveryEngineAndOrder
    void whatAGeneratorThrowsLeavesTheChoose(Engine engine, Order order) {
        Meddler random = new Meddler();
        TestMill.virtualTime(engine).order(order).with(o -> o.random(random)).run(() -> {
            Chan<Integer> a = chmake(1);
            chs(a, 1);
            random.meddling = () -> {
                throw new IllegalStateException("empty");
            };
            Choose c = choose().in(a).in(a);
            assertEquals(
                    "empty", assertThrows(IllegalStateException.class, c::end).getMessage());
            assertEquals(0, c.end());
        });
    }
}
