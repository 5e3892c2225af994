package org.jmill.bench.mutant;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a changed program calls: its standard output, and what watches its loops. Each [ProgramLoader] has a copy of
/// this class, so these statics belong to one program; the thread that runs its mill is the only one here.
public final class Tape implements Recorder {
    /// Stands where the program has `System.out`.
    public static final PrintStream OUT;

    private static final int LOOPS_MAX = 200_000; // No program needs a tenth of it in one run.
    private static final ByteArrayOutputStream BYTES = new ByteArrayOutputStream();
    private static boolean reached;
    private static int loops;

    static {
        OUT = new PrintStream(BYTES, false, StandardCharsets.UTF_8);
    }

    /// For the loader.
    public Tape() {}

    /// Called where the program was changed.
    public static void reached() {
        reached = true;
    }

    /// Called at each jump backwards: a loop that calls no verb could be ended by nobody else.
    ///
    /// @throws IllegalStateException if there were too many
    public static void loop() {
        if (++loops > LOOPS_MAX) {
            throw new IllegalStateException("loop: no end within " + LOOPS_MAX + " rounds");
        }
    }

    @Override
    public void rewind() {
        BYTES.reset();
        loops = 0;
    }

    @Override
    public String text() {
        return BYTES.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean wasReached() {
        return reached;
    }
}
