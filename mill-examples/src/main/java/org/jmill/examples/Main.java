package org.jmill.examples;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jmill.CancelledException;
import org.jmill.DeadlockException;
import org.jmill.MillOptions;
import picocli.CommandLine.ParameterException;

/// The main class of the launcher: `list` shows what can be run, `run` runs it, `dump` shows what another process does.
///
/// Exit status: 0, or what the example says; 1 if it fails; 2 if the command line is wrong; 130
/// after Ctrl-C.
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int INTERRUPTED = 130;

    private static final String USAGE = "usage: jmill list | run [--engine E] [--order O] NAME [ARGS...] | dump PID";

    private Main() {}

    /// Runs a command and ends the JVM.
    ///
    /// @param args `list`; `run`, options, the name of an example and its arguments; `dump` and a process
    public static void main(String[] args) {
        System.setOut(Output.standard());
        int status;
        try {
            status = execute(args);
        } catch (Output.Gone e) {
            status = failed("", e);
        }
        if (status != INTERRUPTED) { // Then the JVM goes down already, with the status of its signal.
            System.exit(status);
        }
    }

    /// Runs a command; prints on `System.out` and `System.err`.
    ///
    /// @return the exit status
    static int execute(String... args) {
        String command = args.length == 0 ? "" : args[0];
        return switch (command) {
            case "list" -> list(args);
            case "run" -> run(Arrays.asList(args).subList(1, args.length));
            case "dump" -> dump(args);
            case "--help", "-h", "help" -> help();
            case "" -> misused("no command; " + USAGE);
            default -> misused("unknown command: " + command + "; " + USAGE);
        };
    }

    private static int list(String[] args) {
        if (args.length > 1) {
            return misused("list: takes no arguments, not " + args[1]);
        }
        Catalogue.print(System.out);
        System.out.flush();
        return 0;
    }

    private static int dump(String[] args) {
        if (args.length != 2) {
            return misused("dump: takes the number of a process; " + USAGE);
        }
        try {
            Dumps.print(args[1], System.out);
            System.out.flush();
            return 0;
        } catch (Dumps.Refused e) {
            System.out.flush();
            System.err.println("jmill: " + e.getMessage());
            return FAILED;
        }
    }

    private static int help() {
        System.out.println(USAGE);
        System.out.println("'jmill list' shows the names, 'jmill run NAME --help' explains one.");
        System.out.flush();
        return 0;
    }

    private static int run(List<String> args) {
        if (args.equals(List.of("--help")) || args.equals(List.of("-h"))) {
            return help();
        }
        Invocation invocation;
        try {
            invocation = Invocation.parse(args);
        } catch (ParameterException e) {
            return misused(e.getMessage());
        }
        if (invocation.helpWanted()) {
            invocation.printHelp(System.out);
            System.out.flush();
            return 0;
        }
        return run(invocation.name(), invocation.example(), invocation.options());
    }

    /// Runs an example.
    ///
    /// @return the exit status
    static int run(String name, Example example, MillOptions options) {
        if (System.out instanceof Output output) {
            output.flushEachLine(!example.printsMuch());
        }
        long startNs = System.nanoTime();
        Throwable failure = null;
        try {
            example.launch(options);
            System.out.flush();
        } catch (Throwable t) {
            failure = t;
        }
        // The flag is set again when an interrupted mill has ended, however its main took it.
        boolean interrupted = Thread.interrupted();
        if (interrupted && (failure == null || failure instanceof CancelledException)) {
            return interrupted(name, example, System.nanoTime() - startNs);
        }
        return failure == null ? example.status() : failed(name, failure);
    }

    private static int interrupted(String name, Example example, long ns) {
        System.out.flush();
        String after = String.format(Locale.ROOT, "%.1f s", ns / 1e9);
        String soFar = example.soFar().isEmpty() ? "" : ": " + example.soFar();
        System.err.println("jmill: run " + name + ": interrupted after " + after + soFar);
        return INTERRUPTED;
    }

    private static int failed(String name, Throwable failure) {
        if (failure instanceof Output.Gone gone) {
            if (!gone.isBrokenPipe()) {
                System.err.println("jmill: " + gone.getMessage());
            }
            return FAILED;
        }
        System.out.flush();
        System.err.println("jmill: run " + name + ": " + describe(failure));
        return FAILED;
    }

    /// One line: what happened, in which coroutine, and why. A deadlock shows the dump below it.
    private static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof IOException && repeats(text, t.getMessage())) {
                continue;
            }
            text.append(separator).append(publicName(t.getClass()));
            if (t.getMessage() != null) {
                boolean whole = t instanceof DeadlockException;
                text.append(": ").append(whole ? t.getMessage() : firstLine(t.getMessage()));
            }
            for (Throwable also : t.getSuppressed()) {
                text.append("; ").append(firstLine(also.toString()));
            }
            separator = "; cause: ";
        }
        return text.toString();
    }

    /// Whether the words of a cause stand in the text already, as the JDK's do in jmill's messages.
    private static boolean repeats(StringBuilder text, String message) {
        return message != null && text.toString().toLowerCase(Locale.ROOT).contains(message.toLowerCase(Locale.ROOT));
    }

    /// The name by which users know an exception.
    private static String publicName(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) ? type.getSimpleName() : publicName(type.getSuperclass());
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static int misused(String message) {
        System.err.println("jmill: " + firstLine(message));
        return MISUSED;
    }
}
