package org.jmill.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.file.FileMill.bytes;
import static org.jmill.file.FileMill.text;
import static org.jmill.file.MillFile.mfclose;
import static org.jmill.file.MillFile.mferr;
import static org.jmill.file.MillFile.mfflush;
import static org.jmill.file.MillFile.mfin;
import static org.jmill.file.MillFile.mfout;
import static org.jmill.file.MillFile.mfread;
import static org.jmill.file.MillFile.mfwrite;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Mill;

/// The programs that [StandardStreamsTest] runs.
public final class StandardStreamsProgram {
    private StandardStreamsProgram() {}

    /// @param args the name of the program
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "copy" -> Mill.run(StandardStreamsProgram::copy);
            case "two-mills" -> twoMills();
            case "lines" -> lines();
            case "unflushed" ->
                Mill.run(() -> {
                    mfwrite(mfout, bytes("out"), 3, -1);
                    mfwrite(mferr(), bytes("err"), 3, -1);
                });
            case "full" -> Mill.run(StandardStreamsProgram::full);
            case "close" ->
                Mill.run(() -> {
                    print("one ");
                    mfclose(mfout);
                    print("two");
                    mfclose(mfout);
                    mfclose(mfin);
                });
            case "close-late" -> Mill.run(() -> closeLate(Path.of(args[1])));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void print(String text) throws IOException {
        mfwrite(mfout, bytes(text), text.length(), -1);
    }

    private static void copy() throws IOException {
        byte[] buf = new byte[10_000];
        int n = mfin.readSome(buf, buf.length, -1);
        while (n > 0) {
            mfwrite(mfout, buf, n, -1);
            mfflush(mfout, -1);
            n = mfin().readSome(buf, buf.length, -1);
        }
    }

    private static void twoMills() throws IOException {
        for (String name : new String[] {"first", "second"}) {
            Mill.run(() -> {
                byte[] buf = new byte[3];
                int n = mfread(mfin, buf, 3, -1);
                print(name + " " + text(buf, n) + "\n");
                mfflush(mfout, -1);
            });
        }
    }

    /// Four mills of ten coroutines print a hundred lines each.
    private static void lines() throws InterruptedException {
        List<Thread> mills = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            mills.add(Thread.ofPlatform().start(StandardStreamsProgram::millOfLines));
        }
        for (Thread mill : mills) {
            mill.join();
        }
    }

    private static void millOfLines() {
        try {
            Mill.run(() -> {
                List<org.jmill.Coroutine> writers = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String line = ("" + i).repeat(100) + "\n";
                    writers.add(go(() -> {
                        for (int j = 0; j < 100; j++) {
                            print(line);
                            mfflush(mfout, -1);
                        }
                    }));
                }
                writers.forEach(w -> w.join());
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void full() throws IOException {
        print("abc");
        try {
            mfflush(mfout, -1);
        } catch (IOException e) {
            byte[] message = bytes(e.getMessage() + "\n");
            mfwrite(mferr, message, message.length, -1);
            mfflush(mferr, -1); // At the end, standard output's failure might come first.
        }
    }

    /// Nobody reads; the code that closes runs for the first time, and so takes longer than the deadline.
    private static void closeLate(Path fifo) throws IOException {
        MillFile file = MillFile.open(fifo, READ, WRITE);
        byte[] much = new byte[1_000_000];
        try {
            file.write(much, much.length, now() + 50);
        } catch (SocketTimeoutException e) {
            print("late ");
        }
        try {
            file.close(0);
        } catch (SocketTimeoutException e) {
            print("closed");
        }
    }
}
