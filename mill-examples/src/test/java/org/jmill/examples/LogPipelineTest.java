package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogPipelineTest {
    @TempDir
    static Path folder;

    @Test
    void linesAreGroupedByLevel() throws IOException {
        Path log = Files.writeString(folder.resolve("app.log"), """
            10:00 INFO started
            10:01 ERROR disk full
            10:02 INFO working
            at some.place(Of.java:3)
            10:03 WARNING INFORMED
            """);
        assertEquals(
                "5 lines, 5 match\n      2 INFO\n      1 -\n      1 ERROR\n      1 WARNING\n",
                Launched.output("log-pipeline", log.toString()));
    }

    @Test
    void linesAreFilteredAndGroupedByAPattern() throws IOException {
        Path log = Files.writeString(folder.resolve("access.log"), "GET /a 200\nGET /b 404\nPOST /a 200\nGET /a 200\n");
        assertEquals(
                "8 lines, 6 match\n      4 /a\n",
                Launched.output(
                        "log-pipeline", "--grep=GET", "--by", "(/\\w+)", "--top=1", log.toString(), log.toString()));
    }

    @Test
    void linesAcrossChunksAreCountedOnce() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append(i % 3 == 0 ? "ERROR" : "INFO")
                    .append(" line ")
                    .append(i)
                    .append('\n');
        }
        Path log = Files.writeString(folder.resolve("large.log"), text);
        assertEquals(
                "100000 lines, 100000 match\n  66666 INFO\n  33334 ERROR\n",
                Launched.output("log-pipeline", log.toString()));
    }

    @Test
    void missingFileGetsALineAndStatus1() {
        Path missing = folder.resolve("missing");
        Launched launched = Launched.launch("run", "log-pipeline", missing.toString());
        assertEquals(1, launched.status());
        assertEquals("log-pipeline: " + missing + ": no such file\n", launched.err());
    }

    @Test
    void badPatternIsAMistake() {
        Launched launched = Launched.launch("run", "log-pipeline", "--by", "(", "x");
        assertEquals(2, launched.status(), launched.err());
        assertEquals(1, launched.err().lines().count(), launched.err());
    }
}
