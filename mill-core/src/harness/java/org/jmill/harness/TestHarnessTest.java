package org.jmill.harness;

import static org.jmill.Mill.after;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.junit.jupiter.api.Test;

/// What the other tests stand on, in each module.
class TestHarnessTest {
    @EveryEngine
    void virtualTimePassesOnlyWhenNobodyIsReady(Engine engine) {
        TestMill mill = TestMill.virtualTime(engine);
        List<String> log = new ArrayList<>();
        mill.run(() -> {
            go(() -> {
                msleep(after(Duration.ofHours(1)));
                log.add("hour " + now());
            });
            msleep(now() + 5);
            log.add("main " + now());
            msleep(after(Duration.ofDays(1)));
            log.add("day " + now());
        });
        long start = VirtualClock.START_MS;
        assertEquals(
                List.of("main " + (start + 5), "hour " + (start + 3_600_000), "day " + (start + 5 + 86_400_000)), log);
        assertTrue(mill.poller.isClosed());
    }

    @EveryEngineAndOrder
    void whatMainThrowsReachesTheTest(Engine engine, Order order) {
        Exception thrown = new Exception("main failed");
        Body<Exception> main = () -> {
            throw thrown;
        };
        assertSame(thrown, assertThrows(Exception.class, () -> TestMill.run(engine, order, main)));
    }

    @EveryEngine
    void theMillRunsOnAThreadOfItsOwn(Engine engine) throws Exception {
        Thread test = Thread.currentThread();
        assertEquals(false, TestMill.call(engine, () -> Thread.currentThread() == test));
    }

    @Test
    void theTestsRunInStrictMode() {
        assertTrue(MillOptions.defaults().toString().contains(", strict"));
    }

    @EveryEngine
    void aMillThatHangsFailsTheTestWithItsDumpAndIsEnded(Engine engine) {
        boolean[] ended = {false};
        Callable<Object> hangs = () -> {
            try {
                Mill.run(MillOptions.defaults().engine(engine).name("hanging"), () -> {
                    Chan<Object> ch = Mill.<Object>inbox(1).chan(); // Nobody ever closes it.
                    go("stuck", () -> ch.receive());
                    msleep(-1);
                });
            } finally {
                ended[0] = true;
            }
            return null;
        };
        TestMill.run(engine, () -> {}); // The first mill of a JVM loads much: that is not what is to take 300 ms.
        AssertionError error = assertThrows(AssertionError.class, () -> TestMill.onThread("hangs", hangs, 300));
        assertTrue(error.getMessage().contains("still running after 300 ms"), error::getMessage);
        assertTrue(error.getMessage().contains("stuck"), error::getMessage);
        assertTrue(ended[0]);
    }

    @Test
    void whatTestsNeedIsInstalledByCi() throws IOException {
        String script = Files.readString(Path.of("..", ".ci", "run"));
        for (Tool tool : Tool.values()) {
            assertTrue(script.matches("(?s).*[( ]" + tool + "[) \n].*"), tool.toString());
        }
    }

    @Test
    void theShapeOfAMessageIsChecked() {
        Messages.assertShape(new MillPanic("chs <3>: channel is done (created Pump.java:41)"));
        Messages.assertShape(new MillPanic("chmake: capacity is negative: -1"));
        for (String bad : List.of("", "chs", "Chs <3>: done", "chs: Channel is done", "chs <3>: done.")) {
            assertThrows(AssertionError.class, () -> Messages.assertShape(new MillPanic(bad)), bad);
        }
        assertThrows(AssertionError.class, () -> Messages.assertShape(new MillPanic(null)));
    }
}
