package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/// What a log shows of this package's exceptions.
class FailuresTest {
    private static final byte[] NONE = Failures.NONE;

    @Test
    void everyExceptionOfSocketsIsLoadedBeforeAnybodyWaits() throws Exception {
        ThrownTypes.assertAllIn(Failures.LOADED_EARLY, Failures.class);
        for (Class<?> type : List.of(Turn.class, Connector.class, IpAddr.class)) {
            ThrownTypes.assertLoads(type);
        }
    }

    @Test
    void stackTraceBeginsWithTheTypeToCatch() {
        Map<String, IOException> failures = Map.of(
                "java.net.SocketTimeoutException: recv s: deadline passed",
                Failures.timeout("recv s", 0, NONE),
                "java.io.EOFException: recv s: stream ended after 0 of 5 bytes",
                Failures.end("recv s", 5, NONE),
                "java.net.SocketException: recv s: connection reset",
                Failures.broken("recv s", new IOException("Connection reset"), 0, NONE),
                "javax.net.ssl.SSLException: recv s: no cipher",
                Failures.broken("recv s", new SSLException("no cipher"), 0, NONE),
                "java.nio.channels.AsynchronousCloseException: recv s: socket was closed",
                Failures.broken("recv s", new ClosedChannelException(), 0, NONE),
                "java.nio.channels.ClosedChannelException: recv s: socket is closed",
                Failures.closed("recv s: socket is closed"));
        failures.forEach((text, failure) -> {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            assertEquals(text, trace.toString().lines().findFirst().orElseThrow());
        });
    }
}
