package org.jmill.examples.net;

import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.ipremote;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.net.Datagram;
import org.jmill.net.IpAddr;
import org.jmill.net.UdpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what a client of datagrams must do: ask again when no answer comes, and know an answer as its own.
/// Run: ./jmill run time-client [--timeout MS] [--tries N] HOST:PORT
/// Prints the time that the server (time-server) tells.
@Command(description = "Questions and answers may be lost, doubled, or forged by a third party.")
public final class TimeClient implements Example {
    @Parameters(
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "where time-server listens")
    private HostPort target;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how long to wait for an answer; ${DEFAULT-VALUE} unless given")
    private int timeoutMs;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "3",
            converter = AtLeast.One.class,
            description = "how often to ask; ${DEFAULT-VALUE} unless given")
    private int tries;

    @Override
    public void main() throws IOException {
        IpAddr server = ipremote(target.host(), target.port(), 0, now() + (long) tries * timeoutMs);
        IpAddr here = IpAddr.local(null, 0, server.isIpv6() ? IpAddr.IPV6 : IpAddr.IPV4);
        try (UdpSocket socket = UdpSocket.listen(here)) {
            for (int i = 0; i < tries; i++) {
                String question = Long.toHexString(ThreadLocalRandom.current().nextLong());
                byte[] bytes = question.getBytes(StandardCharsets.US_ASCII);
                socket.send(server, bytes, bytes.length, -1);
                String answer = answer(socket, server, question + " ");
                if (answer != null) {
                    System.out.println(answer);
                    return;
                }
            }
        }
        throw new SocketTimeoutException("time-client " + target + ": no answer to " + tries + " questions");
    }

    /// Waits for the answer to a question; null if it does not come in time.
    private String answer(UdpSocket socket, IpAddr server, String start) throws IOException {
        byte[] buffer = new byte[256];
        long deadline = now() + timeoutMs;
        while (true) {
            try {
                Datagram datagram = socket.recv(buffer, buffer.length, deadline);
                String text = new String(buffer, 0, datagram.length(), StandardCharsets.US_ASCII);
                if (datagram.addr().equals(server) && text.startsWith(start)) {
                    return text.substring(start.length()).strip();
                }
            } catch (SocketTimeoutException e) {
                return null;
            }
        }
    }
}
