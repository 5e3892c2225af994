package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// `get` against the JDK's own web server.
@Timeout(60)
class GetTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    private static final byte[] LARGE = new byte[500_000];

    @TempDir
    static Path folder;

    private static TestCertificate certificate;
    private static HttpServer plain;
    private static HttpsServer secure;

    @BeforeAll
    static void start() throws Exception {
        new Random(2).nextBytes(LARGE);
        certificate = TestCertificate.make(folder);
        plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        for (HttpServer server : List.of(plain, secure)) {
            server.createContext("/", GetTest::answer);
            server.start();
        }
    }

    @AfterAll
    static void stop() {
        plain.stop(0);
        secure.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            byte[] large = path.equals("/large") || path.equals("/chunked") ? LARGE : null;
            byte[] body = large != null ? large : ("page " + path).getBytes(StandardCharsets.UTF_8);
            if (path.equals("/loop")) {
                redirect(exchange, "loop");
            } else if (path.equals("/moved")) {
                redirect(exchange, "/final?x=1");
            } else if (path.equals("/secure")) {
                redirect(exchange, "https://localhost:" + secure.getAddress().getPort() + "/safe");
            } else if (path.equals("/missing")) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, path.equals("/chunked") ? 0 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static String url(String path) {
        return "http://localhost:" + plain.getAddress().getPort() + path;
    }

    private static String secureUrl(String host, String path) {
        return "https://" + host + ":" + secure.getAddress().getPort() + path;
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void pageIsPrinted(String engine) {
        assertEquals("page /a/b?c=d", Launched.output("--engine", engine, "get", url("/a/b?c=d#e")));
        assertEquals("page /", Launched.output("--engine", engine, "get", url("")));
    }

    @ParameterizedTest
    @CsvSource({"continuation,/large", "continuation,/chunked", "virtual,/large", "portable,/chunked"})
    void largePageIsSavedWhole(String engine, String path) throws IOException {
        Path file = folder.resolve("large");
        assertEquals("", Launched.output("--engine", engine, "get", "-o", file.toString(), url(path)));
        assertArrayEquals(LARGE, Files.readAllBytes(file));
    }

    @Test
    void redirectsAreFollowedButNotForEver() {
        assertEquals("page /final?x=1", Launched.output("get", url("/moved")));
        fails(": redirected more than 10 times", "get", url("/loop"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void certificateIsVerified(String engine) {
        assertEquals(
                "page /x",
                Launched.output("--engine", engine, "get", "--ca", certificate.pem(), secureUrl("localhost", "/x")));
        assertEquals("page /x", Launched.output("--engine", engine, "get", "-k", secureUrl("127.0.0.1", "/x")));
        assertEquals(
                "page /safe", Launched.output("--engine", engine, "get", "--ca", certificate.pem(), url("/secure")));
        fails("certificate", "--engine", engine, "get", secureUrl("localhost", "/x"));
        fails("127.0.0.1", "--engine", engine, "get", "--ca", certificate.pem(), secureUrl("127.0.0.1", "/x"));
    }

    @Test
    void failureIsALine() throws IOException {
        fails("404", "get", url("/missing"));
        fails("name cannot be resolved", "get", "http://nosuchhost.invalid/");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertEquals(
                "jmill: run get: ConnectException: connect tcp 127.0.0.1:" + free + ": connection refused\n",
                Launched.launch("run", "get", "http://127.0.0.1:" + free + "/").err());
        fails("No such file", "get", "-o", folder + "/no/such/folder", url("/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SSH-2.0-x~~                                                     | bad answer: invalid version format
        HTTP/2.0 200 OK~~                                               | answer is not HTTP/1.1
        HTTP/1.1 101 Switching Protocols~Upgrade: x~~                   | answer is not HTTP/1.1
        HTTP/1.1 200 OK~Content-Length: 9~~abc                          | body is cut off after 3 of 9 bytes
        HTTP/1.1 200 OK~Content-Length: -1~~abc                         | bad answer: content-length value is not a number
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~abc               | body is cut off after 3 bytes
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~0~X: y~       | body is cut off after 3 bytes
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~xyz~                | bad body
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~abc~0~~           | bad body
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~0~nocolon~~         | bad body
        HTTP/1.1 200 OK~Content-Length: 3~Content-Length: 4~~abc        | bad answer
        HTTP/1.1 200 OK~nocolon~~                                       | bad answer: no colon found
        HTTP/1.1 302 Moved~Location: gopher://x/~~                      | is not like http://
        HTTP/1.1 404 Not Found~Content-Length: 0~~                      | 404 Not Found
        HTTP/1.1 103 Early Hints~~                                      | server hung up without an answer
        HTTP/1.1 200 OK~X:                                              | bad answer: connection closed before
        """)
    void badAnswerIsToldInALine(String answer, String complaint) throws Exception {
        String bytes = answer.replace("~", "\r\n");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(server, bytes));
            fails(complaint, "get", "http://127.0.0.1:" + server.getLocalPort() + "/");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        HTTP/1.1 200 OK~~abc                                                        | abc
        HTTP/1.0 200 OK~~abc                                                        | abc
        HTTP/1.1 200~Content-Length: 3~~abcdef                                      | abc
        HTTP/1.1 100 Continue~~HTTP/1.1 103 x~Link: y~~HTTP/1.1 200 OK~~abc         | abc
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1;x=y~a~2~bc~0~A: b~C: d~~      | abc
        HTTP/1.1 200 OK~transfer-encoding: Chunked~~3~abc~0~~HTTP/1.1 500 x~~       | abc
        HTTP/1.1 200 OK~X: folded~ line~Content-Length: 3~~abc                      | abc
        HTTP/1.1 204 No Content~Content-Length: 3~~abc                              | ''
        HTTP/1.1 200 OK~Content-Length: 0~~                                         | ''
        """)
    void oddAnswerIsUnderstood(String answer, String page) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(server, answer.replace("~", "\r\n")));
            assertEquals(page, Launched.output("get", "http://127.0.0.1:" + server.getLocalPort() + "/"));
        }
    }

    @Test
    void hugeHeaderIsRefused() throws Exception {
        for (String head :
                List.of("HTTP/1.1 200 " + "x".repeat(10_000), "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000))) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> answerOnce(server, head));
                fails("is larger than", "get", "http://127.0.0.1:" + server.getLocalPort() + "/");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK~X: ", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~0~X: "})
    void serverThatDripsIsGivenUp(String start) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(server, start.replace("~", "\r\n")));
            fails("deadline passed", "get", "--timeout=1", "http://127.0.0.1:" + server.getLocalPort() + "/");
        }
    }

    private static void drip(ServerSocket server, String start) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream().write('x');
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            // The client has had enough.
        }
    }

    @Test
    void serverThatDoesNotAnswerIsGivenUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
            Launched launched = Launched.launch("run", "get", "--timeout=1", url);
            assertTrue(
                    launched.err().matches("jmill: run get: SocketTimeoutException: recv.*: deadline passed\n"),
                    launched.err());
        }
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The client need not read all of it.
        }
    }

    private static void fails(String complaint, String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "run";
        System.arraycopy(args, 0, command, 1, args.length);
        Launched launched = Launched.launch(command);
        assertEquals(1, launched.status(), launched.err());
        assertEquals(1, launched.err().lines().count(), launched.err());
        assertTrue(launched.err().toLowerCase().contains(complaint.toLowerCase()), launched.err());
    }
}
