package org.jmill.net;

import static org.jmill.Mill.now;
import static org.jmill.net.TestNet.stuff;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.text.TextOptions;
import org.jmill.users.DeadlineCalls;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Sockets tell of a deadline that has passed by a [SocketTimeoutException], whatever they return. In real time, that
/// of the system's buffers.
@Tag("network")
@NeedsKernel("when a socket is full is the system's affair")
class SocketMissTest {
    private static final int MUCH = 1 << 20; // More than a socket that is full already has room for.

    /// What waits for the other end to send, of sockets without TLS, which shares these methods.
    private static final Set<String> READERS = Set.of(
            "recv",
            "recvSome",
            "recvUntil",
            "readLine",
            "tcprecv",
            "tcprecvsome",
            "tcprecvuntil",
            "unixrecv",
            "unixrecvsome",
            "unixrecvuntil",
            "udprecv",
            "accept",
            "tcpaccept",
            "unixaccept");

    /// What waits for the other end to read.
    private static final Set<String> WRITERS =
            Set.of("send", "writeLine", "flush", "tcpsend", "tcpflush", "unixsend", "unixflush");

    @TempDir
    Path dir;

    @EveryEngine
    void whoWaitsForASilentPeerThrows(Engine engine) {
        TestNet.run(engine, () -> {
            UnixSocket[] unix = UnixSocket.pair();
            try (TestNet.Pair tcp = TestNet.Pair.open();
                    UnixSocket left = unix[0];
                    UnixSocket _ = unix[1];
                    UdpSocket udp = UdpSocket.listen(TestNet.loopback(0));
                    TcpListener listener = TestNet.listen();
                    UnixListener atFile =
                            UnixListener.listen(dir.resolve("at" + engine).toString(), 10)) {
                int asked = 0;
                for (Object waiting : List.of(tcp.client(), left, udp, listener, atFile)) {
                    asked += assertMissed(waiting, READERS);
                }
                assertTrue(asked >= 30, asked + " were asked");
            }
        });
    }

    @EveryEngine
    void whoSendsToAPeerThatDoesNotReadThrows(Engine engine) {
        TestNet.run(engine, () -> {
            UnixSocket[] unix = UnixSocket.pair();
            try (TestNet.Pair tcp = TestNet.Pair.open();
                    UnixSocket left = unix[0];
                    UnixSocket _ = unix[1]) {
                int asked = 0;
                for (StreamSocket full : List.of(tcp.client(), left)) {
                    stuff(full, ByteBuffer.allocate(64 * MUCH));
                    asked += assertMissed(full, WRITERS);
                    assertThrows(SocketTimeoutException.class, () -> full.close(0));
                }
                assertTrue(asked >= 14, asked + " were asked");
            }
        });
    }

    /// Makes each call by these names that there is for this object: methods, and verbs that take it first.
    private static int assertMissed(Object of, Set<String> names) throws Exception {
        int asked = 0;
        for (Method call : DeadlineCalls.withADeadline()) {
            boolean isVerb = Modifier.isStatic(call.getModifiers());
            Class<?> type = isVerb ? call.getParameterTypes()[0] : call.getDeclaringClass();
            if (names.contains(call.getName()) && type.isInstance(of) && !type.isInterface()) {
                for (long deadlineMs : new long[] {0, now() + 5}) {
                    Class<?>[] types = call.getParameterTypes();
                    Object[] arguments = Arrays.stream(types)
                            .map(t -> argument(t, of, names == WRITERS ? "x".repeat(MUCH) : "x", deadlineMs))
                            .toArray();
                    assertThrows(SocketTimeoutException.class, () -> invoke(call, of, arguments), call.toString());
                }
                asked++;
            }
        }
        return asked;
    }

    private static void invoke(Method call, Object of, Object... arguments) throws Throwable {
        try {
            call.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object argument(Class<?> type, Object of, String text, long deadlineMs) {
        return switch (type.getSimpleName()) {
            case "long" -> deadlineMs;
            case "int" -> MUCH;
            case "byte[]" -> new byte[MUCH];
            case "ByteBuffer" -> ByteBuffer.allocate(MUCH);
            case "String" -> text;
            case "TextOptions" -> TextOptions.defaults();
            default -> of;
        };
    }
}
