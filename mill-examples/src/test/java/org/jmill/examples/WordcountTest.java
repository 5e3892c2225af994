package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// wordcount against `wc -w` and `sort | uniq -c`, and on files that are no texts.
@Timeout(120)
class WordcountTest {
    private static final int CHUNK_BYTES = 1 << 18;

    @TempDir
    static Path folder;

    private static Path large;

    @BeforeAll
    static void makeLargeText() throws IOException {
        Random random = new Random(7);
        String[] gaps = {" ", "\n", "\t", "  ", "\r\n", "\f", " \u000b "};
        StringBuilder text = new StringBuilder();
        while (text.length() < 5 * CHUNK_BYTES) {
            text.append("wörd").append(random.nextInt(3000)).append(gaps[random.nextInt(7)]);
        }
        text.append("x".repeat(2 * CHUNK_BYTES)).append(" — last");
        large = Files.writeString(folder.resolve("large.txt"), text);
    }

    @ParameterizedTest
    @CsvSource({"continuation,1", "continuation,7", "virtual,2", "portable,2"})
    void totalsAreThoseOfWcAndUniq(String engine, String workers) throws Exception {
        String file = large.toString();
        Launched launched =
                Launched.launch("run", "--engine", engine, "wordcount", "--top=9999", "--workers=" + workers, file);
        assertEquals("", launched.err());
        assertEquals(0, launched.status());
        List<String> lines = launched.out().lines().map(String::strip).toList();
        assertEquals(shell("LC_ALL=C.UTF-8 wc -w " + file), lines.get(0));
        assertEquals("", lines.get(1));
        String uniq = "tr -s '[:space:]' '\\n' < " + file + " | LC_ALL=C sort | LC_ALL=C uniq -c"
                + " | LC_ALL=C sort -k1,1nr -k2 | sed 's/^ *//'";
        assertEquals(shell(uniq), lines.stream().skip(2).collect(Collectors.joining("\n")));
    }

    private static String shell(String command) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "/bin/sh is missing, to count with wc");
        Process process = new ProcessBuilder("/bin/sh", "-c", command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(60, TimeUnit.SECONDS);
        assertEquals(0, process.exitValue(), command);
        return out.strip();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 0, 1, 2})
    void wordAcrossTheEndOfAChunkIsOneWord(int shift) throws IOException {
        String text = " ".repeat(CHUNK_BYTES - 2 + shift) + "both sides";
        Path file = Files.writeString(folder.resolve("across" + shift), text);
        assertEquals(
                "      2 " + file + "\n\n      1 both\n      1 sides\n", Launched.output("wordcount", file.toString()));
    }

    @Test
    void wordsOfASmallTextAreShownByFrequency() throws IOException {
        Path file = Files.writeString(folder.resolve("small"), "b a c\nb\ta b\u00a0d\u2003d\n");
        assertEquals(
                "      8 " + file + "\n\n      3 b\n      2 a\n",
                Launched.output("wordcount", "--top", "2", file.toString()));
    }

    @Test
    void emptyFileHasNoWords() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        assertEquals("      0 " + file + "\n", Launched.output("wordcount", file.toString()));
    }

    @Test
    void folderStandsForAllFilesInIt() throws IOException {
        Path tree =
                Files.createDirectories(folder.resolve("tree/b/c")).getParent().getParent();
        Path deep = Files.writeString(tree.resolve("b/c/deep"), "one two three");
        Path first = Files.writeString(tree.resolve("a"), "one");
        Files.createSymbolicLink(tree.resolve("b/loop"), tree);
        assertEquals(
                "      1 " + first + "\n      3 " + deep + "\n      4 total\n",
                Launched.output("wordcount", "--top=0", tree.toString()));
    }

    @Test
    void emptyFolderHasNoFiles() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("nothing"));
        assertEquals("", Launched.output("wordcount", empty.toString()));
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void dashIsStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("from the pipe\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals("      3 -\n", Launched.output("wordcount", "--top=0", "-"));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void badFilesGetALineAndDoNotStopTheRest() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "one two");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', 0, 'b'});
        Path missing = folder.resolve("missing");
        Launched launched = Launched.launch(
                "run", "wordcount", "--top=0", missing.toString(), text.toString(), binary.toString(), text.toString());
        assertEquals(1, launched.status());
        assertEquals("      2 " + text + "\n      2 " + text + "\n      4 total\n", launched.out());
        assertEquals(
                List.of("wordcount: " + binary + ": binary file", "wordcount: " + missing + ": no such file"),
                launched.err().lines().sorted(WordcountTest::byReason).toList());
    }

    private static int byReason(String a, String b) {
        return reasonOrder(a) - reasonOrder(b);
    }

    private static int reasonOrder(String line) {
        return line.endsWith("binary file") ? 1 : 2;
    }

    @Test
    void fileThatFailsWhileItIsReadGetsALine() {
        Path file = Path.of("/proc/self/mem");
        assumeTrue(Files.exists(file), "this system has no /proc/self/mem");
        Launched launched = Launched.launch("run", "wordcount", file.toString());
        assertEquals(1, launched.status());
        assertEquals(1, launched.err().lines().count(), launched.err());
    }

    @Test
    void compressedBytesWithoutANulAreBinary() throws IOException {
        byte[] bytes = new byte[500];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == 0 ? 1 : bytes[i];
        }
        Path file = Files.write(folder.resolve("packed"), bytes);
        Launched launched = Launched.launch("run", "wordcount", file.toString());
        assertEquals("wordcount: " + file + ": binary file\n", launched.err());
    }

    @Test
    void textInLatin1IsCountedAndPrintedAsItIs() throws IOException {
        byte[] bytes = "été été".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("latin1"), bytes);
        String out = Launched.output("wordcount", file.toString());
        assertEquals("      2 " + file + "\n\n      2 \ufffdt\ufffd\n", out);
    }

    @Test
    void thousandsOfFilesAreCounted() throws IOException {
        List<String> command = new ArrayList<>(List.of("run", "wordcount", "--top=1"));
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 3000; i++) {
            command.add(Files.writeString(many.resolve("f" + i), "word " + i).toString());
        }
        Launched launched = Launched.launch(command.toArray(String[]::new));
        assertEquals(0, launched.status(), launched.err());
        assertFalse(launched.out().isEmpty());
        assertEquals(
                "   6000 total\n\n   3000 word\n",
                launched.out().substring(launched.out().indexOf("   6000 total")));
    }

    @Test
    void noFileIsAMistake() {
        Launched launched = Launched.launch("run", "wordcount");
        assertEquals(2, launched.status());
        assertEquals("jmill: run wordcount: Missing required parameter: 'FILE'\n", launched.err());
    }
}
