package org.jmill.examples.libmill;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdup;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Mill;
import picocli.CommandLine.Command;

/// Shows two senders, two receivers and main on one unbuffered channel: who runs when.
/// Run: ./jmill run order_rendezvous
/// Prints each step of each of them.
@Command(description = "Two senders and three receivers meet on a channel without a buffer.")
public final class OrderRendezvous implements Twin {
    private static void sender(Chan<Integer> ch, String name, int from, int n) {
        for (int i = 0; i != n; ++i) {
            System.out.printf("%s sends %d\n", name, from + i);
            chs(ch, from + i);
            System.out.printf("%s sent %d\n", name, from + i);
        }
        chclose(ch);
    }

    private static void receiver(Chan<Integer> ch, String name, int n) {
        for (int i = 0; i != n; ++i) {
            System.out.printf("%s waits\n", name);
            int v = chr(ch);
            System.out.printf("%s got %d\n", name, v);
        }
        chclose(ch);
    }

    @Override
    public void main() {
        Chan<Integer> ch = chmake(0);
        go(() -> sender(chdup(ch), "s1", 100, 4));
        go(() -> sender(chdup(ch), "s2", 200, 3));
        System.out.printf("main go r1\n");
        go(() -> receiver(chdup(ch), "r1", 2));
        go(() -> receiver(chdup(ch), "r2", 3));
        for (int i = 0; i != 2; ++i) {
            int v = chr(ch);
            System.out.printf("main got %d\n", v);
        }
        for (int i = 0; i != 20; ++i) {
            Mill.yield();
        }
        chclose(ch);
        System.out.printf("main end\n");
    }
}
