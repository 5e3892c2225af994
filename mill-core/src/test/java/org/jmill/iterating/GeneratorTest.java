package org.jmill.iterating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Sequences whose values are computed one at a time.
class GeneratorTest {
    @EveryEngineAndOrder
    void aGeneratorIsIterated(Engine engine, Order order) {
        List<Integer> values = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Generator<Integer> squares = Generator.create(out -> {
                for (int i = 1; i <= 4; i++) {
                    out.yield(i * i);
                }
            });
            for (int value : squares) {
                values.add(value);
            }
            squares.forEach(values::add); // Anew.
        });
        assertEquals(List.of(1, 4, 9, 16, 1, 4, 9, 16), values);
    }

    @EveryEngineAndOrder
    void anEmptyGeneratorHasNoValues(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            try (Generator.Values<Integer> values =
                    Generator.<Integer>create(out -> {}).iterator()) {
                assertEquals(false, values.hasNext());
                assertThrows(java.util.NoSuchElementException.class, values::next);
            }
        });
    }

    @EveryEngineAndOrder
    void aGeneratorMayYieldNull(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<Object> values = new ArrayList<>();
            Generator.create(out -> {
                        out.yield(null);
                        out.yield(1);
                    })
                    .forEach(values::add);
            assertEquals(java.util.Arrays.asList(null, 1), values);
        });
    }

    @EveryEngineAndOrder
    void aGeneratorComputesOnlyWhatIsAskedFor(Engine engine, Order order) {
        int[] computed = {0};
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Generator<Integer> endless = Generator.create(out -> {
                try {
                    while (true) {
                        out.yield(++computed[0]);
                    }
                } finally {
                    log.add("finally");
                }
            });
            try (Generator.Values<Integer> values = endless.iterator()) {
                assertEquals(0, computed[0]);
                assertEquals(1, values.next());
                assertTrue(values.hasNext() && values.hasNext());
                assertEquals(2, computed[0]);
            }
            log.add("closed");
            for (int value : endless) {
                if (value > 5) {
                    break; // Left suspended, until the mill ends at the latest.
                }
            }
            log.add("main ends");
        });
        assertEquals(List.of("finally", "closed", "main ends", "finally"), log);
    }

    @EveryEngineAndOrder
    void whatAGeneratorThrowsReachesTheOneWhoIterates(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Generator<Integer> failing = Generator.create(out -> {
                out.yield(1);
                throw new IOException();
            });
            List<Integer> values = new ArrayList<>();
            assertThrows(IOException.class, () -> failing.forEach(values::add));
            assertEquals(List.of(1), values);
        });
    }
}
