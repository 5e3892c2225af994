package org.jmill;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jmill.trace.EndLine;

/// Ends the stack traces of what leaves a coroutine at that one's first frame, with a [line][EndLine] that names it.
/// What lies beneath is whoever hosts the coroutine, or the JDK's and the engine's ways to start a thread: it says
/// nothing, and differs from run to run and from engine to engine. Main's traces go on into the caller of [Mill#run],
/// on all engines, as if that had called main's body itself.
///
/// To cut a trace the JVM has to make objects of its frames, some microseconds. So it is done only for what somebody
/// sees: a failure that goes to its scope, its mill or a handler, or that a resumer, a joiner or a caller outside is
/// told of. Who is cancelled and ends by it costs nothing.
///
/// Which coroutine has made an exception cannot be told, so the one that it leaves first is named.
final class TraceEnd {
    /// An exception may have any number of causes and suppressed ones, in circles too; more are not looked at.
    private static final int RELATED_MAX = 100;

    /// So many frames the JVM keeps: a deeper trace does not reach the coroutine's first one.
    private static final int FRAMES_KEPT = 1024;

    private static final StackTraceElement[] NONE = {};

    private TraceEnd() {}

    /// What is done to the frames of one exception.
    @FunctionalInterface
    private interface Edit {
        /// @return the new frames; the same array where nothing is to be changed
        StackTraceElement[] of(Throwable thrown, StackTraceElement[] frames);
    }

    /// Something leaves a coroutine: ends its trace, and those of its causes and suppressed exceptions.
    static void cut(Throwable thrown, Routine left) {
        edit(thrown, (each, frames) -> cut(frames, left));
    }

    /// Something leaves a mill: the traces of main go on into the caller's frames, and so do those of nobody.
    static void leavesMill(Throwable thrown, Routine main) {
        StackTraceElement line = line(main);
        StackTraceElement[] beneath = framesBeneath(MillRuntime.class);
        edit(thrown, (each, frames) -> {
            StackTraceElement[] own = cut(frames, main);
            if (own.length == 0 && each instanceof DeadlockException) {
                return beneath;
            }
            return own.length > 0 && own[own.length - 1].equals(line) ? joined(own, own.length - 1, beneath) : own;
        });
    }

    /// What was thrown on another thread is thrown in this coroutine, which had asked for it: the trace goes on into
    /// the caller's frames.
    ///
    /// @param seam the class whose frames part the code that was called from the thread that has run it
    static void comesBack(Throwable thrown, Class<?> seam, Routine caller) {
        StackTraceElement[] beneath = cut(framesBeneath(seam), caller);
        edit(thrown, (each, frames) -> {
            int end = 0;
            while (end < frames.length && !isOf(frames[end], seam)) {
                end++;
            }
            return end == frames.length ? frames : joined(frames, end, beneath);
        });
    }

    private static StackTraceElement line(Routine routine) {
        return EndLine.of(routine.toString(), routine.created());
    }

    /// Some exceptions have code of their own where others have a trace, a cause or none. Whatever that does, the
    /// exception is more important than its looks.
    private static void edit(Throwable thrown, Edit edit) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> toDo = new ArrayDeque<>();
        for (Throwable each = thrown; each != null; each = toDo.poll()) {
            if (seen.size() >= RELATED_MAX || !seen.add(each)) {
                continue;
            }
            try {
                StackTraceElement[] frames = each.getStackTrace();
                StackTraceElement[] edited = edit.of(each, frames);
                if (edited != frames) {
                    each.setStackTrace(edited);
                }
                Collections.addAll(toDo, each.getSuppressed());
                if (each.getCause() != null) {
                    toDo.add(each.getCause());
                }
            } catch (Throwable itsOwn) {
                // It stays as it is.
            }
        }
    }

    /// The frames of a coroutine down to its first one, and the line that names it.
    static StackTraceElement[] cut(StackTraceElement[] frames, Routine of) {
        int entry = 0;
        while (entry < frames.length && !isEntry(frames[entry])) {
            entry++;
        }
        if (entry == frames.length) {
            boolean isTooDeep = frames.length >= FRAMES_KEPT && !EndLine.ends(frames);
            return isTooDeep ? joined(frames, frames.length, line(of)) : frames;
        }
        int end = entry;
        while (end > 0 && isPlumbing(frames[end - 1])) {
            end--;
        }
        return joined(frames, end == 0 ? entry : end, line(frames[entry], of));
    }

    /// Main's frames tell that they are main's, whoever has thrown the exception in the end.
    private static StackTraceElement line(StackTraceElement entry, Routine left) {
        if (isOf(entry, MainRoutine.class) == left instanceof MainRoutine) {
            return line(left);
        }
        return left instanceof MainRoutine ? EndLine.ofAnother(left.toString()) : EndLine.of("{0} main", null);
    }

    /// Whether it is the first frame of a coroutine.
    private static boolean isEntry(StackTraceElement frame) {
        return frame.getMethodName().equals("run")
                && (isOf(frame, Routine.class) || isOf(frame, MainRoutine.class) || isOf(frame, CoroRoutine.class));
    }

    /// Whether it only calls the user's code.
    private static boolean isPlumbing(StackTraceElement frame) {
        return isOf(frame, Fork.class)
                || isOf(frame, Coro.class)
                || isOf(frame, Generator.Values.class)
                || isOf(frame, Race.class)
                || isOf(frame, Scope.class)
                || frame.getClassName().startsWith(Entrance.class.getName());
    }

    private static boolean isOf(StackTraceElement frame, Class<?> type) {
        return frame.getClassName().equals(type.getName());
    }

    /// The frames of this thread beneath those of a class.
    private static StackTraceElement[] framesBeneath(Class<?> seam) {
        StackTraceElement[] all = new Throwable().getStackTrace();
        int begin = 0;
        while (begin < all.length && (isOf(all[begin], TraceEnd.class) || isOf(all[begin], seam))) {
            begin++;
        }
        return Arrays.copyOfRange(all, begin, all.length);
    }

    private static StackTraceElement[] joined(StackTraceElement[] frames, int count, StackTraceElement... beneath) {
        StackTraceElement[] all = Arrays.copyOf(frames, count + beneath.length);
        System.arraycopy(beneath, 0, all, count, beneath.length);
        return all;
    }

    /// An exception that happens nowhere: it is nobody's fault.
    static <X extends Throwable> X nowhere(X thrown) {
        thrown.setStackTrace(NONE);
        return thrown;
    }
}
