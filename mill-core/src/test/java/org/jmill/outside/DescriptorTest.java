package org.jmill.outside;

import static org.jmill.Mill.FDW_ERR;
import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.FDW_OUT;
import static org.jmill.Mill.fdclean;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.Sockets;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;

/// `fdwait` and `fdclean` on real descriptors.
class DescriptorTest {
    private static final long NEVER = -1;
    private static final int BOTH = FDW_IN | FDW_OUT;

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static int waiters() {
        return Inside.descriptorWaiters();
    }

    // ---- readiness

    @EveryEngineAndOrder
    void aPipeIsReadyForReadingWhenThereIsSomething(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                assertEquals(0, fdwait(pipe.source, FDW_IN, 0));
                pipe.write();
                assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
                assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, 0), "still ready: nothing was read");
                assertTrue(pipe.read());
                assertEquals(0, fdwait(pipe.source, FDW_IN, 0));
                assertEquals(0, waiters());
            });
        }
    }

    @EveryEngineAndOrder
    void aPipeIsReadyForWritingUntilItIsFull(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                assertEquals(FDW_OUT, fdwait(pipe.sink, FDW_OUT, NEVER));
                pipe.fill();
                assertEquals(0, fdwait(pipe.sink, FDW_OUT, now() + 2));
                pipe.drain();
                assertEquals(FDW_OUT, fdwait(pipe.sink, FDW_OUT, NEVER));
            });
        }
    }

    @EveryEngineAndOrder
    void aWaitingCoroutineIsWokenByAnother(Engine engine, Order order) throws Exception {
        List<String> log = new ArrayList<>();
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine reader = go(() -> {
                    for (int i = 0; i < 3; i++) {
                        assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
                        log.add("read " + pipe.read());
                    }
                });
                for (int i = 0; i < 3; i++) {
                    log.add("write");
                    pipe.write();
                    msleep(now() + 1);
                }
                reader.join();
            });
        }
        assertEquals(List.of("write", "read true", "write", "read true", "write", "read true"), log);
    }

    @EveryEngineAndOrder
    void aMillAsleepIsWokenByItsDescriptor(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine writer = go(() -> Mill.blocking(() -> {
                    Thread.sleep(5);
                    pipe.write();
                    return null;
                }));
                assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
                writer.join();
            });
        }
    }

    @EveryEngineAndOrder
    void aListenerAndItsSocketsTellWhatTheyAreReadyFor(Engine engine, Order order) throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort());
                SocketChannel client = SocketChannel.open()) {
            listener.configureBlocking(false);
            client.configureBlocking(false);
            TestMill.run(engine, order, () -> {
                assertEquals(0, fdwait(listener, FDW_IN, 0));
                Coroutine connector = go(() -> {
                    boolean connected = client.connect(listener.getLocalAddress());
                    assertEquals(FDW_OUT, connected ? FDW_OUT : fdwait(client, FDW_OUT, NEVER));
                    assertTrue(connected || client.finishConnect());
                });
                assertEquals(FDW_IN, fdwait(listener, FDW_IN, NEVER));
                connector.join();
                try (SocketChannel server = listener.accept()) {
                    server.configureBlocking(false);
                    assertEquals(FDW_OUT, fdwait(server, BOTH, NEVER));
                    client.write(ByteBuffer.allocate(1));
                    assertEquals(FDW_IN, fdwait(server, FDW_IN, NEVER));
                    assertEquals(BOTH, fdwait(server, BOTH, NEVER), "one coroutine waits for both, and both come");
                }
            });
        }
    }

    @EveryEngineAndOrder
    void aDatagramSocketIsReadyWhenADatagramHasCome(Engine engine, Order order) throws Exception {
        try (DatagramChannel a = DatagramChannel.open().bind(anyPort());
                DatagramChannel b = DatagramChannel.open().bind(anyPort())) {
            a.configureBlocking(false);
            TestMill.run(engine, order, () -> {
                assertEquals(FDW_OUT, fdwait(a, BOTH, NEVER));
                assertEquals(0, fdwait(a, FDW_IN, 0));
                b.send(ByteBuffer.allocate(3), a.getLocalAddress());
                assertEquals(FDW_IN, fdwait(a, FDW_IN, NEVER));
            });
        }
    }

    @EveryEngineAndOrder
    void theEndOfAStreamIsReadinessForReading(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine reader = go(() -> {
                    assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
                    assertEquals(-1, pipe.source.read(ByteBuffer.allocate(1)));
                });
                pipe.sink.close();
                reader.join();
            });
        }
    }

    // ---- two directions

    @EveryEngineAndOrder
    void twoCoroutinesWaitForTheTwoDirectionsOfOneSocket(Engine engine, Order order) throws Exception {
        List<String> log = new ArrayList<>();
        Sockets.withPair((mine, peer) -> TestMill.run(engine, order, () -> {
            while (mine.write(ByteBuffer.allocate(1 << 16)) > 0) {}
            Coroutine reader = go(() -> {
                assertEquals(FDW_IN, fdwait(mine, FDW_IN, NEVER));
                log.add("reader");
            });
            Coroutine writer = go(() -> {
                assertEquals(FDW_OUT, fdwait(mine, FDW_OUT, NEVER));
                log.add("writer");
            });
            assertEquals(2, waiters());
            peer.write(ByteBuffer.allocate(1));
            reader.join();
            assertEquals(Coroutine.State.WAITING, writer.state());
            peer.configureBlocking(false);
            while (!writer.isDone()) {
                peer.read(ByteBuffer.allocate(1 << 16));
                msleep(now());
            }
            assertEquals(0, waiters());
        }));
        assertEquals(List.of("reader", "writer"), log);
    }

    @EveryEngineAndOrder
    void bothDirectionsBecomeReadyInOnePoll(Engine engine, Order order) throws Exception {
        Sockets.withPair((mine, peer) -> TestMill.run(engine, order, () -> {
            peer.write(ByteBuffer.allocate(1));
            List<Integer> events = new ArrayList<>();
            Coroutine reader = go(() -> events.add(fdwait(mine, FDW_IN, NEVER)));
            Coroutine writer = go(() -> events.add(fdwait(mine, FDW_OUT, NEVER)));
            reader.join();
            writer.join();
            assertEquals(List.of(FDW_IN, FDW_OUT), events.stream().sorted().toList());
        }));
    }

    // ---- deadlines

    @EveryEngineAndOrder
    void aDeadlineThatPassesGives0AndLeavesNothingBehind(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                long start = now();
                assertEquals(0, fdwait(pipe.source, FDW_IN, start + 5));
                assertTrue(now() >= start + 5);
                assertEquals(0, waiters());
                pipe.write();
                assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, now() + 60_000));
                Inside.check();
            });
        }
    }

    @EveryEngineAndOrder
    void aDeadlineInThePastLooksOnce(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                for (long past : new long[] {0, now() - 1, now()}) {
                    assertEquals(0, fdwait(pipe.source, FDW_IN, past));
                    assertEquals(FDW_OUT, fdwait(pipe.sink, FDW_OUT, past));
                }
            });
        }
    }

    // ---- misuse

    @EveryEngineAndOrder
    void misuseIsAPanicThatSaysWhatToDo(Engine engine, Order order) throws Exception {
        Pipe blocking = Pipe.open();
        TestPipe closed = TestPipe.open();
        closed.close();
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Messages.assertPanics("fdwait", () -> fdwait(null, FDW_IN, 0), "null");
                Messages.assertPanics("fdwait", () -> fdwait(closed.source, FDW_IN, 0), "closed");
                Messages.assertPanics("fdwait", () -> fdwait(blocking.source(), FDW_IN, 0), "configureBlocking(false)");
                for (int events : new int[] {0, FDW_ERR, FDW_IN | FDW_ERR, 8, -1}) {
                    Messages.assertPanics("fdwait", () -> fdwait(pipe.source, events, 0), String.valueOf(events));
                }
                Messages.assertPanics("fdwait", () -> fdwait(pipe.source, FDW_OUT, 0), "never ready for FDW_OUT");
                Messages.assertPanics("fdwait", () -> fdwait(pipe.sink, FDW_IN, 0), "never ready for FDW_IN");
                Messages.assertPanics("fdwait", () -> fdwait(pipe.sink, BOTH, 0), "never ready for FDW_IN");
                Messages.assertPanics("fdclean", () -> fdclean(null), "null");
                assertEquals(0, waiters());
            });
        } finally {
            blocking.source().close();
            blocking.sink().close();
        }
    }

    @EveryEngineAndOrder
    void twoCoroutinesThatWaitForOneDirectionPanicAndNameBoth(Engine engine, Order order) throws Exception {
        Sockets.withPair((mine, peer) -> TestMill.run(engine, order, () -> {
            Coroutine first = go("first", () -> assertEquals(FDW_IN, fdwait(mine, FDW_IN, NEVER)));
            go("second", () -> {
                Messages.assertPanics("fdwait", () -> fdwait(mine, FDW_IN, NEVER), "{1} first", "{2} second");
                Messages.assertPanics("fdwait", () -> fdwait(mine, BOTH, 0), "{1} first", "{2} second");
            });
            peer.write(ByteBuffer.allocate(1));
            first.join(); // It is none the worse.
        }));
    }

    // ---- fdclean and close

    @EveryEngineAndOrder
    void fdcleanWakesWhoeverWaitsWithAnError(Engine engine, Order order) throws Exception {
        Sockets.withPair((mine, peer) -> TestMill.run(engine, order, () -> {
            while (mine.write(ByteBuffer.allocate(1 << 16)) > 0) {}
            List<Integer> events = new ArrayList<>();
            go(() -> events.add(fdwait(mine, FDW_IN, now() + 60_000)));
            go(() -> events.add(fdwait(mine, FDW_OUT, NEVER)));
            fdclean(mine);
            assertEquals(0, waiters());
            yieldNow();
            yieldNow();
            assertEquals(List.of(FDW_ERR, FDW_ERR), events);
            Inside.check();
        }));
    }

    @EveryEngineAndOrder
    void fdcleanOfWhatNobodyWaitsForDoesNothing(Engine engine, Order order) throws Exception {
        TestPipe closed = TestPipe.open();
        closed.close();
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                fdclean(pipe.source); // Never seen.
                fdclean(closed.source);
                fdwait(pipe.source, FDW_IN, 0);
                fdclean(pipe.source);
                fdclean(pipe.source);
                msleep(now());
                fdclean(pipe.source);
            });
        }
    }

    @EveryEngineAndOrder
    void aChannelMayBeWaitedForAgainAfterFdclean(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open();
                TestPipe other = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine bystander = go(() -> assertEquals(FDW_IN, fdwait(other.source, FDW_IN, NEVER)));
                for (int i = 0; i < 5; i++) {
                    assertEquals(0, fdwait(pipe.source, FDW_IN, 0));
                    fdclean(pipe.source);
                    pipe.write();
                    assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
                    assertTrue(pipe.read());
                    fdclean(pipe.source);
                }
                assertEquals(Coroutine.State.WAITING, bystander.state());
                other.write();
                bystander.join();
            });
        }
    }

    @EveryEngine
    void aChannelClosedWithoutFdcleanWhileItIsWaitedForIsAnError(Engine engine) throws Exception {
        try (TestPipe pipe = TestPipe.open();
                TestPipe other = TestPipe.open()) {
            TestMill.run(engine, () -> {
                Coroutine bystander = go(() -> assertEquals(FDW_IN, fdwait(other.source, FDW_IN, NEVER)));
                Coroutine waiter = go(() -> assertEquals(FDW_ERR, fdwait(pipe.source, FDW_IN, NEVER)));
                pipe.source.close();
                waiter.join(); // In real time: nobody tells the mill, it has to look.
                assertEquals(1, waiters());
                other.write();
                bystander.join();
            });
        }
    }

    @EveryEngine
    void aDescriptorNumberIsReusedWithoutHarm(Engine engine) throws Exception {
        TestMill.realTime(engine).fast().run(() -> {
            for (int i = 0; i < 300; i++) {
                try (TestPipe pipe = TestPipe.open()) {
                    Coroutine reader = go(() -> {
                        assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
                        assertTrue(pipe.read());
                    });
                    pipe.write();
                    reader.join();
                    assertEquals(FDW_OUT, fdwait(pipe.sink, FDW_OUT, NEVER));
                    fdclean(pipe.source);
                    fdclean(pipe.sink);
                }
            }
            assertEquals(0, waiters());
        });
    }

    @EveryEngine
    void descriptorsAreGivenBackAfterFdcleanAndClose(Engine engine) throws Exception {
        java.nio.file.Path descriptors = java.nio.file.Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                java.nio.file.Files.isDirectory(descriptors), "this system has no /proc/self/fd");
        TestMill.realTime(engine).fast().run(() -> {
            long[] counts = {0, 0};
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 100; i++) {
                    try (TestPipe pipe = TestPipe.open()) {
                        fdwait(pipe.source, FDW_IN, 0);
                        fdclean(pipe.source);
                    }
                }
                msleep(now() + 1);
                msleep(now() + 1);
                try (var list = java.nio.file.Files.list(descriptors)) {
                    counts[round] = list.count();
                }
            }
            assertTrue(counts[1] < counts[0] + 20, counts[0] + " descriptors, then " + counts[1]);
        });
    }

    @EveryEngineAndOrder
    void theEndOfMainWakesThoseWhoWaitForDescriptors(Engine engine, Order order) throws Exception {
        List<String> log = new ArrayList<>();
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                go(() -> {
                    try {
                        fdwait(pipe.source, FDW_IN, NEVER);
                    } finally {
                        log.add("finally");
                    }
                });
            });
            assertTrue(pipe.source.isOpen(), "the mill closes no channel of the user's");
        }
        assertEquals(List.of("finally"), log);
    }

    @EveryEngineAndOrder
    void aCancelledWaitIsNotSaidToHaveWaitedForAnotherDirection(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine reader = go(() -> {
                    CancelledException e =
                            assertThrows(CancelledException.class, () -> fdwait(pipe.source, FDW_IN, NEVER));
                    assertTrue(!e.getMessage().contains("FDW_OUT"), e.getMessage());
                });
                reader.cancel();
                reader.join();
            });
        }
    }

    @EveryEngine
    void aPipeThatIsCleanedAndClosedTellsItsOtherEndAtOnce(Engine engine) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, () -> {
                assertEquals(FDW_OUT, fdwait(pipe.sink, FDW_OUT, NEVER));
                fdclean(pipe.sink);
                pipe.sink.close();
                assertEquals(-1, pipe.source.read(ByteBuffer.allocate(1)));
            });
        }
    }

    @EveryEngine
    void aListenerThatIsCleanedAndClosedLeavesItsPortAtOnce(Engine engine) throws Exception {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort());
        listener.configureBlocking(false);
        TestMill.run(engine, () -> {
            SocketAddress address = listener.getLocalAddress();
            assertEquals(0, fdwait(listener, FDW_IN, 0));
            fdclean(listener);
            listener.close();
            try (ServerSocketChannel next = ServerSocketChannel.open()) {
                next.bind(address);
            }
        });
    }
}
