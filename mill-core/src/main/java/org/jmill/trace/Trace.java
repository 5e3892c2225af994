package org.jmill.trace;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/// The trace: one line an event on standard error, as libmill's `gotrace` prints it.
///
/// Source: libmill `debug.c`, `mill_trace_`.
public final class Trace {
    /// Whether anybody wants to know: lines are printed, or a flight recording runs. Read without
    /// ordering on every operation; a reader may learn of a change a little late.
    public static boolean on;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private static volatile int level = Integer.getInteger("jmill.trace", 0);
    private static volatile boolean recording;

    static {
        refresh();
    }

    private Trace() {}

    /// Sets the level: 0 prints nothing, anything above prints every event.
    public static void setLevel(int newLevel) {
        level = newLevel;
        refresh();
    }

    /// Whether lines are printed.
    public static boolean printsLines() {
        return level > 0;
    }

    static void setRecording(boolean isRecording) {
        recording = isRecording;
        refresh();
    }

    private static synchronized void refresh() {
        on = level > 0 || recording;
    }

    /// Whether a flight recording runs.
    static boolean isRecording() {
        return recording;
    }

    /// Tells of one operation of a coroutine.
    ///
    /// @param coroutine its number
    /// @param operation what it does: `chs(<3>)`
    public static void operation(long coroutine, String operation) {
        if (level > 0) {
            line(coroutine, operation, " at " + Origins.caller());
        }
        if (recording) {
            FlightEvents.operation(coroutine, operation);
        }
    }

    /// Tells of the start of a coroutine.
    ///
    /// @param parent the number of the one that spawns it
    /// @param name its name, or null
    public static void spawned(long parent, long coroutine, String name) {
        if (level > 0) {
            String named = name == null ? "" : " " + name;
            line(parent, "{" + coroutine + "}=go()" + named, " at " + Origins.caller());
        }
        if (recording) {
            FlightEvents.spawn(coroutine, name);
        }
    }

    /// Tells of the end of a coroutine.
    public static void ended(long coroutine) {
        if (level > 0) {
            line(coroutine, "go() done", "");
        }
        if (recording) {
            FlightEvents.end(coroutine);
        }
    }

    /// Tells that a coroutine was suspended, and for how long, when it goes on.
    ///
    /// @param startNs the value of [#parkStart] before
    public static void parked(long coroutine, String waitedFor, Object token) {
        if (token != null) {
            FlightEvents.parked(token, coroutine, waitedFor);
        }
    }

    /// Notes the beginning of a suspension.
    ///
    /// @return to be handed to [#parked]; null if no one records
    public static Object parkStart() {
        return recording ? FlightEvents.park() : null;
    }

    private static void line(long coroutine, String event, String place) {
        String id = "{" + coroutine + "}";
        String now = LocalTime.now().format(TIME);
        System.err.printf("==> %s %-8s %s%s%n", now, id, event, place);
    }
}
