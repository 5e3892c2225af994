package org.jmill.examples.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jmill.MillPanic;
import org.jmill.examples.Example;
import org.jmill.net.Datagram;
import org.jmill.net.UdpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows datagrams: each is a question by itself, and one coroutine answers them all.
/// Run: ./jmill run time-server [PORT], then ./jmill run time-client localhost:PORT, or nc -u localhost PORT
/// Prints where it listens, and at the end how many it has answered.
@Command(
        description = "The answer is what was asked (64 bytes of it), a blank, and the time in UTC; so a client"
                + " knows which question it belongs to. There are no connections, and one question is held at a time.")
public final class TimeServer implements Example {
    private static final int QUESTION_MAX = 64; // An answer is hardly longer than its question may be.

    @Mixin
    private Listen listen;

    private int answered;

    @Override
    public void main() throws IOException {
        byte[] question = new byte[QUESTION_MAX];
        try (UdpSocket socket = UdpSocket.listen(listen.address())) {
            Listen.say(socket.addr());
            while (true) {
                Datagram asked = socket.recv(question, question.length, -1);
                String text = new String(question, 0, asked.length(), StandardCharsets.ISO_8859_1);
                String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
                byte[] answer = (text.strip() + " " + time + "\n").getBytes(StandardCharsets.ISO_8859_1);
                try {
                    socket.send(asked.addr(), answer, answer.length, 0); // Full: dropped, as on any wire.
                    answered++;
                } catch (IOException | MillPanic e) {
                    // There is no way back to this client: what it calls itself is anything it likes, port 0 too.
                    System.err.println(e.getMessage());
                }
            }
        }
    }

    @Override
    public String soFar() {
        return answered + " questions answered";
    }
}
