package org.jmill.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// Standard output with a buffer: written line by line, or late for programs that print much. When
/// the reader has gone (`jmill run sieve 100000 | head`), the next write ends the program, as
/// SIGPIPE ends one in C.
final class Output extends PrintStream {
    private static final int BUFFER_BYTES = 8192;

    private final Buffer buffer;

    private Output(Buffer buffer) {
        super(buffer, true, System.out.charset());
        this.buffer = buffer;
    }

    /// The standard output of this process.
    static Output standard() {
        return new Output(new Buffer(new FileOutputStream(FileDescriptor.out)));
    }

    /// Chooses when lines are written: each at its end, or when the buffer is full or flushed.
    void flushEachLine(boolean each) {
        buffer.eachLine = each;
    }

    @Override
    public void flush() {
        super.flush();
        buffer.drain();
    }

    /// Nothing more can be written: mostly, the reader has gone.
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) {
            super("write standard output: " + cause.getMessage(), cause);
        }

        /// Whether somebody has just read enough, which is no reason to complain.
        boolean isBrokenPipe() {
            return "Broken pipe".equals(getCause().getMessage());
        }
    }

    /// Takes the calls that a print stream makes for its line ends.
    private static final class Buffer extends OutputStream {
        private final OutputStream out;
        private final byte[] bytes = new byte[BUFFER_BYTES];
        private int count;
        private boolean gone;
        private boolean eachLine = true;

        Buffer(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int length) {
            int at = from;
            int left = length;
            while (left > 0) {
                if (count == bytes.length) {
                    drain();
                }
                int n = Math.min(left, bytes.length - count);
                System.arraycopy(source, at, bytes, count, n);
                count += n;
                at += n;
                left -= n;
            }
        }

        @Override
        public void flush() {
            if (eachLine) {
                drain();
            }
        }

        void drain() {
            int n = count;
            count = 0;
            if (n == 0 || gone) {
                return;
            }
            try {
                out.write(bytes, 0, n);
            } catch (IOException e) {
                gone = true;
                throw new Gone(e);
            }
        }
    }
}
