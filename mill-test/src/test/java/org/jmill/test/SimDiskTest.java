package org.jmill.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jmill.harness.Messages;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What the author of a test says of a disk, and learns of it.
class SimDiskTest {
    /// Whatever can happen happens.
    private static final class Worst implements Decider {
        @Override
        public int pick(Kind kind, String what, int bound) {
            return bound - 1;
        }

        @Override
        public boolean happens(Kind kind, String what, double probability) {
            return true;
        }

        @Override
        public long between(Kind kind, String what, long min, long max) {
            return max;
        }
    }

    private final SimDisk disk = new SimDisk("a", new Worst(), () -> 0);
    private final Path path = disk.files().getPath("a");

    private static void assertRefused(String message, Executable call) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call);
        Messages.assertShape(thrown);
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void optionsAreChainedAndCheckTheirRange() {
        assertSame(disk, disk.full(10).errors(0).splits(1).torn(0.5).reordered(0));
        assertRefused("full: number of bytes is negative: -1", () -> disk.full(-1));
        assertRefused("errors: probability is not between 0 and 1: 1.1", () -> disk.errors(1.1));
        assertRefused("splits: probability is not between 0 and 1: -0.1", () -> disk.splits(-0.1));
        assertRefused("torn: probability is not between 0 and 1: NaN", () -> disk.torn(Double.NaN));
        assertRefused("reordered: probability is not between 0 and 1: 2.0", () -> disk.reordered(2));
    }

    @Test
    void faultsEndWhenItIsCalm() throws IOException {
        disk.full(0).errors(0.1).splits(0.1);
        assertThrows(IOException.class, () -> Files.writeString(path, "one"));
        disk.calm();
        Files.writeString(path, "one");
        assertEquals("one", Files.readString(path));
    }

    @Test
    void countersTellWhatAnAuthorChecks() throws IOException {
        Files.writeString(path, "one");
        disk.crash();
        disk.restart();
        assertEquals("one", Files.readString(path), "all that can survive does");
        assertEquals(1, disk.writes());
        assertEquals(0, disk.forced());
        assertEquals(0, disk.lost());
        assertEquals(0, disk.torn());
    }

    @Test
    void filesAreTheSameAfterACrash() throws IOException {
        FileSystem before = disk.files();
        disk.crash();
        assertThrows(IOException.class, () -> Files.createFile(path));
        disk.restart();
        assertSame(before, disk.files());
        Files.createFile(path);
        assertEquals("disk of a", disk.toString());
    }
}
