package org.jmill.scheduling;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// Strict mode finds a monitor that is held across a suspension.
class StrictModeTest {
    private static final class Account {}

    /// What [#start] and [#goOn] log if nobody is refused to suspend.
    private static final List<String> TURNS = List.of("child", "main", "child again", "main again");

    private final Account account = new Account();

    private static void assertFound(org.junit.jupiter.api.function.Executable suspends) {
        Messages.assertPanics("suspend", suspends, Account.class.getName(), "StrictModeTest.java:", "VIRTUAL");
    }

    @Test
    void aHeldMonitorIsFoundAndNamedWhereverTheCoroutineSuspends() {
        TestMill.run(Engine.CONTINUATION, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                while (true) {
                    yieldNow();
                }
            });
            synchronized (account) {
                assertFound(Mill::yield);
                assertFound(() -> chr(ch));
                assertFound(() -> chs(ch, 1));
                assertFound(() -> msleep(now() + 1));
                assertFound(() -> Mill.choose().in(ch).end());
                assertFound(() -> go(() -> {}));
            }
            assertTrue(Inside.receivers(ch).isEmpty() && Inside.senders(ch).isEmpty());
            Inside.check();
            yieldNow(); // Without the monitor all is well.
        });
    }

    @Test
    void aMonitorHeldInACallerIsFoundToo() {
        TestMill.run(Engine.CONTINUATION, () -> {
            go(() -> {
                while (true) {
                    yieldNow();
                }
            });
            inSynchronized(() -> assertFound(Mill::yield));
        });
    }

    private void inSynchronized(Runnable code) {
        synchronized (account) {
            code.run();
        }
    }

    @Test
    void operationsThatDoNotSuspendMayHoldAMonitor() {
        TestMill.run(Engine.CONTINUATION, () -> {
            Chan<Integer> ch = chmake(1);
            synchronized (account) {
                chs(ch, 1);
                assertEquals(1, chr(ch));
            }
        });
    }

    @Test
    void monitorsThatTheCallerOfTheMillHoldsDoNotCount() {
        List<String> log = new ArrayList<>();
        TestMill.onThread("holder", () -> {
            synchronized (account) {
                Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION), () -> {
                    start(log);
                    goOn(log);
                });
            }
            return null;
        });
        assertEquals(TURNS, log);
    }

    @EveryEngine
    void aMonitorOfTheCallerIsRefusedWhereMainIsAnotherThread(Engine engine) {
        MillOptions options = MillOptions.defaults().engine(engine).strict(true);
        TestMill.onThread("holder", () -> {
            synchronized (account) {
                if (engine == Engine.CONTINUATION) {
                    Mill.run(options, () -> assertTrue(Thread.holdsLock(account)));
                } else {
                    String[] says = {Account.class.getName(), "StrictModeTest.java:", engine.name(), "CONTINUATION"};
                    Messages.assertPanics("run", () -> Mill.run(options, () -> {}), says);
                    Messages.assertPanics("call", () -> Mill.call(options, () -> 1), says);
                    Mill.run(options.strict(false), () -> assertFalse(Thread.holdsLock(account)));
                }
            }
            Mill.run(options, Mill::yieldNow); // Without the monitor all is well.
            return null;
        });
    }

    @Test
    void whereEachCoroutineIsAThreadMonitorsMayBeHeld() {
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            go(() -> {
                synchronized (account) {
                    log.add("child");
                    yieldNow();
                    log.add("child again");
                }
            });
            synchronized (account) {
                log.add("main");
                yieldNow();
                log.add("main again");
            }
        });
        assertEquals(List.of("child", "child again", "main", "main again"), log);
    }

    @Test
    void withoutStrictModeNobodyLooks() {
        List<String> log = new ArrayList<>();
        TestMill.realTime(Engine.CONTINUATION).fast().run(() -> {
            start(log);
            synchronized (account) {
                goOn(log);
            }
        });
        assertEquals(TURNS, log);
    }

    private static void start(List<String> log) {
        go(() -> {
            log.add("child");
            yieldNow();
            log.add("child again");
        });
    }

    private static void goOn(List<String> log) {
        log.add("main");
        yieldNow();
        log.add("main again");
    }
}
