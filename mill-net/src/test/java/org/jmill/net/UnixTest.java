package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.unixaccept;
import static org.jmill.net.MillNet.unixclose;
import static org.jmill.net.MillNet.unixconnect;
import static org.jmill.net.MillNet.unixlisten;
import static org.jmill.net.MillNet.unixpair;
import static org.jmill.net.MillNet.unixrecvuntil;
import static org.jmill.net.MillNet.unixsend;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// UNIX sockets: a dialogue, a pair, and the socket file's life.
@Tag("network")
class UnixTest {
    @TempDir
    Path dir;

    private String socketFile(Engine engine) {
        return dir.resolve(engine + ".sock").toString();
    }

    @EveryEngine
    void dialogueGoesThroughASocketFile(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            UnixListener l = unixlisten(path, 10);
            go(() -> {
                UnixSocket s = unixaccept(l, in(1000));
                byte[] buf = new byte[100];
                int n = unixrecvuntil(s, buf, 100, "\n", in(1000));
                unixsend(s, buf, n, in(1000));
                unixclose(s);
            });
            UnixSocket c = unixconnect(path);
            unixsend(c, bytes("hello\n"), 6, -1);
            MillNet.unixflush(c, -1);
            byte[] buf = new byte[100];
            assertEquals(6, unixrecvuntil(c, buf, 100, "\n", in(1000)));
            assertEquals("hello\n", text(buf, 6));
            assertEquals("unix " + path, c.toString());
            unixclose(c);
            assertTrue(Files.exists(Path.of(path)));
            unixclose(l);
            assertFalse(Files.exists(Path.of(path)));
        });
    }

    /// Its thread's flag may have been raised by a library, in this coroutine or, on CONTINUATION, in another one.
    @EveryEngine
    void pairIsMadeByAThreadThatIsInterrupted(Engine engine) {
        TestNet.run(engine, () -> {
            Thread.currentThread().interrupt();
            UnixSocket[] pair = unixpair();
            Thread.interrupted();
            pair[0].close();
            pair[1].close();
        });
    }

    @EveryEngine
    void pairIsConnectedBothWays(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = unixpair();
            int size = 1_000_000;
            go(() -> {
                byte[] all = new byte[size];
                pair[1].recv(all, size, -1);
                pair[1].send(all, size, -1);
                pair[1].close();
            });
            go(() -> {
                pair[0].send(pattern(size), size, -1);
                pair[0].flush(-1);
            });
            byte[] back = new byte[size];
            assertEquals(size, pair[0].recv(back, size, in(10_000)));
            assertPattern(back);
            assertEquals(-1, pair[0].recvSome(back, 1, in(1000)));
            pair[0].close();
        });
    }

    @EveryEngine
    void staleSocketFileIsNamedAsSuch(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                left.bind(UnixDomainSocketAddress.of(path));
            }
            assertTrue(Files.exists(Path.of(path)), "the JDK leaves the file behind");
            BindException e = assertThrows(BindException.class, () -> unixlisten(path, 10));
            assertTrue(e.getMessage().contains(path), e.getMessage());
            assertTrue(e.getMessage().contains("stale"), e.getMessage());
            assertThrows(ConnectException.class, () -> unixconnect(path));
            Files.delete(Path.of(path));
            unixclose(unixlisten(path, 10));
        });
    }

    @NeedsKernel("a file that is a socket")
    @EveryEngine
    void pathInUseOrOccupiedByAFileIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            try (UnixListener l = unixlisten(path, 10)) {
                BindException e = assertThrows(BindException.class, () -> unixlisten(path, 10));
                assertTrue(e.getMessage().contains("program that listens"), e.getMessage());
                assertTrue(l.isOpen());
            }
            Files.writeString(Path.of(path), "precious");
            BindException e = assertThrows(BindException.class, () -> unixlisten(path, 10));
            assertTrue(e.getMessage().contains("no socket"), e.getMessage());
            assertEquals("precious", Files.readString(Path.of(path)));
            Files.delete(Path.of(path));
        });
    }

    @EveryEngine
    void deletionIsAdvisedOfASocketOnly(Engine engine) {
        TestNet.run(engine, () -> {
            Path there = Path.of(socketFile(engine));
            Path stale = dir.resolve(engine + ".stale");
            try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                left.bind(UnixDomainSocketAddress.of(stale));
            }
            Files.createDirectory(there);
            assertInUse(there, ", by a directory");
            Files.delete(there);
            Files.createSymbolicLink(there, stale);
            assertInUse(there, ", by a symbolic link");
            Files.delete(there);
            Files.createSymbolicLink(there, dir.resolve("nowhere"));
            assertInUse(there, ", by a symbolic link");
            Files.delete(there);
            if (Mill.blocking(() -> new ProcessBuilder("mkfifo", there.toString())
                            .start()
                            .waitFor())
                    == 0) {
                assertInUse(there, ", by a file that is no socket");
                Files.delete(there);
            }
            assertInUse(stale, ", by a stale socket file on which nobody listens; delete it");
        });
    }

    private static void assertInUse(Path path, String cause) {
        BindException e = assertThrows(BindException.class, () -> unixlisten(path.toString(), 10));
        assertEquals("listen unix " + path + ": address already in use" + cause, e.getMessage());
    }

    @EveryEngine
    void pathThatIsNoneIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            String why = "path has a character that paths cannot have";
            SocketException l = assertThrows(SocketException.class, () -> unixlisten("\0abstract", 10));
            assertEquals("listen unix ?abstract: " + why, l.getMessage());
            SocketException c = assertThrows(SocketException.class, () -> unixconnect("\0abstract"));
            assertEquals("connect unix ?abstract: " + why, c.getMessage());
            l = assertThrows(SocketException.class, () -> unixlisten("", 10));
            assertEquals("listen unix: path is empty", l.getMessage());
            c = assertThrows(SocketException.class, () -> unixconnect(""));
            assertEquals("connect unix: path is empty", c.getMessage());
        });
    }

    @EveryEngine
    void closeLeavesAFileThatSomebodyElseHasPutThere(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            UnixListener l = unixlisten(path, 10);
            Files.delete(Path.of(path));
            Files.writeString(Path.of(path), "not ours");
            l.close();
            assertEquals("not ours", Files.readString(Path.of(path)));
            Files.delete(Path.of(path));
        });
    }

    @EveryEngine
    void cancelledCoroutineConnectsToNothing(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            try (UnixListener l = unixlisten(path, 10)) {
                int[] cancelled = {0};
                Coroutine late = Cancelling.go(cancelled, () -> {
                    try {
                        Mill.msleep(-1);
                    } finally {
                        unixconnect(path); // Need not wait.
                    }
                });
                late.cancel();
                late.join();
                assertEquals(1, cancelled[0]);
                Failing.timesOut(() -> unixaccept(l, 0));
            }
        });
    }

    @EveryEngine
    void pairSaysWhichDirectoryItCannotUse(Engine engine) {
        String usual = System.getProperty("java.io.tmpdir");
        TestNet.run(engine, () -> {
            unixclose(unixpair()[0]); // Classes loaded.
            for (String none : new String[] {"/nosuch", "/dev/null", "a\0b"}) {
                System.setProperty("java.io.tmpdir", none);
                try {
                    SocketException e = assertThrows(SocketException.class, MillNet::unixpair);
                    String named = none.replace('\0', '?');
                    assertEquals("pair unix: no directory can be made in " + named, e.getMessage());
                } finally {
                    System.setProperty("java.io.tmpdir", usual);
                }
            }
        });
    }

    /// As one who makes room for a listener of its own just then.
    @EveryEngine
    void listenFailsAndLeavesNothingOpenIfItsFileIsDeletedMeanwhile(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            unixclose(unixlisten(path, 10)); // Classes loaded.
            int before = Descriptors.count();
            BindException e = assertThrows(
                    BindException.class,
                    () -> UnixListener.listen(path, ListenOptions.defaults(), made -> {
                        Files.delete(made);
                        return UnixListener.fileKey(made);
                    }));
            assertEquals("listen unix " + path + ": socket file was deleted meanwhile", e.getMessage());
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void listenThatFailsLeavesTheFileOfWhoWasFaster(Engine engine) {
        TestNet.run(engine, () -> {
            Path path = Path.of(socketFile(engine));
            UnixListener[] faster = new UnixListener[1];
            assertThrows(
                    BindException.class,
                    () -> UnixListener.listen(path.toString(), ListenOptions.defaults(), made -> {
                        Files.delete(made);
                        NoSuchFileException gone =
                                assertThrows(NoSuchFileException.class, () -> UnixListener.fileKey(made));
                        faster[0] = unixlisten(made.toString(), 10);
                        throw gone;
                    }));
            unixclose(unixconnect(path.toString()));
            faster[0].close();
        });
    }

    @EveryEngine
    void listenLeavesNothingOpenIfItsFileCannotBeLookedAt(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            unixclose(unixlisten(path, 10)); // Classes loaded.
            int before = Descriptors.count();
            IOException e = assertThrows(
                    IOException.class,
                    () -> UnixListener.listen(path, ListenOptions.defaults(), made -> {
                        throw new AccessDeniedException(made.toString());
                    }));
            assertEquals("listen unix " + path + ": socket file cannot be looked at", e.getMessage());
            Descriptors.assertBackAt(before);
            Files.delete(Path.of(path));
        });
    }

    @EveryEngine
    void listenerWhoseFileIsDeletedAsItClosesIsClosed(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            unixclose(unixlisten(path, 10)); // Classes loaded.
            int before = Descriptors.count();
            int[] asked = {0};
            UnixListener l = UnixListener.listen(path, ListenOptions.defaults(), made -> {
                if (asked[0]++ > 0) {
                    Files.delete(made);
                }
                return UnixListener.fileKey(made);
            });
            l.close();
            assertEquals(2, asked[0]);
            assertFalse(l.isOpen());
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void pathTooLongOrWithoutDirectoryIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            String tooLong = dir.resolve("x".repeat(120)).toString();
            BindException e = assertThrows(BindException.class, () -> unixlisten(tooLong, 10));
            assertTrue(e.getMessage().contains("too long"), e.getMessage());
            SocketException c = assertThrows(SocketException.class, () -> unixconnect(tooLong));
            assertTrue(c.getMessage().contains("too long"), c.getMessage());
            String nowhere = dir.resolve("no/where").toString();
            assertThrows(BindException.class, () -> unixlisten(nowhere, 10));
            ConnectException n = assertThrows(ConnectException.class, () -> unixconnect(nowhere));
            assertTrue(n.getMessage().contains("no such file"), n.getMessage());
        });
    }

    @EveryEngine
    void connectWaitsWhileTheBacklogIsFull(Engine engine) {
        TestNet.run(engine, () -> {
            String path = socketFile(engine);
            try (UnixListener l = unixlisten(path, 1)) {
                List<UnixSocket> waiting = new ArrayList<>();
                IOException full = null;
                while (full == null) {
                    try {
                        waiting.add(unixconnect(path, in(20)));
                    } catch (java.net.SocketTimeoutException e) {
                        full = e;
                    }
                }
                go(() -> unixaccept(l, in(1000)).close());
                unixconnect(path, in(1000)).close();
                for (UnixSocket s : waiting) {
                    s.close();
                }
            }
        });
    }
}
