package com.example.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProgressTest {
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "to destroy is to kill there")
    void serviceEndsCleanlyAtSigterm() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/jdk.internal.vm=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Progress.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("working", out.readLine());
            Thread.sleep(200); // Some work is to be done.
            process.toHandle().destroy(); // SIGTERM; Process.destroy would close the stream, too.
            assertEquals("saved", out.readLine());
            assertEquals(143, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }
}
