package org.jmill.trace;

import java.util.Arrays;

/// The last line of a coroutine's stack trace: it stands where the frames of whatever runs the coroutine would begin,
/// and names the coroutine and the place where that was started.
///
/// It is a frame like others, so that whatever prints, compares or links frames can do so: the file and the line are
/// the place of the start, and the class is one that nobody has.
public final class EndLine {
    private static final String TYPE = "jmill";
    private static final String UNKNOWN = "-Djmill.strict=true tells where it was started";

    private EndLine() {}

    /// @param coroutine as messages name it
    /// @param created `Pump.java:41`; null = not recorded
    public static StackTraceElement of(String coroutine, String created) {
        String method = "coroutine " + coroutine;
        if (created == null) {
            return new StackTraceElement(TYPE, method, UNKNOWN, -1);
        }
        int colon = created.lastIndexOf(':');
        String file = colon < 0 ? created : created.substring(0, colon);
        int line = -1;
        try {
            line = colon < 0 ? -1 : Integer.parseInt(created.substring(colon + 1));
        } catch (NumberFormatException e) {
            file = created;
        }
        return new StackTraceElement(TYPE, method + " started at ", file, line);
    }

    /// The line of a coroutine of which no more is known than which one it is not.
    public static StackTraceElement ofAnother(String coroutine) {
        return new StackTraceElement(TYPE, "coroutine", "another one than " + coroutine, -1);
    }

    /// Whether it is such a line.
    public static boolean is(StackTraceElement frame) {
        return frame.getClassName().equals(TYPE);
    }

    /// Whether a trace ends with such a line.
    public static boolean ends(StackTraceElement[] frames) {
        return frames.length > 0 && is(frames[frames.length - 1]);
    }

    /// The frames of a trace without that line.
    public static StackTraceElement[] without(StackTraceElement[] frames) {
        return ends(frames) ? Arrays.copyOf(frames, frames.length - 1) : frames;
    }
}
