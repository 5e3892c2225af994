package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jmill.Engine;

/// Runs programs in processes of their own.
final class Child {
    private final Path dir;
    private final Class<?> program;

    /// @param dir for jars and output
    Child(Path dir, Class<?> program) {
        this.dir = dir;
        this.program = program;
    }

    /// Runs the program and returns what it prints.
    ///
    /// @param before what the shell does first
    /// @param under the command that starts Java
    String run(String before, String under, Engine engine, String... args) throws Exception {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.add("--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED");
        java.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        java.add("-XX:-MaxFDLimit"); // Else the JVM raises the limit.
        java.add("-Xmx512m");
        java.add("-Djmill.engine=" + engine);
        java.add("-cp");
        java.add(classPath());
        java.add(program.getName());
        java.addAll(List.of(args));
        Path output = dir.resolve("output");
        List<String> command = List.of("sh", "-c", before + "exec " + under + " '" + String.join("' '", java) + "'");
        Process process = new ProcessBuilder(command)
                .redirectError(dir.resolve("errors").toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output) + Files.readString(dir.resolve("errors"));
        assertTrue(ended, "still runs, has printed: " + printed);
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }

    /// As jars: with directories each class that is loaded takes a descriptor, for a moment.
    private String classPath() throws IOException {
        String parts =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        StringBuilder jars = new StringBuilder();
        for (String part : parts.split(File.pathSeparator)) {
            Path path = Path.of(part);
            jars.append(Files.isDirectory(path) ? jarOf(path) : path).append(File.pathSeparator);
        }
        return jars.toString();
    }

    private Path jarOf(Path classes) throws IOException {
        Path jar = Files.createTempFile(dir, "classes", ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
