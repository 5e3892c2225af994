package org.jmill.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every program, in small, on every engine and in both orders.
class ProgramsTest {
    static List<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (Programs program : Programs.values()) {
            for (Engine engine : List.of(Engine.CONTINUATION, Engine.VIRTUAL, Engine.PORTABLE)) {
                for (Order order : Order.values()) {
                    all.add(Arguments.of(program, engine, order));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("everything")
    void runsWithOneAndWithMore(Programs program, Engine engine, Order order) throws Exception {
        for (long count : new long[] {1, 2, 3, 250}) {
            Sample sample = run(program, engine, order, count);
            assertEquals(operations(program, count), sample.operations(), "count " + count);
            assertTrue(sample.nanos() >= 0, "nanos " + sample.nanos());
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void warmsUp(Programs program, Engine engine, Order order) throws Exception {
        Mill.run(options(engine, order), () -> program.make().warmUp(10));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(Programs program) {
        assertEquals(program, Programs.of(program.label()));
        assertNull(Programs.of(program.name()));
    }

    private static Sample run(Programs program, Engine engine, Order order, long count) throws Exception {
        Callable<Sample> round = () -> program.make().run(count);
        return Mill.call(options(engine, order), round);
    }

    private static MillOptions options(Engine engine, Order order) {
        return MillOptions.defaults().engine(engine).order(order).strict(false);
    }

    private static long operations(Programs program, long count) {
        return switch (program) {
            case CHAN -> 2 * count;
            case CTXSWITCH, SCOPE_CONTENDED -> Math.max(1, count / 2) * 2;
            case PARK -> 3 * count;
            default -> count;
        };
    }

    @Test
    void warnOfAPlainCountWhereMillionsAreCounted() {
        String warning = "chan: N counts millions: 1,000,000 million operations a round, which take minutes or more";
        assertEquals(warning, Programs.CHAN.warning(1_000_000));
        assertNull(Programs.CHAN.warning(100));
        assertNull(Programs.PARK.warning(1_000_000));
    }
}
