package org.jmill.examples.raft;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jmill.file.MillFile;

/// The file of a node's changes, one behind the other. It only grows, and survives a crash at any time: what was
/// written last may be there in part then, or not at all, or with a hole in it.
///
/// A record is its length, a checksum, and a [Change]. The sum goes over the record and the sum before it: so a record
/// is good only behind the very ones it was written behind. What is left from before a crash is never taken for what
/// belongs behind a newer record, though it may be whole and lie at the right place.
///
/// One coroutine uses it.
final class LogFile implements AutoCloseable {
    private static final byte[] MAGIC = "jmill raft log 1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    private final MillFile file;
    private final Flaw flaw;
    private final CRC32C crc = new CRC32C();
    private long end; // Behind the last good record.
    private int sum; // Of that record.

    private LogFile(MillFile file, Flaw flaw) {
        this.file = file;
        this.flaw = flaw;
    }

    /// Opens the file, or makes it, and has what it holds done again.
    ///
    /// @param path where it is
    /// @param flaw of which two are the file's
    /// @param target takes the changes
    /// @throws FileSystemException if it is a file of something else
    static LogFile open(Path path, Flaw flaw, Durable target) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(CREATE, READ, WRITE, DSYNC));
        if (flaw == Flaw.ANSWERS_BEFORE_FORCE) {
            options.remove(DSYNC);
        }
        LogFile log = new LogFile(MillFile.open(path, options), flaw);
        try {
            log.recover(path, target);
            return log;
        } catch (Throwable t) {
            try (log) {
                throw t;
            }
        }
    }

    /// Reads up to the first record that is not whole; what is behind it will be written over. All that is good is then
    /// written once more: after a write that has failed, the system may have in its memory, and give, what is not
    /// on the disk.
    private void recover(Path path, Durable target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(MAGIC.length, Math.toIntExact(file.size())));
        file.readAt(0, bytes, -1);
        bytes.clear();
        begin(path, bytes);
        ByteBuffer record;
        while ((record = next(bytes)) != null) {
            Change change = Change.of(record);
            if (change == null || !target.replay(change)) {
                throw new FileSystemException(path.toString(), null, "log does not make sense at byte " + end);
            }
            end = bytes.position();
        }
        file.writeAt(0, bytes.limit((int) end).position(0), -1);
    }

    /// Sees to it that the file is one of ours. If it was made in the moment of a crash, it may hold less than its
    /// first bytes, or zeros.
    private void begin(Path path, ByteBuffer bytes) throws FileSystemException {
        for (byte expected : MAGIC) {
            byte found = bytes.get();
            if (found != 0 && found != expected) {
                throw new FileSystemException(path.toString(), null, "is not the log of a raft node");
            }
        }
        bytes.put(0, MAGIC);
        end = MAGIC.length;
    }

    /// The next record, or null where the good ones end.
    private ByteBuffer next(ByteBuffer bytes) {
        if (bytes.remaining() < HEAD_BYTES) {
            return null;
        }
        int length = bytes.getInt();
        int expected = bytes.getInt();
        if (length <= 0 || length > bytes.remaining()) {
            return null;
        }
        ByteBuffer record = bytes.slice(bytes.position(), length);
        if (sum(record) != expected) {
            return null;
        }
        sum = expected;
        bytes.position(bytes.position() + length);
        return record;
    }

    /// Of the sum before, and a record.
    private int sum(ByteBuffer record) {
        crc.reset();
        crc.update(ByteBuffer.allocate(HEAD_BYTES)
                .putInt(sum)
                .putInt(record.remaining())
                .flip());
        crc.update(record.duplicate());
        return (int) crc.getValue();
    }

    /// Writes changes; suspends until they are on the disk. After a failure nobody knows what is there: the file is to
    /// be opened anew.
    ///
    /// @param changes any number of them, forced together
    void write(List<Change> changes) throws IOException {
        List<ByteBuffer> records = changes.stream()
                .map(change -> ByteBuffer.wrap(flawed(change).bytes()))
                .toList();
        ByteBuffer bytes = ByteBuffer.allocate(
                records.stream().mapToInt(record -> HEAD_BYTES + record.limit()).sum());
        for (ByteBuffer record : records) {
            sum = sum(record);
            bytes.putInt(record.limit()).putInt(sum).put(record);
        }
        bytes.flip();
        int length = bytes.remaining();
        file.writeAt(end, bytes, -1);
        end += length;
    }

    private Change flawed(Change change) {
        boolean forgets = flaw == Flaw.VOTES_TWICE && change instanceof Change.Ballot;
        return forgets ? new Change.Ballot(((Change.Ballot) change).term(), "") : change;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
