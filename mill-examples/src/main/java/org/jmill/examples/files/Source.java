package org.jmill.examples.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A text file, or standard input, that is read in chunks. A chunk is cut between two words, or two lines; what follows
/// comes with the next one. One thread at a time reads.
final class Source implements AutoCloseable {
    /// The name that stands for standard input.
    static final String STANDARD_INPUT = "-";

    private static final int CHUNK_MIN = 1 << 12;
    private static final int CHUNK_BYTES = 1 << 18;
    private static final int PIECE_MAX = 1 << 28;

    private final String name;
    private final boolean lines;
    private InputStream in; // null before the first chunk
    private byte[] rest = {}; // What was read and belongs to the next chunk.
    private boolean ended;
    private boolean failed;

    private Source(String name, boolean lines) {
        this.name = name;
        this.lines = lines;
    }

    /// A file whose chunks consist of whole words.
    static Source ofWords(String name) {
        return new Source(name, false);
    }

    /// A file whose chunks consist of whole lines.
    static Source ofLines(String name) {
        return new Source(name, true);
    }

    /// As it was given.
    String name() {
        return name;
    }

    /// How many bytes it seems to have; 0 if that cannot be told.
    private long size() {
        try {
            return Files.isRegularFile(Path.of(name)) ? Files.size(Path.of(name)) : 0;
        } catch (IOException | InvalidPathException e) {
            return 0;
        }
    }

    /// How many bytes they seem to have together.
    static long size(List<Source> sources) {
        return sources.stream().mapToLong(Source::size).sum();
    }

    /// Notes that it could not be read.
    void fail() {
        failed = true;
    }

    /// Whether it could be read.
    boolean isRead() {
        return !failed;
    }

    /// Reads the next chunk; blocks the calling thread.
    ///
    /// @return the chunk, or null at the end
    /// @throws IOException if the file cannot be read, or is not a text
    Chunk next() throws IOException {
        boolean first = in == null;
        if (first) {
            open();
        }
        if (ended) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(rest, Math.max(chunkBytes(), rest.length));
        int length = fill(bytes, rest.length);
        if (first && Binary.isBinary(bytes, length)) {
            throw new IOException("binary file");
        }
        int cut = ended ? length : cut(bytes, length);
        while (cut == 0 && !ended) { // One word or line fills it all.
            if (bytes.length >= PIECE_MAX) {
                throw new IOException("a " + (lines ? "line" : "word") + " is longer than " + PIECE_MAX + " bytes");
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
            length = fill(bytes, length);
            cut = ended ? length : cut(bytes, length);
        }
        rest = Arrays.copyOfRange(bytes, cut, length);
        return cut == 0 ? null : new Chunk(this, bytes, cut);
    }

    private void open() throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            in = System.in;
            return;
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name);
        }
        if (Files.isDirectory(path)) {
            throw new IOException("is a directory");
        }
        in = Files.newInputStream(path);
    }

    /// Small files need no large buffer.
    private int chunkBytes() {
        return Math.clamp(size() + 1, CHUNK_MIN, CHUNK_BYTES);
    }

    private int fill(byte[] bytes, int from) throws IOException {
        int n = in.readNBytes(bytes, from, bytes.length - from);
        ended = from + n < bytes.length;
        return from + n;
    }

    /// The index behind the last gap.
    private int cut(byte[] bytes, int length) {
        int i = length;
        while (i > 0 && !isGap(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    private boolean isGap(byte b) {
        return lines ? b == '\n' : Words.isSpace(b);
    }

    /// What went wrong, in a few words.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    @Override
    public void close() throws IOException {
        if (in != null && in != System.in) {
            in.close();
        }
    }

    /// Tells texts from other files by their first chunk.
    private static final class Binary {
        private Binary() {}

        /// A NUL says that it is none; so do control characters where the bytes are not UTF-8.
        static boolean isBinary(byte[] bytes, int length) {
            boolean control = false;
            for (int i = 0; i < length; i++) {
                byte b = bytes[i];
                if (b == 0) {
                    return true;
                }
                control |= b > 0 && b < ' ' && !Words.isSpace(b) && b != '\b' && b != 0x1b;
            }
            // Decoding replaces what is wrong; the last character may have been cut.
            return control
                    && new String(bytes, 0, Math.max(0, length - 3), StandardCharsets.UTF_8).indexOf('\ufffd') >= 0;
        }
    }
}
