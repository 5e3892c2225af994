package org.jmill.examples.net.http;

import static org.jmill.Mill.now;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.examples.net.Input;
import org.jmill.file.MillFile;
import org.jmill.net.StreamSocket;
import org.jmill.net.TcpSocket;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a client: names, TLS and HTTP/1.1, with a deadline for whatever may take long.
/// Run: ./jmill run get [-o FILE] [--insecure] [--ca FILE] [--timeout S] URL
/// Prints what the web server has at that URL; redirects are followed.
@Command(
        description = "Fails, with status 1 and a line that says why, if the page cannot be had, or the"
                + " server's certificate is not that of the host, or nobody trusted has signed it.")
public final class Get implements Example {
    private static final int REDIRECTS_MAX = 10;

    @Parameters(paramLabel = "URL", converter = HttpUrl.Converter.class, description = "http:// or https://")
    private HttpUrl url;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to write to, in place of standard output")
    private String file;

    @Option(
            names = {"-k", "--insecure"},
            description = "does not verify the server's certificate")
    private boolean insecure;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM: whom to trust, in place of the JDK's authorities")
    private String caFile;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "30",
            converter = AtLeast.One.class,
            description = "how long to wait for an answer, or for more of it; ${DEFAULT-VALUE} s unless given")
    private int timeoutS;

    private long bytes;

    private int patienceMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeoutS * 1000L);
    }

    private StreamSocket connect(HttpUrl to, long deadline) throws IOException {
        if (!to.secure()) {
            return TcpSocket.connect(to.host(), to.port(), deadline);
        }
        TlsOptions options = TlsOptions.defaults().verify(!insecure);
        return TlsSocket.connect(to.host(), to.port(), caFile == null ? options : options.trust(caFile), deadline);
    }

    /// Asks for a page and takes the head of the final answer.
    private static Head ask(StreamSocket socket, Input input, HttpUrl wanted, long deadline) throws IOException {
        String request = "GET " + wanted.target() + " HTTP/1.1\r\nHost: " + wanted.authority()
                + "\r\nUser-Agent: jmill-get\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        byte[] ascii = request.getBytes(StandardCharsets.US_ASCII);
        socket.send(ascii, ascii.length, deadline);
        while (true) {
            Head head = Head.receive(input, deadline);
            if (head == null) {
                throw new ProtocolException("server hung up without an answer");
            }
            if (status(head) / 100 != 1) { // 100 Continue, 103 Early Hints.
                return head;
            }
        }
    }

    private static int status(Head head) throws ProtocolException {
        if (!head.start().matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new ProtocolException("answer is not HTTP/1.1");
        }
        return Integer.parseInt(head.start().substring(9, 12));
    }

    /// Gets a page.
    ///
    /// @return where it has moved to, or null
    private HttpUrl get(HttpUrl from) throws IOException {
        long deadline = now() + patienceMs();
        try (StreamSocket socket = connect(from, deadline)) {
            Input input = new Input(socket, Head.LINE_MAX);
            Head head = ask(socket, input, from, deadline);
            int status = status(head);
            String moved = head.field("location");
            if (status / 100 == 3 && moved != null) {
                return from.resolve(moved);
            }
            if (status / 100 != 2) {
                throw new IOException("get " + from + ": " + head.start().substring(9));
            }
            if (status != 204) {
                save(input, head);
            }
            return null;
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new IOException("get " + from + ": " + e.getMessage(), e);
        }
    }

    private void save(Input input, Head head) throws IOException {
        if (file == null) {
            new Body(input, patienceMs(), this::print).receive(head);
            System.out.flush();
            return;
        }
        try (MillFile out = MillFile.mfopen(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            new Body(input, patienceMs(), (buffer, length) -> bytes += out.write(buffer, length, -1)).receive(head);
        }
    }

    private void print(byte[] buffer, int length) {
        System.out.write(buffer, 0, length);
        bytes += length;
    }

    @Override
    public boolean printsMuch() {
        return true;
    }

    @Override
    public void main() throws IOException {
        HttpUrl next = url;
        for (int i = 0; next != null; i++) {
            if (i > REDIRECTS_MAX) {
                throw new IOException("get " + url + ": redirected more than " + REDIRECTS_MAX + " times");
            }
            next = get(next);
        }
    }

    @Override
    public String soFar() {
        return bytes + " bytes received";
    }
}
