package org.jmill.coroutines;

import static org.jmill.Mill.cls;
import static org.jmill.Mill.go;
import static org.jmill.Mill.setcls;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Variables of which each coroutine has its own.
class LocalsTest {
    @EveryEngineAndOrder
    void clsIsNullUntilItIsSetAndEachCoroutineHasItsOwn(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            assertNull(cls());
            setcls("main");
            for (int i = 0; i < 5; i++) {
                int number = i;
                go(() -> {
                    assertNull(cls(), "not inherited");
                    setcls(number);
                    yieldNow();
                    assertEquals(number, cls());
                    setcls(null);
                    assertNull(cls());
                });
            }
            yieldNow();
            assertEquals("main", cls());
        });
    }

    @EveryEngineAndOrder
    void severalLocalsDoNotDisturbOneAnother(Engine engine, Order order) {
        CoroutineLocal<String> name = CoroutineLocal.create();
        CoroutineLocal<Integer> number = CoroutineLocal.create();
        TestMill.run(engine, order, () -> {
            name.set("main");
            go(() -> {
                assertNull(name.get());
                name.set("child");
                number.set(1);
                yieldNow();
                assertEquals("child", name.get());
                assertEquals(1, number.get());
            });
            assertEquals("main", name.get());
            assertNull(number.get());
            yieldNow();
            assertEquals("main", name.get());
        });
    }

    @EveryEngineAndOrder
    void theInitialValueIsAskedForOnceACoroutine(Engine engine, Order order) {
        AtomicInteger asked = new AtomicInteger();
        CoroutineLocal<Integer> local = CoroutineLocal.withInitial(asked::incrementAndGet);
        TestMill.run(engine, order, () -> {
            assertEquals(1, local.get());
            assertEquals(1, local.get());
            go(() -> assertEquals(2, local.get()));
            go(() -> {
                local.set(77);
                assertEquals(77, local.get());
                local.remove();
                assertEquals(3, local.get());
            });
            assertEquals(1, local.get());
        });
        assertEquals(3, asked.get());
    }

    @EveryEngineAndOrder
    void anInitialValueOfNullIsAskedForOnceToo(Engine engine, Order order) {
        AtomicInteger asked = new AtomicInteger();
        CoroutineLocal<Integer> local = CoroutineLocal.withInitial(() -> {
            asked.incrementAndGet();
            return null;
        });
        TestMill.run(engine, order, () -> {
            assertNull(local.get());
            assertNull(local.get());
        });
        assertEquals(1, asked.get());
        assertThrows(MillPanic.class, () -> CoroutineLocal.withInitial(null));
    }

    @EveryEngine
    void oneLocalServesSeveralMills(Engine engine) {
        CoroutineLocal<String> local = CoroutineLocal.create();
        for (int i = 0; i < 2; i++) {
            TestMill.run(engine, () -> {
                assertNull(local.get());
                local.set("value");
            });
        }
    }

    @EveryEngine
    void theValuesGoWithTheCoroutineThoughItsHandleIsKept(Engine engine) {
        CoroutineLocal<Object> local = CoroutineLocal.create();
        List<WeakReference<Object>> values = new ArrayList<>();
        TestMill.realTime(engine).fast().run(() -> {
            Coroutine ended = go(() -> {
                Object first = new Object();
                Object second = new Object();
                values.add(new WeakReference<>(first));
                values.add(new WeakReference<>(second));
                local.set(first);
                setcls(second);
            });
            Awaitility.await().until(() -> {
                System.gc();
                return values.stream().allMatch(value -> value.get() == null);
            });
            assertTrue(ended.isDone());
        });
        assertEquals(2, values.size());
    }
}
