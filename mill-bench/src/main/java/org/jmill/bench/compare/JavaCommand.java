package org.jmill.bench.compare;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that starts another JVM like this one, with the same flags and class path.
public final class JavaCommand {
    private static final String MAIN = "org.jmill.bench.Perf";

    private JavaCommand() {}

    /// @param command a command of the main class
    /// @param arguments what follows it
    public static List<String> of(String command, List<String> arguments) {
        return of(List.of(), command, arguments);
    }

    /// @param more options for the JVM
    /// @param command a command of the main class
    /// @param arguments what follows it
    static List<String> of(List<String> more, String command, List<String> arguments) {
        return of(more, List.of(), command, arguments);
    }

    /// @param more options for the JVM
    /// @param folders with classes, beside those of this JVM
    /// @param command a command of the main class
    /// @param arguments what follows it
    static List<String> of(List<String> more, List<Path> folders, String command, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(more);
        line.add("-cp");
        StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        folders.forEach(folder -> classPath.append(File.pathSeparatorChar).append(folder));
        line.add(classPath.toString());
        line.add(MAIN);
        line.add(command);
        line.addAll(arguments);
        return line;
    }
}
