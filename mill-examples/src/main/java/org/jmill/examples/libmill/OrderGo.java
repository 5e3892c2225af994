package org.jmill.examples.libmill;

import static org.jmill.Mill.go;

import org.jmill.Mill;
import picocli.CommandLine.Command;

/// Shows that go() runs the child at once and puts the caller at the back of the ready list.
/// Run: ./jmill run order_go
/// Prints a letter or a step whenever somebody runs.
@Command(description = "Main starts coroutines that take steps, and some that start one another.")
public final class OrderGo implements Twin {
    private static void steps(String name, int n) {
        for (int i = 0; i != n; ++i) {
            System.out.printf("%s%d\n", name, i);
            Mill.yield();
        }
        System.out.printf("%s end\n", name);
    }

    private static void nested(String name, int depth) {
        System.out.printf("%s enter %d\n", name, depth);
        if (depth > 0) {
            go(() -> nested(name, depth - 1));
        }
        System.out.printf("%s leave %d\n", name, depth);
    }

    @Override
    public void main() {
        System.out.printf("A\n");
        go(() -> steps("x", 3));
        System.out.printf("B\n");
        go(() -> steps("y", 2));
        System.out.printf("C\n");
        Mill.yield();
        System.out.printf("D\n");
        go(() -> nested("n", 3));
        System.out.printf("E\n");
        for (int i = 0; i != 10; ++i) {
            Mill.yield();
        }
        System.out.printf("main end\n");
    }
}
