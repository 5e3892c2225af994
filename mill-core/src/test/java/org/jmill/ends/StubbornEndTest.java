package org.jmill.ends;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Tag;

/// A mill that has to end, and has coroutines that do not want to, or cannot.
class StubbornEndTest {
    private static final int SECONDS_MAX = 20;

    /// Runs a mill until the log has told of it, and gives what it said. `stop` is then true.
    private static String loggedUntilStopped(Engine engine, boolean[] stop, Body<RuntimeException> main) {
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
                stop[0] = true;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.jmill");
        logger.addHandler(handler);
        try {
            TestMill.run(MillOptions.defaults().engine(engine).name("stubborn").strict(false), main);
        } finally {
            logger.removeHandler(handler);
        }
        return String.join("\n", logged);
    }

    private static boolean isLate(long startNs) {
        return System.nanoTime() - startNs > SECONDS_MAX * 1_000_000_000L;
    }

    @EveryEngine
    @Tag("slow")
    void theLogNamesACoroutineThatCatchesItsCancellationInALoop(Engine engine) {
        boolean[] stop = {false};
        long start = System.nanoTime();
        String logged = loggedUntilStopped(
                engine,
                stop,
                () -> go("swallower", () -> {
                    while (!stop[0] && !isLate(start)) {
                        try {
                            yieldNow();
                        } catch (CancelledException e) {
                            // Again.
                        }
                    }
                }));
        assertTrue(logged.contains("end mill stubborn: everybody was cancelled"), logged);
        assertTrue(logged.contains("swallower"), logged);
    }

    @EveryEngine
    @Tag("slow")
    void theLogNamesOneThatOnlyTriesAndOneThatOnlyComputes(Engine engine) {
        boolean[] stop = {false};
        long start = System.nanoTime();
        String tries = loggedUntilStopped(engine, stop, () -> {
            Chan<Integer> never = chmake(0);
            go("trier", () -> {
                while (!stop[0] && !isLate(start)) {
                    never.tryReceive();
                }
            });
        });
        assertTrue(tries.contains("trier"), tries);
        boolean[] enough = {false};
        String computes = loggedUntilStopped(engine, enough, computing(enough, System.nanoTime()));
        assertTrue(computes.contains("StubbornEndTest.compute"), computes);
    }

    private static Body<RuntimeException> computing(boolean[] enough, long start) {
        return () -> go("computer", () -> {
            try {
                msleep(-1);
            } catch (CancelledException e) {
                compute(enough, start);
            }
        });
    }

    private static void compute(boolean[] enough, long start) {
        while (!enough[0] && !isLate(start)) {
            Thread.onSpinWait();
        }
    }

    @EveryEngine
    void whatWaitsForItselfAtTheEndIsADeadlockThoughAnInboxIsOpen(Engine engine) {
        Inbox<?>[] open = {null};
        DeadlockException deadlock = assertThrows(
                DeadlockException.class,
                () -> TestMill.virtualTime(engine).fast().run(() -> {
                    open[0] = inbox(1); // Nobody will read what it may bring.
                    Coro<Object, Object>[] coros = pair();
                    go(() -> coros[0].resume(null));
                    go(() -> coros[1].resume(null));
                    yieldNow();
                }));
        assertTrue(deadlock.getMessage().contains("join("), deadlock::getMessage);
        assertTrue(open[0].isClosed());
    }

    /// Two that close each other in their `finally`.
    private static Coro<Object, Object>[] pair() {
        @SuppressWarnings("unchecked")
        Coro<Object, Object>[] coros = new Coro[2];
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            coros[i] = Coro.create((self, first) -> {
                try {
                    msleep(-1);
                } finally {
                    coros[other].close();
                }
                return null;
            });
        }
        return coros;
    }

    @EveryEngine
    void anOpenInboxKeepsAMillWaitingWhileMainRuns(Engine engine) throws Exception {
        TestMill.<Exception>run(engine, () -> {
            Inbox<Integer> inbox = inbox(1);
            Thread giver = new Thread(() -> {
                inbox.offer(7);
                inbox.close();
            });
            giver.start();
            assertEquals(7, Mill.chr(inbox.chan()));
            giver.join();
        });
    }
}
