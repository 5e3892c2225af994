package org.jmill.trace;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.jmill.world.ChannelView;
import org.jmill.world.Observer;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// Tells what happens to those who listen: lines on standard error, as libmill's `gotrace` prints them; the flight
/// recorder; the observer of a mill's world. They are given objects; text is made by those who print.
///
/// Callers look at [#on] first.
///
/// Source: libmill `debug.c`, `mill_trace_`.
public final class Trace {
    /// Whether anybody listens. Read without ordering on every operation; a reader may learn of a change a little late.
    public static boolean on;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private static volatile int level = Integer.getInteger("jmill.trace", 0);
    private static volatile boolean recording;
    private static int observed; // Mills with an observer; guarded by the class.

    static {
        refresh();
    }

    private Trace() {}

    /// Sets the level: 0 prints nothing, anything above prints every event.
    public static void setLevel(int newLevel) {
        level = newLevel;
        refresh();
    }

    static void setRecording(boolean isRecording) {
        recording = isRecording;
        refresh();
    }

    /// A mill with an observer of its own begins or ends.
    ///
    /// @param change +1 or -1
    public static synchronized void observed(int change) {
        observed += change;
        refresh();
    }

    private static synchronized void refresh() {
        on = level > 0 || recording || observed > 0;
    }

    /// A coroutine does something.
    ///
    /// @param observer of its mill, or null, as in all that follow
    public static void does(Observer observer, Subject coroutine, Verb verb, Object object) {
        if (level > 0) {
            line(coroutine, text(verb, object), " at " + Origins.caller());
        }
        if (recording) {
            FlightEvents.operation(coroutine.id(), text(verb, object));
        }
        if (observer != null) {
            observer.does(coroutine, verb, object);
        }
    }

    private static String text(Verb verb, Object object) {
        return verb == Verb.MAKE && object instanceof ChannelView channel
                ? channel.label() + "=" + verb.of(channel.capacity())
                : verb.of(object);
    }

    /// A coroutine was started.
    public static void spawned(Observer observer, Subject parent, Subject child) {
        if (level > 0 && parent != null) {
            String named = child.name().isEmpty() ? "" : " " + child.name();
            line(parent, child.label() + "=go()" + named, " at " + Origins.caller());
        }
        if (recording && parent != null) {
            FlightEvents.spawn(child.id(), child.name().isEmpty() ? null : child.name());
        }
        if (observer != null) {
            observer.spawned(parent, child);
        }
    }

    /// A coroutine has ended.
    public static void ended(Observer observer, Subject coroutine, Throwable thrown) {
        if (level > 0) {
            line(coroutine, "go() done", "");
        }
        if (recording) {
            FlightEvents.end(coroutine.id());
        }
        if (observer != null) {
            observer.ended(coroutine, thrown);
        }
    }

    /// Notes the beginning of a wait, for the flight recorder.
    ///
    /// @param object what it waits for: if it is a channel, or several, they are named
    /// @return to be handed to [#parked]; null if no one records
    public static Object parkStart(String mill, Subject coroutine, String waitedFor, Object object) {
        return recording ? FlightEvents.park(mill, coroutine, waitedFor, object) : null;
    }

    /// The wait is over; the coroutine is ready.
    ///
    /// @param token what [#parkStart] gave
    public static void parkWoken(Object token) {
        if (token != null) {
            FlightEvents.parkWoken(token);
        }
    }

    /// A coroutine that waited goes on.
    ///
    /// @param token what [#parkStart] gave
    public static void parked(Object token) {
        FlightEvents.parked(token);
    }

    /// A coroutine waits, and has not gone on, at the end of a part of a recording.
    public static void waits(String mill, Subject coroutine, String waitedFor, Object object, long forMs) {
        FlightEvents.waits(mill, coroutine, waitedFor, object, forMs);
    }

    /// A coroutine keeps the thread of its mill for longer than it may. Called by a thread beside the mill, whether
    /// [#on] or not.
    ///
    /// @param blocking the Java call that blocks, or null if it computes
    public static void stalls(String mill, Subject coroutine, long forMs, String blocking, String stack) {
        if (recording) {
            FlightEvents.stall(mill, coroutine, forMs, blocking, stack);
        }
    }

    /// It has given the thread away.
    public static void stalled(String mill, Subject coroutine, long forMs, String blocking) {
        if (recording) {
            FlightEvents.stallEnd(mill, coroutine, forMs, blocking);
        }
    }

    private static void line(Subject coroutine, String event, String place) {
        String now = LocalTime.now().format(TIME);
        System.err.printf("==> %s %-8s %s%s%n", now, coroutine.label(), event, place);
    }
}
