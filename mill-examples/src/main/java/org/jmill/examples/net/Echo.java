package org.jmill.examples.net;

import java.io.IOException;
import org.jmill.examples.Example;
import org.jmill.net.StreamSocket;
import org.jmill.net.TlsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the smallest server: a coroutine a connection, which sends back what it receives.
/// Run: ./jmill run echo [--tls [--cert FILE --key FILE]] [PORT], then nc localhost PORT
/// Prints where it listens, and at the end how much was echoed.
@Command(
        description = "With --tls and no certificate it makes one for localhost, which nobody trusts:"
                + " good for openssl s_client and for curl --insecure.")
public final class Echo implements Example {
    @Mixin
    private Listen listen;

    @Mixin
    private final Limits limits = new Limits(10_000, 4096, 600_000);

    @Option(names = "--tls", description = "speaks TLS")
    private boolean tls;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM: certificate chain; implies --tls")
    private String certFile;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: private key; the file of --cert unless given")
    private String keyFile;

    private final Server server = new Server(limits, "");
    private long bytes;

    private void echo(StreamSocket socket) throws IOException {
        byte[] buffer = new byte[limits.bytes()];
        int n;
        while ((n = socket.recvSome(buffer, buffer.length, limits.deadline())) >= 0) {
            socket.send(buffer, n, limits.deadline());
            socket.flush(limits.deadline());
            bytes += n;
        }
    }

    @Override
    public void main() throws Exception {
        if (!tls && certFile == null) {
            server.serve(listen, this::echo);
        } else if (certFile == null) {
            server.serve(listen, DemoCertificate.forLocalhost(), this::echo);
        } else {
            TlsOptions options = TlsOptions.defaults().certificate(certFile, keyFile == null ? certFile : keyFile);
            server.serve(listen, options, this::echo);
        }
    }

    @Override
    public String soFar() {
        return server + ", " + bytes + " bytes";
    }
}
