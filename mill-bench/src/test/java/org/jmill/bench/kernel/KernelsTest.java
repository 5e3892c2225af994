package org.jmill.bench.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jmill.Engine;
import org.jmill.test.Explorer;
import org.jmill.test.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    private static final int DELAYS = 3;

    static List<Kernel> kernels() {
        return Kernels.all();
    }

    @Test
    void eachHasAnIdOfItsOwnAndAllThatWereChosenAreThere() {
        Set<String> ids = new HashSet<>();
        Kernels.all().forEach(kernel -> assertTrue(ids.add(kernel.id()), kernel.id()));
        assertEquals(34, ids.size());
    }

    /// Its tokens are those of `./jmill kernels`.
    private static Explorer explorer(Kernel kernel) {
        return Explorer.of(kernel.faulty()).named(kernel.id());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void bugIsFoundWithinItsSchedulesAndComesAgainOnEveryEngine(Kernel kernel) {
        Report report = explorer(kernel).engine(Engine.CONTINUATION).run();
        assertTrue(report.failed(), report.toString());
        assertTrue(report.schedules() <= kernel.group().schedulesMax(), report.toString());
        for (Engine engine : List.of(Engine.CONTINUATION, Engine.VIRTUAL, Engine.PORTABLE)) {
            Report again =
                    explorer(kernel).engine(engine).replay(report.token()).run();
            assertTrue(again.failed(), engine + ": " + again);
            assertSame(report.failure().getClass(), again.failure().getClass(), engine + ": " + again);
            assertEquals(report.needs(), again.needs(), engine.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void mendedOneIsGoneThroughWithoutAFailure(Kernel kernel) {
        Report report = Explorer.of(kernel.mended()).engine(Engine.CONTINUATION).run();
        assertFalse(report.failed(), report.toString());
        assertTrue(report.isExhaustive() || report.delaysCovered() >= DELAYS, report.toString());
    }
}
