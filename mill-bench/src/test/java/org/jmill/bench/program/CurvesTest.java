package org.jmill.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.program.ClausesProgram.Case;
import org.jmill.bench.program.LeaveProgram.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The programs that only the curves have, in small, on every engine.
class CurvesTest {
    static Stream<Arguments> programs() {
        return Stream.of(Engine.CONTINUATION, Engine.VIRTUAL, Engine.PORTABLE)
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, new YieldProgram()),
                        Arguments.of(engine, new ClausesProgram(Case.NONE)),
                        Arguments.of(engine, new ClausesProgram(Case.ALL)),
                        Arguments.of(engine, new ClausesProgram(Case.WAIT)),
                        Arguments.of(engine, new ClausesProgram(Case.SAME)),
                        Arguments.of(engine, new LeaveProgram(Cause.CANCEL, 12)),
                        Arguments.of(engine, new LeaveProgram(Cause.TIMEOUT, 12)),
                        Arguments.of(engine, new LeaveProgram(Cause.CHOICE, 12))));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void runsWithFewAndWithMore(Engine engine, Program program) throws Exception {
        MillOptions options = MillOptions.defaults().engine(engine).strict(false);
        for (long count : new long[] {4, 50}) {
            Callable<Sample> round = () -> program.run(count);
            Sample sample = Mill.call(options, round);
            assertTrue(sample.operations() >= Math.max(12, count), "operations " + sample.operations());
        }
    }

    @Test
    void everyPlaceOfAQueueIsLeftOnceFromTheMiddleOutwards() {
        assertEquals(List.of(2, 1, 3, 0, 4), places(5));
        assertEquals(List.of(2, 1, 3, 0), places(4));
        assertEquals(List.of(0), places(1));
    }

    private static List<Integer> places(int length) {
        return IntStream.range(0, length)
                .mapToObj(turn -> LeaveProgram.fromTheMiddle(turn, length))
                .toList();
    }

    @Test
    void sizesAreGeometric() {
        assertEquals(List.of(1_000L, 10_000L, 100_000L, 1_000_000L), Curves.PARK.sizes());
        assertEquals(11, Curves.CHOOSE_ALL.sizes().size());
        assertEquals(1024, Curves.CHOOSE_ALL.sizes().getLast());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(Curves curve) {
        assertEquals(curve, Curves.of(curve.label()));
        assertNull(Curves.of(curve.name()));
    }
}
