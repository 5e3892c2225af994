package org.jmill.test;

import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.ipremote;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcpport;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcpsend;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What a test has that asks for the network or the disk, and is on no cluster.
class OneHostTest {
    private static void echo() throws IOException {
        TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), 10);
        go("server", () -> {
            TcpSocket socket = tcpaccept(listener, -1);
            byte[] bytes = new byte[3];
            tcprecv(socket, bytes, 3, -1);
            tcpsend(socket, bytes, 3, -1);
            tcpflush(socket, -1);
            tcpclose(socket);
        });
        TcpSocket client = tcpconnect(ipremote("localhost", tcpport(listener), 0, -1), -1);
        byte[] bytes = {1, 2, 3};
        tcpsend(client, bytes, 3, -1);
        tcpflush(client, -1);
        bytes[2] = 0;
        tcprecv(client, bytes, 3, -1);
        Check.always(bytes[2] == 3, "what comes back is what was sent");
        tcpclose(client);
        tcpclose(listener);
    }

    @MillTest(engines = Engines.ALL)
    void socketsAreThoseOfANetworkInMemory() throws IOException {
        echo();
    }

    @Test
    void programWithSocketsIsSearchedAsAnyOther() {
        Report report = Explorer.of(OneHostTest::echo).schedules(5_000).run();
        assertFalse(report.failed(), report::toString);
        assertTrue(report.delaysCovered() >= 1, report::toString);
    }

    @MillTest
    void nobodyListensOnAFreshHost() {
        Assertions.assertThrows(ConnectException.class, () -> tcpconnect(ipremote("127.0.0.1", 7, 0, -1), -1));
    }

    @MillTest
    void diskIsEmptyEachTime() throws IOException {
        Path path = Mill.world().files().getPath("/kept.txt");
        assertFalse(Files.exists(path));
        Files.writeString(path, "here");
        assertEquals("here", Files.readString(path));
    }

    @MillTest
    void diskIsEmptyEachTimeStill() {
        assertFalse(Files.exists(Mill.world().files().getPath("/kept.txt")));
    }
}
