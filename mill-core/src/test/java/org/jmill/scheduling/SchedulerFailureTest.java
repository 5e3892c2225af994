package org.jmill.scheduling;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.function.Executable;

/// What goes wrong in the scheduler itself ends the mill, wherever it happens.
class SchedulerFailureTest {
    private final UncheckedIOException broken = new UncheckedIOException("poll", new java.io.IOException());

    private int polls;

    /// Each poll fails from now on, the first `good` ones excepted.
    private void failAfter(TestMill mill, int good) {
        polls = 0;
        mill.poller.onPoll(() -> {
            if (++polls > good) {
                throw broken;
            }
        });
    }

    /// The poller's failure is a breach of its world.
    private void assertBroken(Executable run) {
        assertSame(broken, assertThrows(MillPanic.class, run).getCause());
    }

    @EveryEngine
    void aPollerThatFailsEndsTheMill(Engine engine) {
        List<String> log = new ArrayList<>();
        TestMill mill = TestMill.virtualTime(engine);
        assertBroken(() -> mill.run(() -> {
            go(() -> {
                try {
                    msleep(-1);
                } finally {
                    log.add("other");
                }
            });
            failAfter(mill, 0);
            try {
                msleep(now() + 10);
            } finally {
                log.add("main");
            }
        }));
        assertEquals(2, log.size(), log.toString());
        assertTrue(mill.poller.isClosed());
    }

    @EveryEngine
    void oneThatFailsWhenACoroutineHasEndedEndsTheMill(Engine engine) {
        List<String> log = new ArrayList<>();
        TestMill mill = TestMill.virtualTime(engine);
        assertBroken(() -> mill.run(() -> {
            Coroutine child = go(() -> {
                Mill.yield();
                failAfter(mill, 0);
            });
            child.join(); // It is still to yield.
            try {
                msleep(now() + 10);
            } finally {
                log.add("main");
            }
        }));
        assertEquals(List.of("main"), log);
    }

    @EveryEngine
    void oneThatFailsInTheEndOfACoroutineWhileMainWaitsEndsTheMill(Engine engine) {
        List<String> log = new ArrayList<>();
        TestMill mill = TestMill.virtualTime(engine);
        assertBroken(() -> mill.run(() -> {
            go(() -> {
                Mill.yield();
                failAfter(mill, 0);
            });
            try {
                msleep(now() + 10);
            } finally {
                log.add("main");
            }
        }));
        assertEquals(List.of("main"), log);
    }

    @EveryEngine
    void oneThatFailsWhileTheOthersEndStillLetsThemEnd(Engine engine) {
        List<Long> ended = new ArrayList<>();
        TestMill mill = TestMill.virtualTime(engine).fast();
        int others = 500; // So that polls come in between.
        assertBroken(() -> mill.run(() -> {
            Chan<Integer> never = chmake(0);
            for (int i = 0; i < others; i++) {
                go(() -> {
                    try {
                        chr(never);
                    } finally {
                        ended.add(Mill.self().id());
                    }
                });
            }
            failAfter(mill, 0);
        }));
        assertEquals(others, ended.size());
    }

    @EveryEngine
    void oneThatFailsOnceIsNotForgotten(Engine engine) {
        TestMill mill = TestMill.virtualTime(engine);
        polls = 0;
        assertBroken(() -> mill.run(() -> {
            mill.poller.onPoll(() -> {
                if (++polls == 2) {
                    throw broken;
                }
            });
            for (int i = 0; i < 3; i++) {
                msleep(now() + 10);
            }
        }));
    }
}
