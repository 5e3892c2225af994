package org.jmill.bench.compare;

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
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(more);
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(MAIN);
        line.add(command);
        line.addAll(arguments);
        return line;
    }
}
