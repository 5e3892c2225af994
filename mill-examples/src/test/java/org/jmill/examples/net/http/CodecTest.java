package org.jmill.examples.net.http;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.net.StreamSocket;
import org.jmill.net.UnixSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Any codec that is fed with bytes fits a socket: here one for lines.
@Timeout(60)
class CodecTest {
    private static final int LINE_MAX = 10;
    private static final int PATIENCE_MS = 10_000;

    private interface Dialogue {
        /// @param socket the codec's
        void hold(Codec codec, UnixSocket socket, UnixSocket peer) throws IOException;
    }

    private static void withLines(Engine engine, Dialogue dialogue) throws IOException {
        Mill.run(MillOptions.defaults().engine(engine), () -> {
            UnixSocket[] pair = UnixSocket.pair();
            try (UnixSocket socket = pair[0];
                    UnixSocket peer = pair[1];
                    Codec codec = new Codec(
                            socket, new LineBasedFrameDecoder(LINE_MAX), new StringDecoder(), new StringEncoder())) {
                dialogue.hold(codec, socket, peer);
            }
        });
    }

    private static void send(StreamSocket peer, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        peer.send(bytes, bytes.length, now() + PATIENCE_MS);
        peer.flush(now() + PATIENCE_MS);
    }

    private static String next(Codec codec) throws IOException {
        return codec.receive(String.class, now() + PATIENCE_MS);
    }

    @ParameterizedTest
    @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void messagesComeOneByOneHoweverTheirBytesCome(Engine engine) throws IOException {
        withLines(engine, (codec, socket, peer) -> {
            send(peer, "one\ntwo\nth");
            assertEquals("one", next(codec));
            assertEquals("two", next(codec));
            go("late", () -> send(peer, "ree\n"));
            assertEquals("three", next(codec));
            peer.shutdown(StreamSocket.SHUT_WR);
            assertNull(next(codec));
            assertNull(next(codec));
        });
    }

    @ParameterizedTest
    @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void whatCannotBeReadIsToldAfterWhatCouldBe(Engine engine) throws IOException {
        withLines(engine, (codec, socket, peer) -> {
            send(peer, "good\n" + "bad".repeat(LINE_MAX) + "\n");
            assertEquals("good", next(codec));
            assertThrows(ProtocolException.class, () -> next(codec));
            assertThrows(ProtocolException.class, () -> next(codec));
        });
    }

    @ParameterizedTest
    @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void answerGoesOutBeforeAWaitAndAlsoAfterTheEnd(Engine engine) throws IOException {
        withLines(engine, (codec, socket, peer) -> {
            codec.send("hello\n", now() + PATIENCE_MS);
            assertThrows(SocketTimeoutException.class, () -> codec.receive(String.class, 0));
            byte[] bytes = new byte[6];
            peer.recv(bytes, 6, now() + PATIENCE_MS);
            assertEquals("hello\n", new String(bytes, StandardCharsets.US_ASCII));
            send(peer, "half");
            peer.shutdown(StreamSocket.SHUT_WR);
            assertTrue(codec.await(now() + PATIENCE_MS));
            assertNull(next(codec));
            codec.send("bye\n", now() + PATIENCE_MS);
            socket.flush(now() + PATIENCE_MS);
            peer.recv(bytes, 4, now() + PATIENCE_MS);
            assertEquals("bye\n", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
        });
    }
}
