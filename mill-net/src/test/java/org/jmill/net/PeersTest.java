package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Peers that nobody here wrote: the JDK's own, and `nc`, `openssl` and `curl` where they are. In real time, as
/// they are.
@Tag("network")
@Tag("real")
@NeedsKernel("the JDK's own sockets as a peer")
class PeersTest {
    @TempDir
    static Path dir;

    private static String ca;
    private static String cert;
    private static String key;
    private static SSLContext trusting;
    private static SSLContext serving;

    @BeforeAll
    static void makeCertificates() throws Exception {
        LocalhostFiles files = LocalhostFiles.in(dir);
        ca = files.ca();
        cert = files.cert();
        key = files.key();
        trusting = TlsContexts.make(FileSystems.getDefault(), null, null, null, ca, true);
        serving = TlsContexts.make(FileSystems.getDefault(), cert, key, null, null, true);
    }

    /// Serves one connection after another by sending back what comes.
    private static Coroutine echo(TlsListener l) {
        return go("echo", () -> {
            while (true) {
                TlsSocket s = l.accept(-1);
                go(() -> echo(s));
            }
        });
    }

    private static void echo(StreamSocket s) throws IOException {
        try (s) {
            byte[] buf = new byte[3000];
            for (int n; (n = s.recvSome(buf, buf.length, in(10_000))) >= 0; ) {
                s.send(buf, n, in(10_000));
                s.flush(in(10_000));
            }
        }
    }

    /// One answer to each request of HTTP/1.1.
    private static void http(StreamSocket s) throws IOException {
        try (s) {
            byte[] buf = new byte[10_000];
            int n = s.recvUntil(buf, buf.length, bytes("\r\n\r\n"), in(10_000));
            String path = text(buf, n).split(" ")[1];
            byte[] reply = bytes(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            s.send(reply, reply.length, in(10_000));
        }
    }

    // ---- the JDK's
    // -------------------------------------------------------------------------------

    @EveryEngine
    void javaSocketTalksToOurListener(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                go(() -> echo(l.accept(in(5000))));
                byte[] back = Mill.blocking(() -> {
                    try (Socket s = new Socket("127.0.0.1", l.port())) {
                        s.getOutputStream().write(TestNet.pattern(100_000));
                        s.shutdownOutput();
                        return s.getInputStream().readAllBytes();
                    }
                });
                assertArrayEquals(TestNet.pattern(100_000), back);
            }
        });
    }

    @EveryEngine
    void ourSocketTalksToJavaServer(Engine engine) {
        TestNet.run(engine, () -> {
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Coroutine peer = go(() -> Mill.blocking(() -> {
                    try (Socket s = server.accept()) {
                        s.getOutputStream().write(s.getInputStream().readAllBytes());
                    }
                    return null;
                }));
                try (TcpSocket c = TcpSocket.connect(loopback(server.getLocalPort()), in(5000))) {
                    c.send(bytes("hello"), 5, -1);
                    c.shutdown(MillNet.SHUT_WR);
                    byte[] buf = new byte[5];
                    c.recv(buf, 5, in(5000));
                    assertEquals("hello", text(buf, 5));
                }
                peer.join();
            }
        });
    }

    @EveryEngine
    void javaTlsSocketRenewsItsKeysAndMayNotNegotiateAnew(Engine engine) {
        TestNet.run(engine, () -> {
            TlsOptions options = TlsOptions.defaults().certificate(cert, key);
            try (TlsListener l = TlsListener.listen(loopback(0), options, ListenOptions.defaults())) {
                Coroutine server = echo(l);
                // In TLS 1.3 a second startHandshake renews the keys.
                assertEquals("one two ", Mill.blocking(() -> handshakeTwice(l.port(), "TLSv1.3")));
                server.cancel();
                server.join();
                go(() -> {
                    TlsSocket s = l.accept(in(5000));
                    byte[] buf = new byte[4];
                    s.recv(buf, 4, in(5000));
                    s.send(buf, 4, in(5000));
                    s.flush(in(5000));
                    SSLException e = assertThrows(SSLException.class, () -> s.recv(buf, 4, in(5000)));
                    assertTrue(e.getMessage().contains("anew"), e.getMessage());
                    s.close();
                });
                assertThrows(IOException.class, () -> Mill.blocking(() -> handshakeTwice(l.port(), "TLSv1.2")));
            }
        });
    }

    private static String handshakeTwice(int port, String version) throws IOException {
        try (SSLSocket s = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            s.setEnabledProtocols(new String[] {version});
            InputStream in = s.getInputStream();
            s.getOutputStream().write(bytes("one "));
            String back = text(in.readNBytes(4), 4);
            s.startHandshake();
            s.getOutputStream().write(bytes("two "));
            byte[] second = in.readNBytes(4);
            return back + text(second, second.length);
        }
    }

    @EveryEngine
    void ourTlsSocketTalksToJavaServer(Engine engine) {
        TestNet.run(engine, () -> {
            SSLServerSocket server = (SSLServerSocket)
                    serving.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Coroutine peer = go(() -> Mill.blocking(() -> {
                try (SSLSocket s = (SSLSocket) server.accept()) {
                    byte[] all = s.getInputStream().readNBytes(100_000);
                    s.startHandshake(); // Renews the keys.
                    s.getOutputStream().write(all);
                }
                return null;
            }));
            TlsOptions options = TlsOptions.defaults().trust(ca);
            try (TlsSocket c = TlsSocket.connect(loopback(server.getLocalPort()), "localhost", options, in(5000))) {
                byte[] all = TestNet.pattern(100_000);
                c.send(all, all.length, in(5000));
                c.flush(in(5000));
                byte[] back = new byte[all.length];
                c.recv(back, back.length, in(5000));
                assertArrayEquals(all, back);
                assertEquals(-1, c.recvSome(back, 1, in(5000)));
            }
            peer.join();
            server.close();
        });
    }

    @EveryEngine
    void javaUrlConnectionIsServed(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                go(() -> http(l.accept(in(5000))));
                String body = Mill.blocking(() -> {
                    try (InputStream in = java.net
                            .URI
                            .create("http://127.0.0.1:" + l.port() + "/hello")
                            .toURL()
                            .openStream()) {
                        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                    }
                });
                assertEquals("/hello", body);
            }
        });
    }

    /// In a process of its own, since the tests' module does not read the client's.
    private static final String HTTP_CLIENT = """
        import java.net.URI;
        import java.net.http.*;

        public class Client {
            public static void main(String[] args) throws Exception {
                HttpClient client = HttpClient.newHttpClient();
                for (String url : args) {
                    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
                    System.out.println(
                            client.send(request, HttpResponse.BodyHandlers.ofString()).body());
                }
            }
        }
        """;

    @EveryEngine
    void javaHttpClientIsServedPlainAndOverTls(Engine engine) {
        TestNet.run(engine, () -> {
            Path source = Files.writeString(dir.resolve("Client.java"), HTTP_CLIENT);
            TlsOptions options = TlsOptions.defaults().certificate(cert, key).alpn("http/1.1");
            try (TlsListener tls = TlsListener.listen(loopback(0), options, ListenOptions.defaults());
                    TcpListener plain = TestNet.listen()) {
                go(() -> http(tls.accept(in(200_000))));
                go(() -> http(plain.accept(in(200_000))));
                String java =
                        Path.of(System.getProperty("java.home"), "bin", "java").toString();
                String printed = run(
                        "",
                        java,
                        "-Djavax.net.ssl.trustStore=" + trustStore(),
                        source.toString(),
                        "http://127.0.0.1:" + plain.port() + "/open",
                        "https://localhost:" + tls.port() + "/secret");
                assertEquals("/open\n/secret\n", printed);
            }
        });
    }

    private static Path trustStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca", new Pem(FileSystems.getDefault()).certificates(ca).getFirst());
        Path file = dir.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, null); // Without a password, as the client is given none.
        }
        return file;
    }

    // ---- programs
    // --------------------------------------------------------------------------------

    /// Runs a program with this input; returns what it prints.
    private static String run(String input, String... command) throws Exception {
        return Mill.blocking(() -> {
            Path output = Files.createTempFile(dir, "out", "");
            Path in = Files.writeString(Files.createTempFile(dir, "in", ""), input);
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(200, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + ": " + Files.readString(output));
            }
            return Files.readString(output);
        });
    }

    /// Starts a server program, which is ended by the caller.
    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(dir, "server", "").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (TcpListener l = TestNet.listen()) {
            return l.port();
        }
    }

    @EveryEngine
    void ncIsServed(Engine engine) {
        Tool.NC.assumeInstalled();
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                go(() -> echo(l.accept(in(5000))));
                String back = run("hello nc\n", "nc", "-N", "127.0.0.1", "" + l.port());
                assertEquals("hello nc\n", back);
            }
        });
    }

    @EveryEngine
    void ncIsServedOverASocketFile(Engine engine) {
        Tool.NC.assumeInstalled();
        TestNet.run(engine, () -> {
            String path = dir.resolve(engine + "nc.sock").toString();
            try (UnixListener l = UnixListener.listen(path, 5)) {
                go(() -> echo(l.accept(in(5000))));
                assertEquals("hello nc\n", run("hello nc\n", "nc", "-N", "-U", path));
            }
        });
    }

    @EveryEngine
    void ncSendsADatagram(Engine engine) {
        Tool.NC.assumeInstalled();
        TestNet.run(engine, () -> {
            try (UdpSocket s = UdpSocket.listen(loopback(0))) {
                Coroutine nc = go(() -> run("datagram", "nc", "-u", "-w", "1", "127.0.0.1", "" + s.port()));
                byte[] buf = new byte[100];
                Datagram d = s.recv(buf, 100, in(5000));
                assertEquals("datagram", text(buf, d.length()));
                nc.join();
            }
        });
    }

    @EveryEngine
    void ncServesUs(Engine engine) {
        Tool.NC.assumeInstalled();
        TestNet.run(engine, () -> {
            int port = freePort();
            Process nc = new ProcessBuilder("nc", "-l", "127.0.0.1", "" + port).start();
            try {
                TcpSocket c = connectWhenUp(port);
                c.send(bytes("hello\n"), 6, -1);
                c.flush(in(1000));
                byte[] line = Mill.blocking(() -> nc.getInputStream().readNBytes(6));
                assertEquals("hello\n", text(line, 6));
                Mill.blocking(() -> {
                    nc.getOutputStream().write(bytes("reply\n"));
                    nc.getOutputStream().flush();
                    return null;
                });
                byte[] buf = new byte[100];
                assertEquals(6, c.recvUntil(buf, 100, "\n", in(5000)));
                c.close();
            } finally {
                nc.destroyForcibly();
            }
        });
    }

    private static TcpSocket connectWhenUp(int port) throws IOException {
        long deadline = in(10_000);
        while (true) {
            try {
                return TcpSocket.connect(loopback(port), deadline);
            } catch (java.net.ConnectException e) {
                if (Mill.now() > deadline) {
                    throw e;
                }
                Mill.msleep(in(20)); // It is still starting.
            }
        }
    }

    @EveryEngine
    void opensslClientIsServed(Engine engine) {
        Tool.OPENSSL.assumeInstalled();
        TestNet.run(engine, () -> {
            TlsOptions options = TlsOptions.defaults().certificate(cert, key).alpn("echo");
            try (TlsListener l = TlsListener.listen(loopback(0), options, ListenOptions.defaults())) {
                Coroutine server = echo(l);
                for (String version : new String[] {"-tls1_3", "-tls1_2"}) {
                    String printed = run(
                            "hello openssl\nQ\n",
                            command("openssl s_client -quiet -no_ign_eof -verify_return_error"
                                    + " -verify_hostname localhost -alpn echo " + version
                                    + " -CAfile " + ca + " -connect 127.0.0.1:" + l.port()));
                    // It quits at the Q, maybe before the echo: what counts is that it verified.
                    assertTrue(printed.contains("verify return:1"), printed);
                    assertTrue(!printed.contains("error"), printed);
                }
                server.cancel();
            }
        });
    }

    @EveryEngine
    void opensslServerServesUs(Engine engine) {
        Tool.OPENSSL.assumeInstalled();
        TestNet.run(engine, () -> {
            for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
                int port = freePort();
                Process server = start(command("openssl s_server -rev -naccept 2 -cert " + cert + " -key " + key
                        + " -accept 127.0.0.1:" + port));
                try {
                    connectWhenUp(port).close();
                    TlsOptions options = TlsOptions.defaults().trust(ca).protocols(version);
                    TlsSocket c = TlsSocket.connect(loopback(port), "localhost", options, in(5000));
                    assertEquals(version, c.session().getProtocol());
                    c.send(bytes("drow\n"), 5, -1);
                    c.flush(in(1000));
                    byte[] buf = new byte[100];
                    assertEquals(5, c.recvUntil(buf, 100, "\n", in(5000)));
                    assertEquals("word\n", text(buf, 5));
                    c.close();
                } finally {
                    server.destroyForcibly();
                }
            }
        });
    }

    @EveryEngine
    void curlIsServedPlainAndOverTls(Engine engine) {
        Tool.CURL.assumeInstalled();
        TestNet.run(engine, () -> {
            TlsOptions options = TlsOptions.defaults().certificate(cert, key).alpn("http/1.1");
            try (TlsListener l = TlsListener.listen(loopback(0), options, ListenOptions.defaults());
                    TcpListener plain = TestNet.listen()) {
                go(() -> http(l.accept(in(10_000))));
                go(() -> http(plain.accept(in(10_000))));
                assertEquals(
                        "/secret",
                        run(
                                "",
                                command("curl -sS --max-time 5 --cacert " + ca
                                        + " --resolve localhost:" + l.port() + ":127.0.0.1 https://localhost:"
                                        + l.port() + "/secret")));
                assertEquals(
                        "/open", run("", command("curl -sS --max-time 5 http://127.0.0.1:" + plain.port() + "/open")));
            }
        });
    }

    private static String[] command(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        return words.toArray(String[]::new);
    }
}
