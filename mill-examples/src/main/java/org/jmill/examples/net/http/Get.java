package org.jmill.examples.net.http;

import static org.jmill.Mill.now;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
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
            description = "how long to wait for the head of an answer, or for more of its body; ${DEFAULT-VALUE} s"
                    + " unless given")
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

    /// Gets a page.
    ///
    /// @return where it has moved to, or null
    private HttpUrl get(HttpUrl from) throws IOException {
        try (StreamSocket socket = connect(from, now() + patienceMs());
                Client client = new Client(socket, from, patienceMs())) {
            HttpResponse head = client.ask();
            String moved = head.headers().get(HttpHeaderNames.LOCATION);
            if (head.status().codeClass() == HttpStatusClass.REDIRECTION && moved != null) {
                return from.resolve(moved);
            }
            if (head.status().codeClass() != HttpStatusClass.SUCCESS) {
                throw new IOException("get " + from + ": " + head.status());
            }
            save(client, head);
            return null;
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new IOException("get " + from + ": " + e.getMessage(), e);
        }
    }

    private void save(Client client, HttpResponse head) throws IOException {
        if (file == null) {
            client.receive(head, this::print);
            System.out.flush();
            return;
        }
        try (MillFile out = MillFile.mfopen(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            client.receive(head, part -> bytes += out.write(part, -1));
        }
    }

    private void print(ByteBuffer part) {
        byte[] array = new byte[part.remaining()];
        part.get(array);
        System.out.write(array, 0, array.length);
        bytes += array.length;
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
