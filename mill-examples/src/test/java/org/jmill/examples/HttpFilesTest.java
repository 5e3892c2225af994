package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
        "10-, 416 Range Not Satisfiable, bytes */10",
        "-0, 416 Range Not Satisfiable, bytes */10",
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
            assertTrue(parts[1].contains("Content-Length: 10\r\n") && parts[1].endsWith("\r\n\r\n"), parts[1]);
            assertTrue(parts[2].startsWith("HTTP/1.1 405 "), parts[2]);
            assertTrue(parts[3].startsWith("HTTP/1.1 404 ") && parts[3].contains("Connection: close"), parts[3]);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "GET /",
                "GET / HTTP/2.0",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1~Host: a~Host: b",
                "GET / HTTP/1.1~Host : a",
                "GET / HTTP/1.1~Host: a~ folded: b",
                "GET a.txt HTTP/1.1~Host: a",
                "GET /%zz HTTP/1.1~Host: a",
                "GET /%4 HTTP/1.1~Host: a",
                "GET /%ff HTTP/1.1~Host: a",
                "GET / HTTP/1.1~Host: a~Content-Length: x",
                "GET / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2",
                "POST / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked"
            })
    void garbageIsABadRequest(String request) throws Exception {
        try (Served files = serve("auto")) {
            String answer = files.converse(request.replace("~", "\r\n") + "\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request"), answer);
            assertTrue(answer.contains("Connection: close\r\n"), answer);
        }
    }

    @Test
    void headerWithoutEndIsABadRequest() throws Exception {
        try (Served files = serve("auto")) {
            String lines = ("X: " + "x".repeat(1000) + "\r\n").repeat(40);
            assertTrue(files.converse("GET / HTTP/1.1\r\n" + lines + "\r\n").startsWith("HTTP/1.1 400 "));
        }
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
