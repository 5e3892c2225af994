package org.jmill.test.disk;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.test.disk.TestDisk.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a crash leaves.
class DiskCrashTest {
    private final TestDisk disk = new TestDisk();
    private final Script script = disk.script;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasForcedSurvivesACrash(boolean attributesToo) throws IOException {
        FileChannel file = disk.open("log");
        file.write(bytes("one two"));
        file.force(attributesToo);
        disk.crash();
        assertEquals("one two", disk.text("log"));
        assertEquals(1, disk.disk.counts().forced());
    }

    @Test
    void whatWasNotForcedMayBeLost() throws IOException {
        disk.durable("log", "one");
        FileChannel file = disk.open("log");
        file.write(bytes("ONE and two"), 0);
        assertEquals("ONE and two", disk.text("log"));
        disk.crash();
        assertEquals("one", disk.text("log"));
        assertEquals(1, disk.disk.counts().lost());
    }

    @Test
    void closeDoesNotForce() throws IOException {
        disk.durable("log", "");
        Files.writeString(disk.path("log"), "one");
        disk.crash();
        assertEquals("", disk.text("log"));
    }

    @Test
    void whatWasNotForcedMaySurviveAsABeginningOfTheWrites() throws IOException {
        disk.durable("log", "");
        FileChannel file = disk.open("log");
        for (String part : List.of("a", "b", "c")) {
            file.write(bytes(part));
        }
        script.answer("writes that survive", 2);
        disk.crash();
        assertEquals("ab", disk.text("log"));
        assertEquals(1, disk.disk.counts().lost());
    }

    @Test
    void firstWriteThatIsLostMayBeTorn() throws IOException {
        disk.durable("log", "..........");
        FileChannel file = disk.open("log");
        file.write(bytes("abc"));
        file.write(bytes("defg"));
        file.write(bytes("hij"));
        script.answer("writes that survive", 1).answer("torn write", 1, 3);
        disk.crash();
        assertEquals("abcdef....", disk.text("log"));
        assertEquals(1, disk.disk.counts().torn());
        assertEquals(1, disk.disk.counts().lost());
    }

    @Test
    void writeOfOneByteIsNotTorn() throws IOException {
        disk.durable("log", "");
        disk.open("log").write(bytes("a"));
        disk.crash();
        assertEquals(List.of("writes that survive"), script.asked);
    }

    @Test
    void writeMayOvertakeALostOneOnlyIfThatWasAskedFor() throws IOException {
        disk.durable("log", "");
        disk.disk.faults().torn(0);
        disk.open("log").write(bytes("ab"));
        disk.open("log").write(bytes("cd"), 2);
        disk.crash();
        assertEquals("", disk.text("log"));
        assertEquals(List.of("writes that survive"), script.asked);

        disk.disk.faults().reordered(0.5);
        disk.open("log").write(bytes("ab"));
        disk.open("log").write(bytes("cd"), 2);
        disk.open("log").write(bytes("ef"), 4);
        script.answer("write out of order", 1, 0);
        disk.crash();
        assertEquals("\0\0cd", disk.text("log"));
    }

    @Test
    void filesAreDecidedEachByItself() throws IOException {
        disk.durable("a", "");
        disk.durable("b", "");
        disk.open("a").write(bytes("first"));
        disk.open("b").write(bytes("second"));
        script.answer("writes that survive", 0, 1);
        disk.crash();
        assertEquals("", disk.text("a"));
        assertEquals("second", disk.text("b"));
    }

    @Test
    void forceOfOneFileLeavesTheBytesOfOthersUnforced() throws IOException {
        disk.durable("a", "");
        disk.durable("b", "");
        FileChannel a = disk.open("a");
        a.write(bytes("first"));
        disk.open("b").write(bytes("second"));
        a.force(true);
        disk.crash();
        assertEquals("first", disk.text("a"));
        assertEquals("", disk.text("b"));
    }

    @Test
    void forceThroughAnyChannelForcesTheFile() throws IOException {
        disk.open("log").write(bytes("one"));
        try (FileChannel other = disk.open("log", READ)) {
            other.force(true);
        }
        disk.crash();
        assertEquals("one", disk.text("log"));
    }

    @Test
    void writesOfASyncedChannelNeedNoForce() throws IOException {
        for (OpenOption sync : List.of(SYNC, DSYNC)) {
            FileChannel file = disk.open(sync.toString(), WRITE, CREATE, sync);
            file.write(bytes("one two"));
            file.truncate(3);
            disk.crash();
            assertEquals("one", disk.text(sync.toString()));
        }
    }

    @Test
    void cutIsAChangeLikeAWrite() throws IOException {
        disk.durable("log", "old");
        FileChannel file = disk.open("log", WRITE, TRUNCATE_EXISTING);
        file.write(bytes("new"));
        disk.crash();
        assertEquals("old", disk.text("log"));

        disk.open("log", WRITE, TRUNCATE_EXISTING).write(bytes("new"));
        script.answer("writes that survive", 1);
        disk.crash();
        assertEquals("", disk.text("log"));

        disk.durable("log", "long enough");
        disk.open("log").truncate(4).write(bytes("is"), 6);
        script.answer("writes that survive", 2);
        disk.crash();
        assertEquals("long\0\0is", disk.text("log"));
    }

    @Test
    void allThatIsUndoneLeavesNoTraceOfALongerFile() throws IOException {
        disk.durable("log", "ab");
        disk.open("log").write(bytes("xyz"), 100);
        disk.crash();
        assertEquals(2, Files.size(disk.path("log")));
        disk.open("log").write(bytes("!"), 3);
        assertEquals("ab\0!", disk.text("log"));
    }

    @Test
    void newFileIsGoneIfNeitherItNorItsDirectoryWasForced() throws IOException {
        disk.open("new").write(bytes("one"));
        disk.crash();
        assertEquals("", disk.names("/work"));
        assertEquals(List.of("names that survive"), script.asked); // Nobody cares for its bytes.
    }

    @Test
    void forceOfADirectoryKeepsItsNamesAndNotTheBytes() throws IOException {
        disk.open("new").write(bytes("one"));
        disk.forceDirectory("/work");
        disk.crash();
        assertEquals("new", disk.names("/work"));
        assertEquals("", disk.text("new"));
    }

    @Test
    void forceOfAFileKeepsItsNameAndAllChangesOfNamesBefore() throws IOException {
        disk.durable("old", "");
        Files.delete(disk.path("old"));
        Files.createDirectories(disk.path("x/y"));
        FileChannel file = disk.open("x/y/z");
        Files.createDirectory(disk.path("later"));
        file.force(true);
        disk.crash();
        assertEquals("x", disk.names("/work"));
        assertEquals("z", disk.names("x/y"));
    }

    @Test
    void forceOfAnotherDirectoryKeepsNoLaterName() throws IOException {
        Files.createDirectory(disk.path("d"));
        disk.open("d/in").close();
        disk.open("out").close();
        disk.forceDirectory("d");
        disk.crash();
        assertEquals("d", disk.names("/work"));
        assertEquals("in", disk.names("d"));
    }

    @Test
    void namesSurviveAsABeginningOfTheirChanges() throws IOException {
        disk.open("a").close();
        Files.move(disk.path("a"), disk.path("b"));
        Files.createLink(disk.path("c"), disk.path("b"));
        Files.delete(disk.path("b"));
        Files.createSymbolicLink(disk.path("d"), disk.path("c"));
        assertEquals("c d", disk.names("/work"));
        script.answer("names that survive", 3);
        disk.crash();
        assertEquals("b c", disk.names("/work"));
        assertEquals(2, disk.disk.counts().lost());
        disk.open("c").write(bytes("same"));
        assertEquals("same", disk.text("b"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void renameIsAtomicInACrash(int kept) throws IOException {
        disk.durable("conf", "old");
        disk.durable("conf.new", "new");
        Files.move(disk.path("conf.new"), disk.path("conf"), ATOMIC_MOVE);
        assertEquals("conf", disk.names("/work"));
        script.answer("names that survive", kept);
        disk.crash();
        assertEquals(kept == 1 ? "conf" : "conf conf.new", disk.names("/work"));
        assertEquals(kept == 1 ? "new" : "old", disk.text("conf"));
    }

    @Test
    void renameMaySurviveWithoutTheBytes() throws IOException {
        disk.durable("conf", "old");
        disk.open("conf.new").write(bytes("new"));
        Files.move(disk.path("conf.new"), disk.path("conf"), REPLACE_EXISTING);
        script.answer("names that survive", 2);
        disk.crash();
        assertEquals("", disk.text("conf"));
    }

    @Test
    void forceAfterARenameKeepsIt() throws IOException {
        disk.durable("conf", "old");
        FileChannel file = disk.open("conf.new");
        file.write(bytes("new"));
        Files.move(disk.path("conf.new"), disk.path("conf"), ATOMIC_MOVE);
        file.force(true);
        disk.crash();
        assertEquals("conf", disk.names("/work"));
        assertEquals("new", disk.text("conf"));
    }

    @Test
    void deletedFileComesBackWithItsBytesIfItsEndIsLost() throws IOException {
        disk.durable("d", "kept");
        FileChannel open = disk.open("d");
        Files.delete(disk.path("d"));
        open.write(bytes("K"), 0);
        assertFalse(Files.exists(disk.path("d")));
        disk.open("d").write(bytes("another"));
        disk.crash();
        assertEquals("kept", disk.text("d"));
        assertEquals("d", disk.names("/work"));
    }

    @Test
    void deletedDirectoriesComeBackInOrder() throws IOException {
        Files.createDirectories(disk.path("x/y"));
        disk.durable("x/y/z", "deep");
        Files.delete(disk.path("x/y/z"));
        Files.delete(disk.path("x/y"));
        Files.move(disk.path("x"), disk.path("w"));
        Files.delete(disk.path("w"));
        assertEquals("", disk.names("/work"));
        disk.crash();
        assertEquals("deep", disk.text("x/y/z"));
    }

    @Test
    void whatACrashHasLeftIsDurable() throws IOException {
        disk.open("a").write(bytes("one"));
        script.answer("names that survive", 1).answer("writes that survive", 1);
        disk.crash();
        script.asked.clear();
        disk.crash();
        assertEquals("one", disk.text("a"));
        assertEquals(List.of(), script.asked);
    }

    @Test
    void channelsOfBeforeTheCrashAreClosed() throws IOException {
        FileChannel file = disk.open("a");
        FileChannel directory = disk.open("/work", READ);
        file.lock();
        disk.crash();
        assertFalse(file.isOpen());
        assertThrows(ClosedChannelException.class, () -> file.write(bytes("x")));
        assertThrows(ClosedChannelException.class, () -> file.read(bytes("x"), 0));
        assertThrows(ClosedChannelException.class, () -> file.force(true));
        assertThrows(ClosedChannelException.class, () -> directory.force(true));
        file.close();
        disk.open("a").lock().release();
    }

    @Test
    void crashDeletesNothingOnClose() throws IOException {
        disk.durable("a", "one");
        disk.open("a", READ, DELETE_ON_CLOSE);
        disk.crash();
        assertEquals("one", disk.text("a"));
    }

    @Test
    void diskIsOffUntilItsNodeRestarts() throws IOException {
        disk.durable("a", "one");
        Path path = disk.path("a");
        disk.disk.crash();
        IOException thrown = assertThrows(IOException.class, () -> Files.readString(path));
        assertEquals("the disk of a is off: its node has crashed", thrown.getMessage());
        assertThrows(IOException.class, () -> Files.delete(path));
        assertThrows(IOException.class, () -> Files.createDirectory(disk.path("d")));
        assertFalse(Files.exists(path));
        disk.disk.restart();
        assertEquals("one", Files.readString(path));
    }

    @Test
    void whatWaitsTooLongGetsToTheDiskByItself() throws IOException {
        disk.durable("log", "");
        FileChannel file = disk.open("log");
        for (int i = 0; i < 1_028; i++) {
            file.write(bytes("."));
        }
        disk.crash();
        assertEquals(4, Files.size(disk.path("log")));
        for (int i = 0; i < 1_028; i++) {
            disk.open("f" + i).close();
        }
        disk.crash();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(disk.path("/work"), "f*")) {
            int count = 0;
            for (Path path : files) {
                assertTrue(path.toString().matches("/work/f[0-3]"), path::toString);
                count++;
            }
            assertEquals(4, count);
        }
    }
}
