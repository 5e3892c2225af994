package org.jmill.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import org.jmill.MillOptions;

/// What a command printed, and its exit status.
record Launched(int status, String out, String err) {
    /// Runs a command in this JVM, as `./jmill` would.
    static Launched launch(String... args) {
        return capture(() -> Main.execute(args));
    }

    /// Runs a program in this JVM.
    static Launched launch(Example example) {
        return capture(() -> Main.run("program", example, MillOptions.defaults()));
    }

    /// Runs a command, and keeps what it prints.
    static Launched capture(IntSupplier command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int status;
        try {
            System.setOut(new PrintStream(outBytes, false, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
            status = command.getAsInt();
        } finally {
            System.out.flush();
            System.setOut(out);
            System.setErr(err);
        }
        return new Launched(
                status, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
    }

    /// Runs an example that must succeed without a word on standard error.
    ///
    /// @return what it printed
    static String output(String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "run";
        System.arraycopy(args, 0, command, 1, args.length);
        Launched launched = launch(command);
        if (launched.status != 0 || !launched.err.isEmpty()) {
            throw new AssertionError(List.of(args) + " failed: " + launched);
        }
        return launched.out;
    }
}
