package org.jmill.net;

import static org.jmill.Mill.after;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.stats;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.ipremote;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.world.Workers;
import org.jmill.world.World;
import org.junit.jupiter.api.function.Executable;

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
    void resolverThatGivesNoAddressAndDoesNotSaySoIsNamedWithItsWorld(Engine engine) {
        List<List<InetAddress>> wrong = Arrays.asList(null, List.of(), Arrays.asList((InetAddress) null));
        for (List<InetAddress> given : wrong) {
            ResolvingWorld world = new ResolvingWorld(host -> given);
            TestNet.run(engine, world, () -> {
                MillPanic e = assertThrows(MillPanic.class, () -> ipremote("a.example", 80, 0, -1));
                String rule = "lookUp gives at least one address, and did not: " + given;
                assertEquals("ipremote a.example: world " + world + " breaks a rule: " + rule, e.getMessage());
            });
        }
    }

    @EveryEngine
    void worldThatHandsOutNothingIsNamed(Engine engine) {
        World world = new World() {
            @Override
            public SelectorProvider sockets() {
                return null;
            }

            @Override
            public org.jmill.world.Names names() {
                return null;
            }

            @Override
            public String toString() {
                return "bare world";
            }
        };
        TestNet.run(engine, world, () -> {
            List<Executable> calls = List.of(
                    () -> ipremote("a.example", 80, 0, -1),
                    () -> iplocal("eth7", 80, 0),
                    () -> TestNet.listen(),
                    () -> TcpSocket.connect(IpAddr.local("127.0.0.1", 9, 0), -1),
                    () -> UdpSocket.listen(IpAddr.local("127.0.0.1", 0, 0)),
                    () -> UnixSocket.pair());
            for (Executable call : calls) {
                MillPanic e = assertThrows(MillPanic.class, call);
                assertTrue(e.getMessage().contains("world bare world breaks a rule: "), e.getMessage());
            }
        });
    }

    /// As a world that simulates threads does.
    @EveryEngine
    void workersThatRunTheCodeBeforeTheyReturnFindNames(Engine engine) {
        World world = new AtOnce(host -> List.of(InetAddress.ofLiteral("192.0.2.1")));
        TestNet.run(engine, world, () -> {
            assertEquals("192.0.2.1:80", ipremote("a.example", 80, 0, -1).toString());
            assertEquals("192.0.2.1:81", ipremote("a.example", 81, 0, -1).toString());
        });
    }

    @EveryEngine
    void workersThatRefuseALookUpRefuseAllWhoWaitForIt(Engine engine) {
        RejectedExecutionException full = new RejectedExecutionException("full");
        World world = new AtOnce(host -> List.of()) {
            @Override
            public Future<?> submit(Kind kind, Runnable code) {
                throw full;
            }
        };
        TestNet.run(engine, world, () -> {
            for (int i = 0; i < 2; i++) {
                assertSame(
                        full, assertThrows(RejectedExecutionException.class, () -> ipremote("a.example", 80, 0, -1)));
            }
        });
    }
}
