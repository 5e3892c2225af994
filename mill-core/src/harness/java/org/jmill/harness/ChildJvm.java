package org.jmill.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a main class in a JVM of its own, on the class path, with just the flags that a test gives it.
public final class ChildJvm {
    /// The one flag, for CONTINUATION.
    public static final String CONTINUATIONS = "--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED";

    /// Half of it: CONTINUATION runs, on the slower path, and says so.
    public static final String ADD_EXPORTS = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";
    public static final String ADD_OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /// All that the engines can use.
    public static final List<String> FLAGS = List.of(CONTINUATIONS, ADD_OPENS);

    // Ends what hangs; what is slow, on a machine that has much else to do, may go on.
    private static final long LIMIT_S = 300;

    private ChildJvm() {}

    /// What came of it: the exit status, and what it printed on each stream.
    public record Result(int status, String out, String err) {
        /// All it printed.
        public String output() {
            return out + err;
        }
    }

    public static Result run(Class<?> main, List<String> flags, String... arguments) throws Exception {
        return run(command(main, flags, classPath(), arguments));
    }

    /// As [#run(Class,List,String...)], with at most that many descriptors.
    public static Result runShort(int descriptors, Class<?> main, List<String> flags) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"));
        command.addAll(command(main, flags, classPath()));
        return run(command);
    }

    /// The words that start it.
    public static List<String> command(Class<?> main, List<String> flags, String classPath, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Where the classes are that this JVM sees, those of modules too.
    public static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path");
        return modules.isEmpty() ? classes : classes + File.pathSeparator + modules;
    }

    /// Runs any command, and kills it if it hangs.
    public static Result run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("child", ".out");
        Path err = Files.createTempFile("child", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
            process.destroyForcibly();
            Result result = new Result(process.waitFor(), Files.readString(out), Files.readString(err));
            if (!ended) {
                throw new AssertionError("still running after " + LIMIT_S + " s, has printed: " + result.output());
            }
            return result;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
