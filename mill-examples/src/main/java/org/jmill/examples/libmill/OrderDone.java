package org.jmill.examples.libmill;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Mill;
import picocli.CommandLine.Command;

/// Shows that chdone wakes every blocked receiver, chr and choose alike, in the order they queued.
/// Run: ./jmill run order_done
/// Prints who wakes with the terminal value 77, and who gets it again.
@Command(description = "Two receivers and two choosers wait for a channel that main then ends.")
public final class OrderDone implements Twin {
    private static void waiter(Chan<Integer> ch, int id) {
        int v = chr(ch);
        System.out.printf("chr %d woke with %d\n", id, v);
        v = chr(ch);
        System.out.printf("chr %d again %d\n", id, v);
    }

    private static void chooser(Chan<Integer> ch, Chan<Integer> never, int id) {
        choose().in(never, v -> System.out.printf("never %d\n", v))
                .in(ch, v -> System.out.printf("choose %d woke with %d\n", id, v))
                .end();
    }

    @Override
    public void main() {
        Chan<Integer> ch = chmake(2);
        Chan<Integer> never = chmake(0);
        go(() -> waiter(ch, 1));
        go(() -> chooser(ch, never, 2));
        go(() -> waiter(ch, 3));
        go(() -> chooser(ch, never, 4));
        System.out.printf("chdone\n");
        chdone(ch, 77);
        System.out.printf("after chdone\n");
        for (int i = 0; i != 8; ++i) {
            Mill.yield();
        }
        System.out.printf("main got %d\n", chr(ch));
    }
}
