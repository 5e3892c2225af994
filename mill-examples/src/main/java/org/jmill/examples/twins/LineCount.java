package org.jmill.examples.twins;

import static org.jmill.Mill.*;
import static org.jmill.file.MillFile.mfopen;

import java.io.IOException;
import java.time.Duration;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;
import org.jmill.file.MillFile;

/// Counts the lines of files, four at a time, and says how far it has come; Ctrl-C ends it with what it has.
public class LineCount {
    private int files;
    private long lines;

    static long count(String name) throws IOException {
        long lines = 0;
        try (MillFile file = mfopen(name)) {
            while (file.readLine(-1) != null) {
                lines++;
            }
        }
        return lines;
    }

    static void readAll(String[] names, Chan<Long> counts) {
        Scope.run(readers -> {
            readers.limit(4);
            for (String name : names) {
                readers.go(() -> counts.send(count(name)));
            }
        });
        counts.done();
    }

    void run(String[] names) {
        try {
            Scope.run(scope -> {
                Chan<Long> counts = chmake(0);
                scope.go(() -> readAll(names, counts));
                every(Duration.ofSeconds(1), () -> System.err.println(this));
                for (long n : counts) {
                    files++;
                    lines += n;
                }
            });
        } finally {
            System.out.println(this);
        }
    }

    @Override
    public String toString() {
        return files + " files, " + lines + " lines";
    }

    public static void main(String[] names) {
        Mill.run(MillOptions.defaults().cancelOnShutdown(Duration.ofSeconds(2)), () -> new LineCount().run(names));
    }
}
