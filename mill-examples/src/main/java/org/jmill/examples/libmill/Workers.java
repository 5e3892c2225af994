package org.jmill.examples.libmill;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows libmill's own example: three workers that take turns because they sleep.
/// Run: ./jmill run example
/// Prints a four times, b twice and c three times, one of each at a time.
@Command(description = "The program that stands as `example` in libmill's source tree.")
public final class Workers implements Example {
    private static void worker(int count, String text) {
        for (int i = 0; i != count; ++i) {
            System.out.printf("%s\n", text);
            msleep(now() + 10);
        }
    }

    @Override
    public void main() {
        go(() -> worker(4, "a"));
        go(() -> worker(2, "b"));
        go(() -> worker(3, "c"));
        msleep(now() + 100);
    }
}
