package org.jmill;

import java.lang.StackWalker.StackFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jmill.trace.Origins;
import org.jspecify.annotations.Nullable;

/// Strict mode: finds the places in the code where a choose is made and [Choose#end] was forgotten.
///
/// A choose may be kept, handed on, and ended late, so what counts is the place: one of whose chooses none was ever
/// ended, by anybody, until the mill ends, although a coroutine that made one there came to its end by itself.
/// A coroutine that was cancelled, or failed, had perhaps not got to it; so had one that saw a deadline pass. And a
/// choose that is kept may have had nothing to wait for, so [its code][ChooseCode] is asked, too.
///
/// The mill's thread only. There are as many entries as places, whatever the number of chooses.
final class UnendedChooses {
    private static final int PLACES_MAX = 10; // Named in a message.

    private final Map<String, Place> places = new LinkedHashMap<>();

    /// Notes that a coroutine makes a choose.
    ///
    /// @return the place, to be told of the end; null if one that was made there has been ended before
    @Nullable
    Place made(Routine by) {
        StackFrame frame = Origins.callerFrame().orElse(null);
        String where = frame == null ? "unknown" : frame.getFileName() + ":" + frame.getLineNumber();
        Place place = places.computeIfAbsent(where, w -> new Place(frame));
        if (place.isEnded) {
            return null;
        }
        by.madeChoose(place);
        return place;
    }

    /// What is to be thrown at the mill's end: null if no choose was forgotten.
    MillPanic fault() {
        String where = where(true);
        return where.isEmpty()
                ? null
                : new MillPanic("choose " + where + ": never ended, so that it did nothing;"
                        + " write end() behind its clauses");
    }

    /// Tells a deadlock of chooses that were made and not ended: what they were to take, somebody may wait to give.
    void addTo(DeadlockException deadlock) {
        String where = where(false);
        if (!where.isEmpty()) {
            Note.add(deadlock, Note.Kind.UNENDED, "choose " + where + ": made and not ended so far");
        }
    }

    private String where(boolean forgottenOnly) {
        Stream<String> found = places.entrySet().stream()
                .filter(e -> forgottenOnly ? e.getValue().isForgotten() : !e.getValue().isEnded)
                .map(Map.Entry::getKey);
        return found.limit(PLACES_MAX).collect(Collectors.joining(", "));
    }

    /// A place where chooses are made.
    static final class Place {
        private final StackFrame frame; // null = unknown
        private boolean isEnded; // One of them was.
        private boolean isLeft; // By a coroutine that made one and came to its end.

        Place(@Nullable StackFrame frame) {
            this.frame = frame;
        }

        boolean isForgotten() {
            return isLeft && !isEnded && (frame == null || !ChooseCode.mayEnd(frame));
        }

        void ended() {
            isEnded = true;
        }

        void left() {
            isLeft = true;
        }
    }
}
