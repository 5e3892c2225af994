package org.jmill.test.disk;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.test.disk.TestDisk.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What goes wrong with a disk while nobody crashes.
class DiskFaultsTest {
    private final TestDisk disk = new TestDisk();
    private final Script script = disk.script;

    private static void assertFails(String message, Executable code) {
        assertEquals(message, assertThrows(IOException.class, code).getMessage());
    }

    @Test
    void nothingIsAskedWhereNothingGoesWrong() throws IOException {
        try (FileChannel file = disk.open("a")) {
            file.write(new ByteBuffer[] {bytes("one "), bytes("two")});
            file.read(new ByteBuffer[] {ByteBuffer.allocate(3)});
            file.force(true);
            file.transferFrom(Channels.newChannel(Files.newInputStream(disk.path("a"))), 7, 9);
            file.transferTo(0, 99, Channels.newChannel(new ByteArrayOutputStream()));
            file.truncate(2);
        }
        Files.copy(disk.path("a"), disk.path("b"));
        Files.move(disk.path("b"), disk.path("a"), StandardCopyOption.REPLACE_EXISTING);
        disk.forceDirectory("/work");
        disk.open("a").force(true);
        disk.crash();
        assertEquals(List.of(), script.asked);
        assertEquals("on", disk.text("a"));
    }

    @Test
    void readThatFailsReadsNothing() throws IOException {
        disk.durable("a", "one");
        disk.disk.faults().errors(0.5);
        FileChannel file = disk.open("a");
        ByteBuffer into = ByteBuffer.allocate(9);
        script.answer("read fails", 1);
        assertFails("Input/output error", () -> file.read(into));
        assertEquals(0, into.position());
        assertEquals(0, file.position());
        assertEquals(3, file.read(into));
    }

    @Test
    void writeThatFailsWritesNothing() throws IOException {
        disk.disk.faults().errors(0.5);
        FileChannel file = disk.open("a");
        ByteBuffer from = bytes("one");
        script.answer("write fails", 1);
        assertFails("Input/output error", () -> file.write(from));
        assertEquals(3, from.remaining());
        assertEquals(0, file.size());
        assertEquals(3, file.write(from));
        assertEquals(1, disk.disk.counts().writes());
    }

    @Test
    void endOfAFileIsAlwaysFound() throws IOException {
        disk.disk.faults().errors(1);
        assertEquals(-1, disk.open("a").read(ByteBuffer.allocate(1)));
        assertEquals(0, disk.open("a").read(ByteBuffer.allocate(0)));
    }

    /// As `org.jmill.file` does.
    @Test
    void placeThatIsBadIsSoForOneWhoTriesItInAnotherWay() throws IOException {
        disk.durable("a", "one");
        disk.disk.faults().errors(0.5);
        FileChannel file = disk.open("a");
        script.answer("read fails", 1).answer("write fails", 1);
        assertFails("Input/output error", () -> file.read(ByteBuffer.allocate(1), 2));
        file.position(2);
        assertFails("Input/output error", () -> file.read(ByteBuffer.allocate(1)));
        assertEquals(1, file.read(ByteBuffer.allocate(1)));
        assertFails("Input/output error", () -> file.write(bytes("x"), 1));
        file.position(1);
        assertFails("Input/output error", () -> file.write(bytes("x")));
        assertEquals(1, file.write(bytes("x")));
    }

    @Test
    void forceThatFailsDropsWhatWasToBeForced() throws IOException {
        disk.durable("a", "....");
        disk.disk.faults().errors(0.5);
        FileChannel file = disk.open("a");
        file.write(bytes("ab"));
        script.answer("force fails", 1);
        assertFails("Input/output error", () -> file.force(true));
        assertEquals("ab..", disk.text("a"));
        assertEquals(1, disk.disk.counts().lost());
        file.force(true);
        file.write(bytes("cd"));
        file.force(true);
        disk.crash();
        assertEquals("..cd", disk.text("a"));
        assertEquals(1, disk.disk.counts().lost());
    }

    @Test
    void forceThatFailsLeavesNamesToTheNext() throws IOException {
        disk.disk.faults().errors(0.5);
        FileChannel file = disk.open("a");
        file.write(bytes("ab"));
        script.answer("force fails", 1, 0, 1);
        assertFails("Input/output error", () -> file.force(true));
        file.force(true);
        disk.open("b").close();
        assertFails("Input/output error", () -> disk.forceDirectory("/work"));
        disk.crash();
        assertEquals("a", disk.names("/work"));
        assertEquals("", disk.text("a"));
    }

    @Test
    void readsAndWritesAreShortAsDrawn() throws IOException {
        disk.disk.faults().splits(0.5);
        FileChannel file = disk.open("a");
        ByteBuffer from = bytes("abcdef");
        script.answer("short write", 1, 4).answer("short read", 1, 1, 0);
        assertEquals(4, file.write(from));
        assertEquals(2, from.remaining());
        assertEquals(6, from.limit());
        assertEquals(2, file.write(from));
        ByteBuffer into = ByteBuffer.allocate(9);
        assertEquals(1, file.read(into, 0));
        assertEquals(9, into.limit());
        assertEquals(6, file.read(into, 0));
        assertEquals(bytes("aabcdef"), into.flip());
    }

    @Test
    void byteIsNotSplit() throws IOException {
        disk.disk.faults().splits(1);
        assertEquals(1, disk.open("a").write(bytes("x")));
        assertEquals(1, disk.open("a").read(ByteBuffer.allocate(10)));
        assertEquals(List.of(), script.asked);
    }

    @Test
    void fullDiskTakesWhatFitsAndThenNothing() throws IOException {
        disk.durable("a", "1234");
        disk.disk.faults().capacity(10);
        FileChannel file = disk.open("b");
        ByteBuffer from = bytes("abcdefgh");
        assertEquals(6, file.write(from));
        assertFails("No space left on device", () -> file.write(from));
        assertEquals(2, from.remaining());
        try (FileChannel a = disk.open("a")) {
            assertEquals(4, a.write(bytes("5678"), 0), "what is overwritten needs no room");
        }
        assertEquals(0, disk.disk.files().getFileStores().iterator().next().getUsableSpace());
        Files.delete(disk.path("a"));
        assertEquals(2, file.write(from));
        assertEquals("abcdefgh", disk.text("b"));
        disk.disk.faults().capacity(Long.MAX_VALUE);
        assertEquals(6, file.write(bytes("no end")));
    }

    @Test
    void gapTakesRoom() throws IOException {
        disk.disk.faults().capacity(10);
        FileChannel file = disk.open("a");
        assertFails("No space left on device", () -> file.write(bytes("x"), 10));
        assertEquals(0, file.size());
        assertEquals(1, file.write(bytes("xy"), 9));
    }

    @Test
    void roomIsGivenBackWhenTheLastWhoHasAFileLetsGo() throws IOException {
        disk.disk.faults().capacity(4);
        FileChannel file = disk.open("a");
        file.write(bytes("1234"));
        Files.createLink(disk.path("b"), disk.path("a"));
        Files.delete(disk.path("a"));
        FileChannel other = disk.open("c");
        assertFails("No space left on device", () -> other.write(bytes("x")));
        Files.delete(disk.path("b"));
        assertFails("No space left on device", () -> other.write(bytes("x")));
        file.close();
        assertEquals(1, other.write(bytes("x")));
        file.close();
        other.truncate(0);
        assertEquals(4, other.write(bytes("12345"), 0));
    }

    @Test
    void copyThatFailsLeavesNoTarget() throws IOException {
        disk.durable("a", "1234");
        disk.disk.faults().capacity(6);
        assertFails("No space left on device", () -> Files.copy(disk.path("a"), disk.path("b")));
        assertFalse(Files.exists(disk.path("b")));
        disk.open("b", WRITE, CREATE_NEW).close();
    }

    @Test
    void countsTellWhatHasHappened() throws IOException {
        FileChannel file = disk.open("a", WRITE, CREATE, DSYNC);
        file.write(bytes("x"));
        file.write(bytes("y"));
        file.force(true);
        disk.open("a", APPEND).write(bytes("z"));
        disk.open("b").close();
        disk.crash();
        Counts counts = disk.disk.counts();
        assertEquals(List.of(3L, 1L, 2L, 0L), List.of(counts.writes(), counts.forced(), counts.lost(), counts.torn()));
        assertEquals("xy", disk.text("a"));
        assertThrows(IOException.class, () -> disk.open("b", READ));
    }
}
