package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// `http-files` against bytes as they come: each line of `http-cases.txt` is a rule of RFC 9110 or RFC 9112.
@Timeout(120)
class HttpCasesTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    private static final String PROBE = "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)\\}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|0|x[0-9a-f]{2})|~");

    @TempDir
    static Path folder;

    private static List<Case> cases;

    /// @param statuses separated by blanks
    /// @param open whether the connection goes on
    private record Case(String rule, String statuses, boolean open, String bytes) {
        static Case of(String line) {
            String[] parts = line.split(" \\| ?", 3);
            int last = parts[1].lastIndexOf(' ');
            String end = parts[1].substring(last + 1);
            assertTrue(end.equals("open") || end.equals("close"), line);
            return new Case(parts[0], parts[1].substring(0, last), end.equals("open"), bytes(parts[2]));
        }

        private static String bytes(String text) {
            String whole = REPEATED.matcher(text).replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
            return ESCAPE.matcher(whole).replaceAll(m -> Matcher.quoteReplacement(unescaped(m.group())));
        }

        private static String unescaped(String escape) {
            return switch (escape) {
                case "~" -> "\r\n";
                case "\\r" -> "\r";
                case "\\n" -> "\n";
                case "\\t" -> "\t";
                case "\\0" -> "\0";
                default -> String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
            };
        }
    }

    @BeforeAll
    static void write() throws Exception {
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(site.resolve("index.html"), "<p>home</p>");
        Files.createDirectories(site.resolve("sub"));
        Path page = Files.writeString(site.resolve("a.txt"), "0123456789");
        Files.setLastModifiedTime(page, FileTime.from(Instant.parse("1994-11-06T08:49:37Z")));
        try (Stream<String> lines = Files.lines(
                Path.of(HttpCasesTest.class.getResource("/http-cases.txt").toURI()))) {
            cases = lines.filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Case::of)
                    .toList();
        }
        assertTrue(cases.size() >= 129, cases.size() + " cases");
        assertEquals(cases.size(), cases.stream().map(Case::rule).distinct().count());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void everyRuleHolds(String engine) throws Exception {
        try (Served files =
                Served.start(engine, "http-files", "0", folder.resolve("site").toString())) {
            String tag = files.converse(PROBE).replaceFirst("(?is).*\\netag: (\\S*).*", "$1");
            assertAll(cases.stream().map(one -> (Executable) () -> check(files, one, tag)));
            assertTrue(files.stop().err().matches("jmill: run http-files: interrupted.*\n"), files.err());
        }
    }

    private static void check(Served files, Case one, String tag) throws IOException {
        String expected = one.statuses() + (one.open() ? " 200" : "");
        try (Socket socket = files.connect()) {
            String all = one.bytes().replace("{tag}", tag) + (one.open() ? PROBE : "");
            socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
            // Its own half stays open: the server has to end the connection by itself.
            String answers = receive(socket);
            assertEquals(expected, statuses(answers, expected.split(" ")), () -> one.rule() + ":\n" + answers);
        }
    }

    private static String receive(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /// Takes the answers apart; each body is exactly as long as it is said to be.
    private static String statuses(String answers, String[] expected) {
        List<String> statuses = new ArrayList<>();
        String left = answers;
        while (left.startsWith("HTTP/1.1 ") && left.contains("\r\n\r\n")) {
            String head = left.substring(0, left.indexOf("\r\n\r\n") + 4).toLowerCase();
            String status = head.substring(9, 12);
            boolean headOnly = statuses.size() < expected.length && expected[statuses.size()].endsWith("h");
            statuses.add(status + (headOnly ? "h" : ""));
            boolean none = headOnly || status.startsWith("1") || status.equals("204") || status.equals("304");
            int length = none ? 0 : Integer.parseInt(head.replaceFirst("(?s).*\\ncontent-length: (\\d+).*", "$1"));
            left = left.substring(Math.min(left.length(), head.length() + length));
        }
        if (!left.isEmpty()) {
            statuses.add("and " + left);
        }
        return String.join(" ", statuses);
    }
}
