package org.jmill.net;

import static org.jmill.Mill.after;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.harness.TestMill;
import org.jmill.world.World;

/// What the tests of this package have in common.
final class TestNet {
    /// The class of the world in which all of these tests are run, a new one each; null: the real one. Module
    /// `mill-test` runs those that do not ask the system in its network in memory.
    private static final String WORLD = System.getProperty("jmill.test.world");

    private TestNet() {}

    /// Runs a mill on this engine, in real time; what it throws need not be declared.
    static void run(Engine engine, Body<?> main) {
        run(mill(engine), main);
    }

    private static TestMill mill(Engine engine) {
        TestMill mill = TestMill.realTime(engine);
        return WORLD == null ? mill : mill.with(o -> o.world(newWorld()));
    }

    private static World newWorld() {
        try {
            return (World) Class.forName(WORLD).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no world of class " + WORLD, e);
        }
    }

    /// As [#run], in another world.
    static void run(Engine engine, World world, Body<?> main) {
        run(TestMill.realTime(engine).with(o -> o.world(world)), main);
    }

    /// As [#run], without strict mode, whose checks take 0.1 ms a suspension.
    static void runFast(Engine engine, Body<?> main) {
        run(mill(engine).fast(), main);
    }

    /// As [#run], in virtual time, which passes at once where nobody can run: for what asks neither the system nor a
    /// worker, or waits for these without a deadline.
    static void runVirtual(Engine engine, Body<?> main) {
        run(TestMill.virtualTime(engine), main);
    }

    private static void run(TestMill mill, Body<?> main) {
        try {
            mill.run(main);
        } catch (Exception e) {
            throw TestMill.<RuntimeException>sneak(e);
        }
    }

    /// The deadline that lies so many milliseconds ahead.
    static long in(int ms) {
        return after(Duration.ofMillis(ms));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// `length` bytes of a pattern that has no short period.
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        int state = 1;
        for (int i = 0; i < length; i++) {
            state = state * 1103515245 + 12345;
            bytes[i] = (byte) (state >>> 16);
        }
        return bytes;
    }

    static void assertPattern(byte[] bytes) {
        assertArrayEquals(pattern(bytes.length), bytes);
    }

    static IpAddr loopback(int port) throws IOException {
        return IpAddr.local("127.0.0.1", port, 0);
    }

    /// A listener on a port of its own.
    static TcpListener listen() throws IOException {
        return TcpListener.listen(loopback(0), ListenOptions.defaults());
    }

    /// Sends until nothing more goes out: the system finds room in its buffers now and then.
    static void stuff(StreamSocket s, ByteBuffer source) throws IOException {
        for (int stuck = 0; stuck < 3; ) {
            try {
                s.send(source, in(20));
                throw new AssertionError("the system's buffers are never full");
            } catch (SocketTimeoutException e) {
                stuck = e.bytesTransferred == 0 ? stuck + 1 : 0;
            }
        }
    }

    /// Two ends of one connection.
    record Pair(TcpSocket client, TcpSocket server) implements AutoCloseable {
        static Pair open() throws IOException {
            return open(SocketOptions.defaults());
        }

        static Pair open(SocketOptions options) throws IOException {
            try (TcpListener listener =
                    TcpListener.listen(loopback(0), ListenOptions.defaults().socket(options))) {
                TcpSocket client = TcpSocket.connect(listener.addr(), options, in(5000));
                return new Pair(client, listener.accept(in(5000)));
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
