package org.jmill.examples.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;

/// What a crash leaves of the file is read up to where it is whole, and written on from there.
class LogFileTest {
    private static final int MAGIC_BYTES = 16;

    private final Path path =
            Jimfs.newFileSystem(Configuration.unix()).getPath("/work").resolve("raft.log");

    /// What a node does with its file.
    private interface Use {
        void run(LogFile file, Durable durable) throws IOException;
    }

    private void use(Use use) throws IOException {
        Mill.run(() -> {
            Durable durable = new Durable();
            try (LogFile file = LogFile.open(path, Flaw.NONE, durable)) {
                use.run(file, durable);
            }
        });
    }

    /// Writes a vote and some entries, each by a write of its own.
    private void write(long term, String... commands) throws IOException {
        use((file, durable) -> {
            durable.vote(term, "b");
            file.write(durable.takeUnsaved());
            for (String command : commands) {
                durable.write(durable.last() + 1, new Entry(term, command));
                file.write(durable.takeUnsaved());
            }
        });
    }

    private void assertHolds(long term, String vote, String... commands) throws IOException {
        use((file, durable) -> {
            assertEquals(term, durable.term());
            assertEquals(vote, durable.vote());
            assertEquals(
                    List.of(commands),
                    durable.behind(0, 1000).stream().map(Entry::command).toList());
        });
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(path);
    }

    @Test
    void newFileHoldsNothing() throws IOException {
        assertHolds(0, "");
        assertHolds(0, "");
    }

    @Test
    void whatWasWrittenIsThere() throws IOException {
        write(1, "put a 1");
        write(3, "put b 2", "get a");
        assertHolds(3, "b", "put a 1", "put b 2", "get a");
    }

    @Test
    void entryThatIsWrittenOverTakesThoseBehindItAway() throws IOException {
        write(1, "put a 1", "put b 2", "put c 3");
        use((file, durable) -> {
            durable.vote(2, "");
            durable.write(2, new Entry(2, "put d 4"));
            file.write(durable.takeUnsaved());
        });
        assertHolds(2, "", "put a 1", "put d 4");
    }

    /// Cut off at each byte there is: what is read is what was written before, and it can be written on.
    @Test
    void tornTailIsLeftOutWhereverItIsTorn() throws IOException {
        write(1, "put a 1", "put b 2");
        long whole = bytes().length;
        write(1, "put c 3");
        byte[] all = bytes();
        for (int length = 0; length <= all.length; length++) {
            Files.write(path, Arrays.copyOf(all, length));
            int kept = length;
            use((file, durable) -> assertTrue(durable.last() < 3 || kept == all.length));
            if (length >= whole) {
                write(2, "put d 4");
                use((file, durable) ->
                        assertEquals("put d 4", durable.at(durable.last()).command()));
            }
        }
    }

    /// Zeros where the bytes never came: a file that has its length, and not its contents.
    @Test
    void holeIsNoRecord() throws IOException {
        write(1, "put a 1", "put b 2");
        byte[] all = bytes();
        for (int from = 0; from < all.length; from++) {
            byte[] torn = all.clone();
            Arrays.fill(torn, from, torn.length, (byte) 0);
            Files.write(path, torn);
            use((file, durable) -> assertTrue(durable.last() < 2));
        }
    }

    @Test
    void changedByteEndsTheLogThere() throws IOException {
        write(1, "put a 1", "put b 2");
        byte[] all = bytes();
        for (int at = MAGIC_BYTES; at < all.length; at++) {
            byte[] changed = all.clone();
            changed[at] ^= 0x10;
            Files.write(path, changed);
            use((file, durable) -> assertTrue(durable.last() < 2));
        }
    }

    /// Of three writes before a crash the second was lost, and the third is on the disk. Another one of the same length
    /// takes the place of the second: the third is whole, stands in the right place, and is nevertheless not its
    /// heir.
    @Test
    void recordFromBeforeTheCrashIsNotTakenForTheNextOne() throws IOException {
        write(1, "put a 1");
        int first = bytes().length;
        use((file, durable) -> {
            durable.write(2, new Entry(1, "put b 2"));
            file.write(durable.takeUnsaved());
        });
        int second = bytes().length;
        use((file, durable) -> {
            durable.write(3, new Entry(1, "put c 3"));
            file.write(durable.takeUnsaved());
        });
        byte[] torn = bytes();
        Arrays.fill(torn, first, second, (byte) 0);
        Files.write(path, torn);
        use((file, durable) -> {
            durable.write(2, new Entry(1, "put x 9"));
            file.write(durable.takeUnsaved());
        });
        assertEquals(torn.length, bytes().length, "the third one is still there");
        assertHolds(1, "b", "put a 1", "put x 9");
    }

    @Test
    void fileOfSomethingElseIsRefusedAndNotTouched() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "my diary");
        FileSystemException refused = assertThrows(FileSystemException.class, () -> use((file, durable) -> {}));
        assertTrue(refused.getMessage().contains("is not the log of a raft node"), refused.getMessage());
        assertEquals("my diary", Files.readString(path));
    }

    @Test
    void flawForgetsTheVoteButNotTheTerm() throws IOException {
        Mill.run(() -> {
            Durable durable = new Durable();
            try (LogFile file = LogFile.open(path, Flaw.VOTES_TWICE, durable)) {
                durable.vote(4, "b");
                file.write(durable.takeUnsaved());
            }
        });
        assertHolds(4, "");
    }
}
