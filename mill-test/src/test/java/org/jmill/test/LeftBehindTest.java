package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;
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

    @Test
    void valuesThatNobodyHasReceivedAreAWarning() {
        Report report = Explorer.of(() -> {
                    Chan<Integer> ch = Mill.<Integer>chmake(2).named("jobs");
                    ch.send(1);
                    ch.send(2);
                })
                .run();
        assertFalse(report.failed());
        assertTrue(report.toString().contains("warning: 2 values are left in <1> jobs, made at "), report::toString);
    }

    @Test
    void stepsThatRepeatWithoutEndAreShown() {
        Report report = Explorer.of(() -> {
                    Chan<Integer> ch = Mill.chmake(1);
                    while (true) {
                        ch.send(1);
                        ch.receive();
                    }
                })
                .run();
        assertTrue(report.failed());
        assertTrue(
                report.toString().contains("livelock: these steps repeat:\n    {0} chs(<1>)\n    {0} chr(<1>)\n"),
                report::toString);
    }
}
