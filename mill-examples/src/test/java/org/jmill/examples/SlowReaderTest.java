package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that type and do not read are nobody's trouble but their own.
@Timeout(60)
class SlowReaderTest {
    private static final int BYTES_MAX = 4 << 20;
    private static final int STALLED_MS = 200; // So long can nothing be sent: the server waits for this client.

    static Stream<Arguments> servicesOnAllEngines() {
        return Service.ALL.stream()
                .flatMap(service -> SmallExamplesTest.ENGINES.stream().map(engine -> Arguments.of(service, engine)));
    }

    @ParameterizedTest
    @MethodSource("servicesOnAllEngines")
    void othersAreServedWhileOneTypesAndReadsNothing(Service service, String engine) throws IOException {
        try (Served server = service.start(engine);
                SocketChannel first = deaf(server);
                SocketChannel second = deaf(server)) {
            type(first, service.typed());
            service.mustServe(server);
            type(second, service.typed());
            service.mustServe(server);
            service.mustServe(server);
            assertEquals(130, server.stop().status(), server.err());
            assertFalse(server.err().contains("fault in "), server.err());
        }
    }

    /// A client whose system keeps little for it, and which reads nothing.
    static SocketChannel deaf(Served server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        channel.configureBlocking(false);
        return channel;
    }

    /// Sends these again and again, until the server takes no more.
    static void type(SocketChannel channel, List<String> texts) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            int sent = 0;
            for (int i = 0; sent < BYTES_MAX; i++) {
                byte[] bytes = texts.get(i % texts.size()).repeat(16).getBytes(StandardCharsets.ISO_8859_1);
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    sent += channel.write(buffer);
                    if (buffer.hasRemaining() && selector.select(STALLED_MS) == 0) {
                        return;
                    }
                    selector.selectedKeys().clear();
                }
            }
        } catch (IOException e) {
            // The server has hung up; that is its right.
        }
    }
}
