package org.jmill.examples;

import static org.jmill.Mill.after;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.examples.net.Input;
import org.jmill.net.UnixSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InputTest {
    /// The socket has read the line ahead, together with the bytes before it.
    @Test
    void replyIsFlushedBeforeAWaitAndNotBeforeARequestThatIsThere() throws Exception {
        Mill.run(() -> {
            UnixSocket[] pair = UnixSocket.pair();
            UnixSocket peer = pair[0];
            peer.send("abcline\n".getBytes(StandardCharsets.US_ASCII), 8, -1);
            peer.flush(-1);
            Input input = new Input(pair[1], 100);
            assertEquals("abc", new String(input.bytes(3, -1), StandardCharsets.US_ASCII));
            pair[1].send("reply".getBytes(StandardCharsets.US_ASCII), 5, -1);
            assertEquals("line", input.line(-1));
            byte[] reply = new byte[5];
            assertThrows(SocketTimeoutException.class, () -> peer.recv(reply, 5, 0));
            go(() -> assertNull(input.line(-1)));
            assertEquals(5, peer.recv(reply, 5, after(Duration.ofSeconds(5))));
            peer.close();
        });
    }
}
