package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jmill.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeftBehindTest {
    /// The last one who runs ends, so on engines with a thread a coroutine none is there when the end is noticed.
    @ParameterizedTest
    @EnumSource
    void isTheSameOnEveryEngineAndNobodysIntrusion(Engine engine) {
        Report report = Explorer.of(() -> {
                    go("waiter", () -> chr(chmake(0)));
                    go("passer-by", () -> {});
                })
                .engine(engine)
                .run();
        assertTrue(report.failed(), report.toString());
        assertTrue(report.failure().getMessage().startsWith("1 coroutine is left behind"), report.toString());
        assertTrue(report.failure().getMessage().contains("waiter"), report.toString());
    }
}
