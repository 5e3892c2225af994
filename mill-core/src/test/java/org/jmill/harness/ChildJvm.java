package org.jmill.harness;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscArrayQueue;
import org.jmill.Mill;

/// Runs a main class in a JVM of its own, on the class path, with just the flags that a test gives it.
public final class ChildJvm {
    public static final String ADD_EXPORTS = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";
    public static final String ADD_OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private static final long LIMIT_S = 100;

    private ChildJvm() {}

    /// What came of it: the exit status, and what it printed on both streams.
    public record Result(int status, String output) {}

    public static Result run(Class<?> main, List<String> flags, String... arguments) throws Exception {
        return run(List.of(), main, flags, arguments);
    }

    /// As [#run(Class,List,String...)], with at most that many descriptors.
    public static Result runShort(int descriptors, Class<?> main, List<String> flags) throws Exception {
        String limited = "ulimit -n " + descriptors + "; exec \"$@\"";
        return run(List.of("sh", "-c", limited, "sh"), main, flags);
    }

    private static Result run(List<String> shell, Class<?> main, List<String> flags, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(
                String.join(java.io.File.pathSeparator, place(Mill.class), place(main), place(MpscArrayQueue.class)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread killer = Thread.ofPlatform().daemon().start(() -> killAtTheLimit(process));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        killer.interrupt();
        return new Result(status, output);
    }

    private static void killAtTheLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It has ended.
        }
    }

    /// Where a class was loaded from: a folder or a jar.
    private static String place(Class<?> type) throws IOException {
        try {
            java.net.URL file = type.getResource(
                    type.getName().substring(type.getPackageName().length() + 1) + ".class");
            String url = file.toString();
            String suffix = type.getName().replace('.', '/') + ".class";
            String root = url.substring(0, url.length() - suffix.length());
            if (root.startsWith("jar:")) {
                root = root.substring("jar:".length(), root.length() - "!/".length());
            }
            return Path.of(new java.net.URI(root)).toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
