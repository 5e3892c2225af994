package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What CI says at its end, of a log that stands for Maven's.
class SummaryTest {
    @TempDir
    private Path folder;

    private List<String> summary(String log) throws Exception {
        Path file = Files.writeString(folder.resolve("log"), log);
        Path root = Path.of("").toAbsolutePath().getParent();
        Process process = new ProcessBuilder(root.resolve(".ci/summary").toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    @Test
    void theJdkThatMavenHasTakenIsNamedFirst() throws Exception {
        String home = System.getProperty("java.home");
        List<String> said = summary("[INFO] Toolchain in maven-surefire-plugin: JDK[" + home + "]\n");
        assertEquals("--- JDK", said.getFirst());
        assertTrue(said.get(1).contains("\"" + System.getProperty("java.version") + "\""), said.toString());
    }

    @Test
    void whereMavenHasTakenNoneThatIsSaid() throws Exception {
        assertEquals(
                List.of("--- JDK", "    Maven has chosen none"), summary("").subList(0, 2));
    }
}
