package org.jmill.iterating;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.Coro;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;

/// A coroutine that resumes a Coro again and again starves nobody.
class CoroFairnessTest {
    @EveryEngine
    void othersRunAfter103ResumesInARow(Engine engine) {
        TestMill.run(engine, () -> {
            AtomicInteger turns = new AtomicInteger();
            go(() -> {
                while (true) {
                    Mill.yield();
                    turns.incrementAndGet();
                }
            });
            Coro<Integer, Integer> echo = Coro.create((self, first) -> {
                int value = first;
                while (true) {
                    value = self.yield(value);
                }
            });
            for (int i = 0; i < 102; i++) {
                assertEquals(i, echo.resume(i));
            }
            assertEquals(0, turns.get());
            assertEquals(102, echo.resume(102));
            assertEquals(1, turns.get());
        });
    }

    @EveryEngine
    void aTimerFiresWhileAGeneratorIsDrained(Engine engine) {
        TestMill.run(engine, () -> {
            AtomicInteger fired = new AtomicInteger();
            go(() -> {
                msleep(now() + 1);
                fired.incrementAndGet();
            });
            long seen = 0;
            for (int value : Generator.<Integer>create(out -> {
                while (true) {
                    out.yield(1);
                }
            })) {
                seen += value;
                if (fired.get() > 0) {
                    break;
                }
            }
            assertTrue(seen > 0);
        });
    }
}
