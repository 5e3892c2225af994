package org.jmill.examples.net;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.util.Arrays;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows many clients in a process, and how many of their messages come back, second by second.
/// Run: ./jmill run echo-load [--clients N] [--seconds S] HOST:PORT, where echo listens
/// Prints a line a second: how many messages came back, and how many did not.
@Command(
        description = "A client sends a message, waits for it to come back, and sends the next. When that fails,"
                + " it connects again after a while; so the server may be stopped and started.")
public final class EchoLoad implements Example {
    private static final int TIMEOUT_MS = 1000;
    private static final int PAUSE_MS = 100;
    private static final int MESSAGE_BYTES = 64;

    @Parameters(paramLabel = "HOST:PORT", converter = HostPort.Converter.class, description = "where echo listens")
    private HostPort target;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "100",
            converter = AtLeast.One.class,
            description = "how many; ${DEFAULT-VALUE} unless given")
    private int clients;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            converter = AtLeast.One.class,
            description = "how long; ${DEFAULT-VALUE} unless given")
    private int seconds;

    private long succeeded;
    private long failed;
    private String lastFailure = "";

    private void talk(byte id) {
        while (true) {
            try (TcpSocket socket = TcpSocket.connect(target.host(), target.port(), now() + TIMEOUT_MS)) {
                while (true) {
                    exchange(socket, id);
                    succeeded++;
                }
            } catch (IOException e) {
                failed++;
                lastFailure = "; " + e.getMessage();
            }
            msleep(now() + PAUSE_MS);
        }
    }

    private static void exchange(TcpSocket socket, byte id) throws IOException {
        byte[] message = new byte[MESSAGE_BYTES];
        Arrays.fill(message, id);
        long deadline = now() + TIMEOUT_MS;
        socket.send(message, message.length, deadline);
        socket.flush(deadline);
        byte[] back = new byte[MESSAGE_BYTES];
        socket.recv(back, back.length, deadline);
        if (!Arrays.equals(message, back)) {
            throw new IOException("echo " + socket + ": not what was sent");
        }
    }

    @Override
    public void main() {
        Scope.run(scope -> {
            for (int i = 0; i < clients; i++) {
                byte id = (byte) i;
                scope.daemon("client " + i, () -> talk(id));
            }
            watch();
        });
    }

    private void watch() {
        long start = now();
        for (int second = 1; second <= seconds; second++) {
            long succeededBefore = succeeded;
            long failedBefore = failed;
            msleep(start + second * 1000L);
            System.out.println("second " + second + ": " + (succeeded - succeededBefore) + " succeeded, "
                    + (failed - failedBefore) + " failed" + lastFailure);
            lastFailure = "";
        }
    }

    @Override
    public int status() {
        return succeeded > 0 ? 0 : 1;
    }

    @Override
    public String soFar() {
        return succeeded + " succeeded, " + failed + " failed";
    }
}
