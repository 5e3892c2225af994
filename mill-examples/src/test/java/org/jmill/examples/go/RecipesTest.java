package org.jmill.examples.go;

import static org.jmill.Mill.dump;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.stats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Scope;
import org.jmill.examples.Example;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import picocli.CommandLine;

/// What people copy from the examples works on for nobody, whoever is cancelled.
class RecipesTest {
    private static List<Example> recipes() {
        return List.of(
                new Deadline(),
                new FanIn(),
                new FanOut(),
                new Gather(),
                new Pipeline(),
                new RateLimiter(),
                new Semaphore(),
                new Ticker(),
                new Timeout());
    }

    /// So far each of them is let run, in milliseconds.
    private static final List<Integer> MOMENTS = List.of(0, 1, 15, 25, 60);

    @EveryEngine
    void callerCancelledLeavesNobodyAndNoTimer(Engine engine) {
        for (int moment : MOMENTS) {
            TestMill.virtualTime(engine).fast().run(() -> {
                for (Example recipe : recipes()) {
                    new CommandLine(recipe).parseArgs();
                    Coroutine caller = go(() -> {
                        try {
                            recipe.main();
                        } catch (CancelledException e) {
                            // As it should be.
                        }
                    });
                    msleep(now() + moment);
                    caller.cancel();
                    caller.join();
                    String when = recipe.getClass().getSimpleName() + " after " + moment + " ms: " + dump();
                    assertEquals(1, dump().coroutines().size(), when);
                    assertEquals(0, stats().timers(), when);
                }
            });
        }
    }

    // ---- gather

    private static final class Log {
        private final List<String> lines = new ArrayList<>();

        Callable<String> task(String name, int afterMs) {
            return () -> {
                lines.add(name + " starts");
                try {
                    msleep(now() + afterMs);
                    lines.add(name + " is done");
                    return name;
                } catch (CancelledException e) {
                    lines.add(name + " stops");
                    throw e;
                }
            };
        }
    }

    @EveryEngine
    void resultsComeInTheOrderOfTheTasks(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Log log = new Log();
            assertEquals(
                    List.of("a", "b", "c"),
                    Gather.gather(List.of(log.task("a", 30), log.task("b", 10), log.task("c", 20))));
        });
    }

    @EveryEngine
    void callerCancelledStopsTheWork(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Log log = new Log();
            Coroutine caller = go(() -> Gather.gather(List.of(log.task("a", 60_000), log.task("b", 60_000))));
            msleep(now() + 1);
            long before = now();
            caller.cancel();
            caller.join();
            assertEquals(before, now());
            assertEquals(List.of("a starts", "b starts", "a stops", "b stops"), log.lines);
            assertEquals(1, dump().coroutines().size());
        });
    }

    @EveryEngine
    void tasksNotStartedAreNotStarted(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Log log = new Log();
            Callable<String> fails = () -> {
                throw new IOException("at once");
            };
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> Gather.gather(List.of(log.task("a", 60_000), fails, log.task("never", 60_000))));
            assertEquals("at once", thrown.getMessage());
            assertEquals(List.of("a starts", "a stops"), log.lines);
        });
    }

    @EveryEngine
    void aScopeThatIsCancelledAroundItStopsTheWork(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Log log = new Log();
            Scope.run(scope -> {
                scope.go(() -> Gather.gather(List.of(log.task("a", 60_000))));
                scope.cancel();
            });
            assertEquals(List.of("a starts", "a stops"), log.lines);
        });
    }
}
