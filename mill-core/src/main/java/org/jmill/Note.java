package org.jmill;

/// What an exception is told of the way it has come: who was reached by it, suppressed in the exception itself. That
/// keeps its type, and so it is caught as what it is.
final class Note extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NOTES_MAX = 16; // Of one kind, in one exception.

    /// What it tells.
    enum Kind {
        /// Which coroutine the exception has left, that being all.
        CULPRIT(false),
        /// Who has read it from a channel, or awaited it, with the stack: the exception has that of another one.
        READER(true),
        /// Which chooses were made and not ended, in a deadlock.
        UNENDED(false);

        private final boolean hasStack;

        Kind(boolean hasStack) {
            this.hasStack = hasStack;
        }
    }

    private final Kind kind;

    private Note(Kind kind, String text) {
        super(text, null, false, kind.hasStack);
        this.kind = kind;
    }

    /// Adds a note, unless the exception has it, or many, already: it is the user's, and may be a constant that is
    /// thrown for years.
    static void add(Throwable thrown, Kind kind, String text) {
        int told = 0;
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed instanceof Note note && note.kind == kind) {
                if (note.getMessage().equals(text)) {
                    return;
                }
                told++;
            }
        }
        if (told < NOTES_MAX) {
            Note note = new Note(kind, text);
            MillRuntime mill = kind.hasStack ? MillRuntime.here() : null;
            if (mill != null) {
                TraceEnd.cut(note, (Routine) mill.scheduler.enterToLook());
            }
            thrown.addSuppressed(note);
        }
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
