package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `http-files` against the JDK's own client, and against requests that it would not send.
@Timeout(60)
class HttpFilesTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    private static final byte[] LARGE = new byte[300_000];

    @TempDir
    static Path folder;

    private static Path site;

    @BeforeAll
    static void write() throws IOException {
        new Random(3).nextBytes(LARGE);
        site = Files.createDirectories(folder.resolve("site"));
        Files.createDirectories(site.resolve("sub dir"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(site.resolve("index.html"), "<p>home</p>");
        Files.writeString(site.resolve("a.txt"), "0123456789");
        Files.writeString(site.resolve("empty.css"), "");
        Files.writeString(site.resolve("sub dir").resolve("ä<.txt"), "umlaut");
        Files.write(site.resolve("large.bin"), LARGE);
        Files.createSymbolicLink(site.resolve("leak.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(site.resolve("out"), folder);
    }

    private static Served serve(String engine) {
        return Served.start(engine, "http-files", "0", site.toString());
    }

    private static <T> HttpResponse<T> get(
            Served files, String path, HttpResponse.BodyHandler<T> body, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + files.port() + path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            return client.send(request.build(), body);
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void filesAreServedWithTheirTypes(String engine) throws Exception {
        try (Served files = serve(engine)) {
            HttpResponse<String> home = get(files, "/", BodyHandlers.ofString());
            assertEquals("<p>home</p>", home.body());
            assertEquals(
                    "text/html; charset=utf-8",
                    home.headers().firstValue("content-type").orElse(""));
            assertEquals(
                    "", get(files, "/empty.css?x=y", BodyHandlers.ofString()).body());
            HttpResponse<byte[]> large = get(files, "/large.bin", BodyHandlers.ofByteArray());
            assertArrayEquals(LARGE, large.body());
            assertEquals(
                    "application/octet-stream",
                    large.headers().firstValue("content-type").orElse(""));
            HttpResponse<byte[]> part =
                    get(files, "/large.bin", BodyHandlers.ofByteArray(), "Range", "bytes=100000-299998");
            assertEquals(206, part.statusCode());
            assertArrayEquals(Arrays.copyOfRange(LARGE, 100_000, 299_999), part.body());
            String list = get(files, "/sub%20dir", BodyHandlers.ofString()).body();
            assertTrue(list.contains("<a href=\"./%C3%A4%3C.txt\">ä&lt;.txt</a>"), list);
            assertEquals(
                    "umlaut",
                    get(files, "/sub%20dir/%C3%A4%3C.txt", BodyHandlers.ofString())
                            .body());
            assertTrue(files.stop().err().contains(" 7 requests, "), files.err());
        }
    }

    @Test
    void unchangedFileIsNotSentAgain() throws Exception {
        try (Served files = serve("auto")) {
            String modified = get(files, "/a.txt", BodyHandlers.ofString())
                    .headers()
                    .firstValue("last-modified")
                    .orElseThrow();
            assertEquals(
                    304,
                    get(files, "/a.txt", BodyHandlers.ofString(), "If-Modified-Since", modified)
                            .statusCode());
            assertEquals(
                    "234",
                    get(files, "/a.txt", BodyHandlers.ofString(), "If-Range", modified, "Range", "bytes=2-4")
                            .body());
            assertEquals(
                    "0123456789",
                    get(files, "/a.txt", BodyHandlers.ofString(), "If-Range", "\"x\"", "Range", "bytes=2-4")
                            .body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0-3, 0123, bytes 0-3/10",
        "8-, 89, bytes 8-9/10",
        "-2, 89, bytes 8-9/10",
        "-20, 0123456789, bytes 0-9/10",
        "9-99, 9, bytes 9-9/10",
        "10-, 416 Requested Range Not Satisfiable, bytes */10",
        "-0, 416 Requested Range Not Satisfiable, bytes */10",
        "5-2, 0123456789, ''",
        "x, 0123456789, ''",
        "'0-1,3-4', 0123456789, ''"
    })
    void rangeIsTheOneAskedFor(String range, String body, String contentRange) throws Exception {
        try (Served files = serve("auto")) {
            HttpResponse<String> part = get(files, "/a.txt", BodyHandlers.ofString(), "Range", "bytes=" + range);
            assertEquals(body, part.body().strip());
            assertEquals(
                    contentRange, part.headers().firstValue("content-range").orElse(""));
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void requestsThatComeTogetherAreAnsweredInOrder(String engine) throws Exception {
        try (Served files = serve(engine)) {
            String answers = files.converse("GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "HEAD /a.txt HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
                    + "GET http://x/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    + "GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n");
            String[] parts = answers.split("(?=HTTP/1\\.1 )");
            assertEquals(4, parts.length, answers);
            assertTrue(parts[0].startsWith("HTTP/1.1 200 OK\r\n") && parts[0].endsWith("\r\n\r\n0123456789"), parts[0]);
            assertTrue(parts[1].contains("content-length: 10\r\n") && parts[1].endsWith("\r\n\r\n"), parts[1]);
            assertTrue(parts[2].startsWith("HTTP/1.1 405 "), parts[2]);
            assertTrue(parts[3].startsWith("HTTP/1.1 404 ") && parts[3].contains("connection: close"), parts[3]);
        }
    }

    @Test
    void oldClientIsHungUpOnUnlessItAsksNotTo() throws Exception {
        try (Served files = serve("auto")) {
            String asking = "GET /a.txt HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
            String answers = files.converse(asking + "GET /a.txt HTTP/1.0\r\n\r\n" + asking);
            assertEquals(2, answers.split("HTTP/1.1 200 OK", -1).length - 1, answers);
        }
    }

    @Test
    void fileThatCannotBeOpenedHasNoLength() throws Exception {
        Path locked = Files.write(site.resolve("locked.bin"), LARGE);
        Files.setPosixFilePermissions(locked, Set.of());
        try (Served files = serve("auto")) {
            String expected = Files.isReadable(locked) ? "200 OK" : "403 Forbidden"; // Root reads all.
            String answer = files.converse("HEAD /locked.bin HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 " + expected), answer);
            answer = files.converse("GET /" + "a/".repeat(200) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
            answer = files.converse("GET /a.txt/x HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        } finally {
            Files.delete(locked);
        }
    }

    /// Sends a byte each 100 ms, as long as that meets somebody.
    private static void drip(Socket socket, String bytes) {
        try {
            for (byte b : bytes.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            // The server has had enough.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%s HTTP/1.1",
                "GET / HTTP/1.1~Host: x~X: %s",
                "GET / HTTP/1.1~Host: x~Content-Length: 1000~~%s",
                "GET / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~0~X: %s",
                "GET / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~5;%s"
            })
    void requestThatDripsTimesOut(String request) throws Exception {
        try (Served files = Served.start("auto", "http-files", "--request=1", "0", site.toString());
                Socket socket = files.connect()) {
            String[] parts = request.replace("~", "\r\n").split("%s", 2);
            socket.getOutputStream().write(parts[0].getBytes(StandardCharsets.US_ASCII));
            Thread dripping = Thread.ofVirtual().start(() -> drip(socket, "x".repeat(500)));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n"), answer);
            dripping.interrupt();
            dripping.join();
        }
    }

    @Test
    void silentClientIsHungUpOn() throws Exception {
        try (Served files = Served.start("auto", "http-files", "--idle=1", "--request=1", "0", site.toString());
                Socket midway = files.connect();
                Socket silent = files.connect()) {
            String requests = "GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\nGET /a.t";
            midway.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            String answers = new String(midway.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answers.matches("(?s)HTTP/1.1 200 .*0123456789HTTP/1.1 408 .*"), answers);
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @Test
    void requestThatIsCutOffIsABadOne() throws Exception {
        try (Served files = serve("auto")) {
            String request = "GET /a.txt HTTP/1.1\r\nHost: x\r\n";
            assertTrue(files.converse(request + "\r\n" + request).matches("(?s)HTTP/1.1 200 .*HTTP/1.1 400 .*"));
            String promised = request + "Content-Length: 5\r\n\r\nhel";
            assertEquals("", files.converse(promised));
        }
    }

    @Test
    void oneClientTooManyIsToldSo() throws Exception {
        try (Served files = Served.start("auto", "http-files", "--connections=2", "0", site.toString())) {
            String request = "GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n";
            try (Socket first = files.connect();
                    Socket second = files.connect()) {
                for (Socket socket : List.of(first, second)) {
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    assertEquals('H', socket.getInputStream().read());
                }
                String answer = files.converse(request);
                assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
                assertTrue(answer.contains("retry-after: "), answer);
            }
            await().until(() -> files.converse(request).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void limitsStandInTheHelp() {
        String help = Launched.launch("run", "http-files", "--help").out();
        for (String status : List.of("503", "414", "431", "413", "408", "hung up")) {
            assertTrue(help.contains(status), help);
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void slowReaderHasAsMuchTimeAsItTakesBytes(String engine) throws Exception {
        byte[] huge = new byte[20_000_000];
        new Random(4).nextBytes(huge);
        Files.write(site.resolve("huge.bin"), huge);
        try (Served files = Served.start(engine, "http-files", "--idle=1", "0", site.toString());
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(65_536);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), files.port()));
            String request = "GET /huge.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] start = in.readNBytes(4_000_000);
            for (int i = 0; i < 4; i++) { // Longer than --idle, but never without a byte for so long.
                Thread.sleep(400);
                start = concat(start, in.readNBytes(1_000_000));
            }
            byte[] all = concat(start, in.readAllBytes());
            assertArrayEquals(huge, Arrays.copyOfRange(all, all.length - huge.length, all.length));
        } finally {
            Files.delete(site.resolve("huge.bin"));
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/leak.txt",
                "/out/secret.txt",
                "/../secret.txt",
                "/sub%20dir/../../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/a.txt/",
                "/a.txt%00",
                "//etc/passwd",
                "/none"
            })
    void nothingOutsideOfTheFolderIsServed(String path) throws Exception {
        try (Served files = serve("auto")) {
            String answer = files.converse("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404 Not Found"), answer);
            assertFalse(answer.contains("secret"), answer);
        }
    }

    @Test
    void folderThatDoesNotExistIsALine() {
        Launched launched = Launched.launch("run", "http-files", "0", folder + "/none");
        assertEquals(1, launched.status());
        assertEquals(1, launched.err().lines().count(), launched.err());
    }
}
