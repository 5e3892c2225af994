package org.jmill.bench.mutant;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a changed program calls: its standard output, and what watches its loops. Each [ProgramLoader] has a copy of
/// this class, so the one object belongs to one program; the thread that runs its mill is the only one here.
public final class Tape implements Recorder {
    private static final int LOOPS_MAX = 200_000; // No program needs a tenth of it in one run.
    private static final Tape ONLY = new Tape();

    /// Stands where the program has `System.out`.
    public static final PrintStream OUT = new PrintStream(ONLY.bytes, false, StandardCharsets.UTF_8);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean reached;
    private int loops;

    private Tape() {}

    /// The one of this copy of the class: for the loader.
    public static Recorder recorder() {
        return ONLY;
    }

    /// Called where the program was changed.
    public static void reached() {
        ONLY.reached = true;
    }

    /// Called at each jump backwards: a loop that calls no verb could be ended by nobody else.
    ///
    /// @throws IllegalStateException if there were too many
    public static void loop() {
        if (++ONLY.loops > LOOPS_MAX) {
            throw new IllegalStateException("loop: no end within " + LOOPS_MAX + " rounds");
        }
    }

    @Override
    public void rewind() {
        bytes.reset();
        loops = 0;
    }

    @Override
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean wasReached() {
        return reached;
    }
}
