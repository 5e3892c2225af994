package org.jmill.file;

import java.io.FileDescriptor;
import java.io.IOException;
import org.jmill.world.World;

/// Standard input, output and error: one of each for the whole process.
final class StandardFiles {
    /// How long the end of the process waits for a standard stream that takes nothing.
    private static final long END_NS = 2_000_000_000;

    private StandardFiles() {}

    static MillFile in() {
        return new MillFile(FileHandle.in(), true);
    }

    static MillFile out(String name, FileDescriptor descriptor) {
        MillFile file = new MillFile(FileHandle.out(name, descriptor), true);
        try {
            // The end of the process comes to all worlds, by no door, and only a thread is told of it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> writeRest(file)));
        } catch (IllegalStateException e) {
            return file; // The process ends already.
        }
        return file;
    }

    /// Like a C program, one that ends does not lose what it has printed.
    private static void writeRest(MillFile file) {
        try {
            file.writeRest("flush", World.real().nanoTime() + END_NS);
        } catch (IOException e) {
            System.getLogger("org.jmill.file").log(System.Logger.Level.WARNING, e.getMessage());
        }
    }
}
