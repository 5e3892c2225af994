package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jmill.Engine;
import org.jmill.harness.ChildJvm;

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
        List<String> flags = new ArrayList<>(ChildJvm.FLAGS);
        flags.add("-XX:-MaxFDLimit"); // Else the JVM raises the limit.
        flags.add("-Xmx512m");
        flags.add("-Djmill.engine=" + engine);
        List<String> java = ChildJvm.command(program, flags, classPath(), args);
        ChildJvm.Result result =
                ChildJvm.run(List.of("sh", "-c", before + "exec " + under + " '" + String.join("' '", java) + "'"));
        assertEquals(0, result.status(), result.output());
        return result.output();
    }

    /// As jars: with directories each class that is loaded takes a descriptor, for a moment.
    private String classPath() throws IOException {
        StringBuilder jars = new StringBuilder();
        for (String part : ChildJvm.classPath().split(File.pathSeparator)) {
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
