package org.jmill.scheduling;

import static org.jmill.Mill.go;
import static org.jmill.Mill.goprepare;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// `goprepare`: coroutines made ahead of time.
class PreparationTest {
    @EveryEngineAndOrder
    void preparedCoroutinesAreUsedAndThenOthersMade(Engine engine, Order order) {
        List<Long> ran = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            goprepare(3, 65_536, 8);
            for (int i = 0; i < 6; i++) {
                go(() -> ran.add(Mill.self().id()));
            }
        });
        assertEquals(LongStream.rangeClosed(1, 6).boxed().toList(), ran);
    }

    @EveryEngineAndOrder
    void aPreparedCoroutineIsLikeAnyOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            goprepare(2, 0, 0);
            Coroutine first = go(() -> msleep(now() + 1));
            Coroutine named = go("named", () -> msleep(-1));
            assertEquals("{1}", first.toString());
            assertEquals("named", named.name());
            first.join();
            named.cancel();
            named.join();
            go(() -> assertThrows(MillPanic.class, () -> Mill.self().join()));
            Inside.check();
        });
    }

    @EveryEngineAndOrder
    void thoseThatAreNotUsedHoldNobodyUp(Engine engine, Order order) {
        TestMill.run(engine, order, () -> goprepare(1000, 0, 0));
        assertThrows(
                DeadlockException.class,
                () -> TestMill.run(engine, order, () -> {
                    goprepare(10, 0, 0);
                    msleep(-1);
                }));
    }

    @EveryEngineAndOrder
    void tooLateIsAPanic(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            go(() -> msleep(-1));
            Messages.assertPanics("goprepare", () -> goprepare(10, 0, 0), "too late, 1 coroutine exists;");
            go(() -> Messages.assertPanics("goprepare", () -> goprepare(10, 0, 0), "too late, 2 coroutines exist;"));
            yieldNow();
        });
    }

    @EveryEngineAndOrder
    void negativeArgumentsAreRefused(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            int[][] bad = {{-1, 0, 0}, {0, -2, 0}, {0, 0, -3}};
            for (int[] arguments : bad) {
                IllegalArgumentException thrown = assertThrows(
                        IllegalArgumentException.class, () -> goprepare(arguments[0], arguments[1], arguments[2]));
                Messages.assertShape(thrown);
                assertTrue(thrown.getMessage().matches("goprepare: .* is negative: -[123]"), thrown.getMessage());
            }
            goprepare(0, 0, 0);
        });
    }
}
