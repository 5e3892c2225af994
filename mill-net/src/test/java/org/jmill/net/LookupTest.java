package org.jmill.net;

import static org.jmill.Mill.after;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.stats;
import static org.jmill.net.MillNet.ipremote;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.world.Workers;

/// Look-ups of names: one a name at a time. In real time: the workers that look them up are real.
class LookupTest {
    @EveryEngine
    void lookUpsOfASilentNameThatWereGivenUpKeepOneThread(Engine engine) {
        CountDownLatch never = new CountDownLatch(1);
        ResolvingWorld world = ResolvingWorld.silent(never);
        TestNet.run(engine, world, () -> {
            int before = stats().workers().get(Workers.Kind.NAMES).threads();
            for (int i = 0; i < 600; i++) {
                Failing.timesOut(() -> ipremote("silent.example", 80, 0, in(1)));
            }
            assertEquals(1, world.asked.get());
            assertTrue(stats().workers().get(Workers.Kind.NAMES).threads() <= before + 1);
        });
        never.countDown();
    }

    @EveryEngine
    void oneAnswerIsForAllWhoWait(Engine engine) {
        CountDownLatch answer = new CountDownLatch(1);
        ResolvingWorld world = new ResolvingWorld(host -> {
            await(answer);
            return List.of(InetAddress.ofLiteral("192.0.2.1"));
        });
        TestNet.run(engine, world, () -> {
            List<String> found = new ArrayList<>();
            List<Coroutine> askers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                askers.add(go(() -> {
                    found.add(ipremote("slow.example", 80, 0, -1).toString());
                }));
            }
            Failing.timesOut(() -> ipremote("slow.example", 80, 0, now() - 1));
            askers.get(3).cancel();
            answer.countDown();
            askers.forEach(Coroutine::join);
            assertEquals(9, found.stream().filter("192.0.2.1:80"::equals).count());
            assertEquals(1, world.asked.get());
            assertEquals("192.0.2.1:81", ipremote("slow.example", 81, 0, -1).toString());
            assertEquals(2, world.asked.get(), "an answer is not kept");
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a look-up is not interrupted", e);
        }
    }

    @EveryEngine
    void namesAreLookedUpBesideASilentOne(Engine engine) {
        CountDownLatch never = new CountDownLatch(1);
        ResolvingWorld world = new ResolvingWorld(host -> {
            if (host.startsWith("silent")) {
                await(never);
            }
            return List.of(InetAddress.ofLiteral("192.0.2.1"));
        });
        TestNet.run(engine, world, () -> {
            Failing.timesOut(() -> ipremote("silent.example", 80, 0, in(1)));
            assertEquals("192.0.2.1:80", ipremote("other.example", 80, 0, -1).toString());
        });
        never.countDown();
    }

    /// As many as there may be threads are silent: the others wait in the queue until they are given up, or one is
    /// free.
    @EveryEngine
    void lookUpInTheQueueThatIsGivenUpIsNeverBegun(Engine engine) {
        CountDownLatch never = new CountDownLatch(1);
        ResolvingWorld world = ResolvingWorld.silent(never);
        TestNet.run(engine, world, () -> {
            int limit = stats().workers().get(Workers.Kind.NAMES).limit();
            List<Coroutine> askers = new ArrayList<>();
            for (int i = 0; i < limit; i++) {
                String host = "silent" + i + ".example";
                askers.add(go(() -> assertThrows(UnknownHostException.class, () -> ipremote(host, 80, 0, -1))));
            }
            while (world.asked.get() < limit) {
                msleep(after(Duration.ofMillis(1)));
            }
            Failing.timesOut(() -> ipremote("late.example", 80, 0, in(5)));
            Coroutine waits =
                    go(() -> assertThrows(UnknownHostException.class, () -> ipremote("later.example", 80, 0, -1)));
            never.countDown();
            waits.join();
            askers.forEach(Coroutine::join);
            assertEquals(limit + 1, world.asked.get());
        });
    }

    @EveryEngine
    void deadlinesOfAllSizesAreKept(Engine engine) {
        ResolvingWorld world = new ResolvingWorld(host -> List.of(InetAddress.ofLiteral("192.0.2.1")));
        TestNet.run(engine, world, () -> {
            for (long deadline : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, now() + 5000}) {
                assertEquals(
                        "192.0.2.1:80", ipremote("a.example", 80, 0, deadline).toString());
            }
        });
    }

    @EveryEngine
    void resolverThatGivesNoListIsNamedWithItsWorld(Engine engine) {
        ResolvingWorld world = new ResolvingWorld(host -> null);
        TestNet.run(engine, world, () -> {
            NullPointerException e = assertThrows(NullPointerException.class, () -> ipremote("a.example", 80, 0, -1));
            assertTrue(e.getMessage().contains("lookUp gave no list: a.example"), e.getMessage());
        });
    }
}
