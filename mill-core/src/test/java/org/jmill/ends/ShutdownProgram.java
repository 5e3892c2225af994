package org.jmill.ends;

import static org.jmill.Mill.*;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;

/// What [ShutdownTest] runs in a JVM of its own: an engine, and what the program does.
public final class ShutdownProgram {
    private ShutdownProgram() {}

    public static void main(String[] args) throws Exception {
        MillOptions options = MillOptions.defaults()
                .engine(Engine.valueOf(args[0]))
                .name("under test")
                .cancelOnShutdown(Duration.ofSeconds(60));
        MillOptions hasty = options.cancelOnShutdown(Duration.ofMillis(300));
        switch (args[1]) {
            case "waits" -> waits(options);
            case "hog" -> hog(hasty);
            case "two" -> two(options);
            case "exit" -> Mill.run(hasty, () -> System.exit(7));
            case "exit in a coroutine" ->
                Mill.run(hasty, () -> {
                    go(() -> System.exit(7));
                    msleep(now() + 100_000);
                });
            case "exit in finally" ->
                Mill.run(options, () -> {
                    say("ready");
                    try {
                        msleep(now() + 100_000);
                    } finally {
                        System.exit(7);
                    }
                });
            case "exit elsewhere" ->
                Mill.run(options, () -> {
                    Thread.ofPlatform().start(() -> System.exit(7));
                    untilTheEnd("main");
                });
            case "late" -> late(options);
            case "hooks" -> hooks(options);
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static void waits(MillOptions options) {
        Mill.run(options, () -> {
            go("child", () -> untilTheEnd("child"));
            say("ready");
            untilTheEnd("main");
        });
        say("after run, interrupted " + Thread.currentThread().isInterrupted());
    }

    private static void untilTheEnd(String who) {
        try {
            msleep(now() + 100_000);
        } finally {
            shield(now() + 200, () -> msleep(now() + 50)); // It has time for a farewell.
            say(who + " finally");
        }
    }

    private static void hog(MillOptions options) {
        Mill.run(options, () -> {
            say("ready");
            go("hog", () -> {
                while (true) {
                    Thread.onSpinWait();
                }
            });
        });
    }

    private static void two(MillOptions options) {
        Thread other = Thread.ofPlatform().start(() -> Mill.run(options.name("other"), () -> untilTheEnd("other")));
        Mill.run(options, () -> {
            say("ready");
            untilTheEnd("main");
        });
        say("other alive " + other.isAlive());
    }

    /// A mill that starts while the process ends.
    private static void late(MillOptions options) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Mill.run(options, () -> untilTheEnd("late"))));
        System.exit(7);
    }

    private static void hooks(MillOptions options) throws Exception {
        int before = hooks();
        for (int i = 0; i < 10_000; i++) {
            Mill.run(options, Mill::yield);
        }
        say("hooks left " + (hooks() - before));
    }

    private static int hooks() throws Exception {
        Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
        hooks.setAccessible(true);
        return ((Map<?, ?>) hooks.get(null)).size();
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
