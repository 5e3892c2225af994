package org.jmill.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A class that is loaded while many coroutines are parked can invalidate the compiled code of their frames, and make
/// each of them a hundred times as dear to wake. A fresh JVM tells which classes are there from the start.
@Timeout(60)
class EarlyLoadingTest {
    /// What the fresh JVM runs: a mill that does nothing.
    static final class Idle {
        private Idle() {}

        public static void main(String[] args) {
            Mill.run(() -> {});
        }
    }

    private static String classesLoadedByAnIdleMill() throws IOException, InterruptedException {
        String classPath = Stream.of(Idle.class, Mill.class, MpscUnboundedArrayQueue.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xlog:class+load", "-cp", classPath, Idle.class.getName())
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String log = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), log);
            return log;
        }
    }

    @Test
    void subclassesOfWhatParkedFramesWorkOnAreThereFromTheStart() throws Exception {
        String log = classesLoadedByAnIdleMill();
        for (String name : List.of("Clause", "ChannelEnd", "CoroRoutine")) {
            assertTrue(log.contains(" org.jmill." + name + " source:"), name + " is loaded late");
        }
    }
}
