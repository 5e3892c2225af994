package org.jmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Strict mode finds a monitor that is held across a suspension.
class StrictModeTest {
    private static final class Account {}

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
            assertTrue(ch.receivers.isEmpty() && ch.senders.isEmpty());
            ch.mill.scheduler.checkInvariants();
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
        TestMill.onThread("holder", () -> {
            synchronized (account) {
                Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION), () -> {
                    go(Mill::yield);
                    yieldNow();
                });
            }
            return null;
        });
    }

    @Test
    void whereEachCoroutineIsAThreadMonitorsMayBeHeld() {
        TestMill.run(Engine.VIRTUAL, () -> {
            go(() -> {
                synchronized (account) {
                    yieldNow();
                }
            });
            synchronized (account) {
                yieldNow();
            }
        });
    }

    @Test
    void withoutStrictModeNobodyLooks() {
        TestMill.realTime(Engine.CONTINUATION).fast().run(() -> {
            go(Mill::yield);
            synchronized (account) {
                yieldNow();
            }
        });
    }
}
