package org.jmill.examples.libmill;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chdup;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import picocli.CommandLine.Command;

/// Shows a capacity-3 channel between two producers and one consumer, then the terminal value.
/// Run: ./jmill run order_buffered
/// Prints who puts and gets what, in the order in which it happens.
@Command(description = "Two producers fill a channel of capacity 3, main drains it to its end.")
public final class OrderBuffered implements Twin {
    private static void producer(Chan<Integer> ch, Chan<Integer> fin, int id, int n) {
        for (int i = 0; i != n; ++i) {
            int v = id * 10 + i;
            chs(ch, v);
            System.out.printf("p%d put %d\n", id, v);
        }
        chs(fin, id);
        chclose(ch);
        chclose(fin);
    }

    private static void closer(Chan<Integer> ch, Chan<Integer> fin, int n) {
        for (int i = 0; i != n; ++i) {
            int id = chr(fin);
            System.out.printf("closer: p%d finished\n", id);
        }
        chdone(ch, -1);
        System.out.printf("closer: done\n");
        chclose(ch);
        chclose(fin);
    }

    @Override
    public void main() {
        Chan<Integer> ch = chmake(3);
        Chan<Integer> fin = chmake(0);
        go(() -> closer(chdup(ch), chdup(fin), 2));
        go(() -> producer(chdup(ch), chdup(fin), 1, 5));
        go(() -> producer(chdup(ch), chdup(fin), 2, 4));
        System.out.printf("main starts to drain\n");
        int sum = 0;
        while (true) {
            int v = chr(ch);
            System.out.printf("main got %d\n", v);
            if (v < 0) {
                break;
            }
            sum += v;
        }
        int again = chr(ch);
        System.out.printf("again %d sum %d\n", again, sum);
        chclose(ch);
        chclose(fin);
    }
}
