package org.jmill.examples.greet;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.sslaccept;
import static org.jmill.net.MillNet.ssllisten;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.MillOptions;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.examples.net.DemoCertificate;
import org.jmill.examples.net.Listen;
import org.jmill.net.ListenOptions;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;
import org.jmill.text.TextOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the same server with TLS.
/// Run: ./jmill run greet-8 [--cert FILE --key FILE] [PORT [MILLS]], then openssl s_client -connect localhost:PORT
/// Prints where it listens, then the counts of a mill each time that it gains or loses a connection.
@Command(
        description = "Step 8 of the tutorial. The dialogue is the same, word by word, on another kind of"
                + " socket. The handshake is made by its first call, under the dialogue's deadline.")
public final class Greet8 implements Example {
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(256).lineEnd("\r\n");

    private static final int PATIENCE_MS = 10_000;

    @Mixin
    private Listen listen;

    @Parameters(
            index = "1",
            paramLabel = "MILLS",
            arity = "0..1",
            defaultValue = "2",
            converter = AtLeast.One.class,
            description = "how many mills; ${DEFAULT-VALUE} unless given")
    private int count;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM: certificate chain; one is made unless given")
    private String certFile;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: private key; the file of --cert unless given")
    private String keyFile;

    private TlsOptions tls;
    private final Mills mills = new Mills();
    private final AtomicInteger connections = new AtomicInteger(); // For all mills.

    private static void greet(TlsSocket socket) throws IOException {
        long deadline = now() + PATIENCE_MS;
        socket.writeLine("What's your name?", TEXT, deadline);
        String name = socket.readLine(TEXT, deadline);
        if (name == null) {
            throw new EOFException("client has gone");
        }
        socket.writeLine("Hello, " + name.strip() + "!", TEXT, deadline);
    }

    private void serve(int number) throws IOException {
        ListenOptions shared = ListenOptions.defaults().reusePort(true);
        TlsListener listener = ssllisten(mills.address(number, listen.address()), tls, shared);
        if (number == 1) {
            Listen.say(listener.addr());
            mills.listening(listener.addr());
        }
        Statistics statistics = new Statistics("mill " + number);
        while (true) {
            TlsSocket socket = sslaccept(listener, -1);
            connections.incrementAndGet();
            go(() -> statistics.of(socket, () -> greet(socket)));
        }
    }

    @Override
    public void launch(MillOptions options) throws Exception {
        tls = certFile == null
                ? DemoCertificate.make()
                : TlsOptions.defaults().certificate(certFile, keyFile == null ? certFile : keyFile);
        mills.run(count, options, this::serve);
    }

    @Override
    public void main() {
        throw new IllegalStateException("each mill has a main of its own");
    }

    @Override
    public String soFar() {
        return connections.get() == 1 ? "1 connection" : connections + " connections";
    }
}
