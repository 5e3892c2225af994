package org.jmill.sched;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.trace.EndLine;
import org.jmill.trace.Origins;

/// Suppresses exceptions in a failure, but of many that are alike only so many that ten can be seen, the failure
/// included. Behind the last of them stands one that counts the others.
///
/// Alike are two of the same type that were thrown at the same place, or two without a place that say the same: five
/// hundred clients that miss one deadline have one thing to tell.
public final class Alike {
    private static final int SHOWN_MAX = 10;

    private final Throwable failure;
    private final Map<Kind, Many> kinds = new HashMap<>();

    /// @param failure the one in which others are suppressed
    public Alike(Throwable failure) {
        this.failure = failure;
        kinds.computeIfAbsent(Kind.of(failure), Many::new).shown++;
    }

    /// Suppresses one more.
    public void suppress(Throwable thrown) {
        if (thrown == failure) {
            return;
        }
        Many many = kinds.computeIfAbsent(Kind.of(thrown), Many::new);
        if (many.shown < SHOWN_MAX) {
            many.shown++;
            failure.addSuppressed(thrown);
        } else if (many.others == null) {
            many.others = new Others(many.kind);
            failure.addSuppressed(many.others);
        } else {
            many.others.count++;
        }
    }

    private static final class Many {
        private final Kind kind;
        private int shown;
        private Others others; // null = all are shown

        Many(Kind kind) {
            this.kind = kind;
        }
    }

    /// @param says what it says, where it was thrown nowhere
    private record Kind(Class<?> type, List<StackTraceElement> frames, String says) {
        static Kind of(Throwable thrown) {
            StackTraceElement[] frames;
            String says;
            try {
                frames = EndLine.without(thrown.getStackTrace());
                says = frames.length == 0 ? thrown.getMessage() : "";
            } catch (RuntimeException e) { // It has code of its own.
                frames = new StackTraceElement[0];
                says = "";
            }
            return new Kind(thrown.getClass(), Arrays.asList(frames), says);
        }

        @Override
        public String toString() {
            String place = Origins.innermost(frames.toArray(StackTraceElement[]::new));
            return type.getName() + (place.isEmpty() ? "" : " at " + place);
        }
    }

    /// Stands for those that are not shown.
    private static final class Others extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String kind;
        private int count = 1; // The mill's thread only, until the failure leaves the mill.

        Others(Kind kind) {
            super(null, null, false, false);
            this.kind = kind.toString();
        }

        @Override
        public String getMessage() {
            return "and " + count + " more like it: " + kind;
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
