package org.jmill.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Gives an echo server one processor and its client the others, so that a server has one core,
/// whatever threads it has, and the client never takes it. Needs `taskset` and two processors;
/// elsewhere the system places both as it likes.
final class Processors {
    private static final String OTHERS = "1-" + (Runtime.getRuntime().availableProcessors() - 1);
    private static final boolean APART = runs("0") && runs(OTHERS);

    private Processors() {}

    /// The same command on the first processor.
    static List<String> first(List<String> command) {
        return on("0", command);
    }

    /// The same command on all processors but the first.
    static List<String> others(List<String> command) {
        return on(OTHERS, command);
    }

    /// What is done, in words.
    static String describe() {
        return APART ? "server on processor 0, client on " + OTHERS.replaceFirst("^1-1$", "1") : "placed by the system";
    }

    private static List<String> on(String processors, List<String> command) {
        if (!APART) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("taskset", "-c", processors));
        all.addAll(command);
        return all;
    }

    private static boolean runs(String processors) {
        try {
            Process process = new ProcessBuilder("taskset", "-c", processors, "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // There is no such command.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
