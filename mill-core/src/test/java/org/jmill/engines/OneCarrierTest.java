package org.jmill.engines;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Received;
import org.jmill.harness.ChildJvm;
import org.junit.jupiter.api.Test;

/// Where virtual threads have one carrier, as on one processor, mills on PORTABLE share it with others.
class OneCarrierTest {
    private static final List<String> ONE_CARRIER =
            List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");

    @Test
    void aBusyMillLetsOtherVirtualThreadsRun() throws Exception {
        ChildJvm.Result result = ChildJvm.run(BusyMills.class, ONE_CARRIER);
        assertEquals(List.of(), result.output().lines().toList());
        assertEquals(0, result.status());
    }

    /// Says which ways to be busy let nobody in.
    static final class BusyMills {
        private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

        private static volatile boolean ran;

        public static void main(String[] args) {
            check("a coroutine that gives way to nobody", () -> {
                while (isToGoOn()) {
                    Mill.yield();
                }
            });
            check("two that give way to each other", () -> {
                go(() -> {
                    while (isToGoOn()) {
                        Mill.yield();
                    }
                });
                while (isToGoOn()) {
                    Mill.yield();
                }
            });
            check("one that finds nothing to receive", () -> {
                Chan<Integer> empty = chmake(1);
                while (isToGoOn()) {
                    empty.tryReceive();
                }
            });
            check("two that talk to each other", () -> {
                Chan<Integer> ch = chmake(0);
                go(() -> {
                    while (isToGoOn()) {
                        ch.send(1);
                    }
                    ch.done();
                });
                while (ch.receiveOrDone() instanceof Received.Value<Integer>) {} // Until that is done.
            });
            check("one that starts others", () -> {
                while (isToGoOn()) {
                    go(() -> {});
                }
            });
        }

        private static long startNs;

        private static boolean isToGoOn() {
            return !ran && System.nanoTime() - startNs < LIMIT_NS;
        }

        private static void check(String what, Body<?> busy) {
            ran = false;
            startNs = System.nanoTime();
            MillOptions options = MillOptions.defaults().engine(Engine.PORTABLE);
            try {
                Mill.<Exception>run(options, () -> {
                    Thread outside = Thread.ofPlatform().start(() -> Thread.startVirtualThread(() -> ran = true));
                    busy.run();
                    outside.join();
                });
            } catch (Exception e) {
                System.out.println(what + ": " + e);
            }
            if (!ran) {
                System.out.println(what + " kept the carrier");
            }
        }
    }
}
