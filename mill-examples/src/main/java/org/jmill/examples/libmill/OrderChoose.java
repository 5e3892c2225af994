package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Mill;
import picocli.CommandLine.Command;

/// Shows choose with exactly one ready clause at a time, so nothing is random.
/// Run: ./jmill run order_choose
/// Prints which clause was taken: blocked, out, otherwise, deadline.
@Command(description = "Walks through the clauses of choose; just one of them is ready each time.")
public final class OrderChoose implements Twin {
    private static void feed(Chan<Integer> ch, int base, int n) {
        for (int i = 0; i != n; ++i) {
            chs(ch, base + i);
            System.out.printf("fed %d\n", base + i);
        }
    }

    private static void drain(Chan<Integer> ch, int n) {
        for (int i = 0; i != n; ++i) {
            int v = chr(ch);
            System.out.printf("drained %d\n", v);
        }
    }

    @Override
    public void main() {
        Chan<Integer> a = chmake(0);
        Chan<Integer> b = chmake(0);
        Chan<Integer> c = chmake(1);
        // blocked choose, woken by a sender that comes later
        go(() -> feed(a, 10, 2));
        for (int i = 0; i != 2; ++i) {
            choose().in(a, v -> System.out.printf("a %d\n", v))
                    .in(b, v -> System.out.printf("b %d\n", v))
                    .end();
        }
        // out to a waiting receiver
        go(() -> drain(b, 2));
        for (int i = 0; i != 2; ++i) {
            int out = 20 + i;
            choose().out(b, out, () -> System.out.printf("out b %d\n", out))
                    .in(a, v -> System.out.printf("a %d\n", v))
                    .end();
        }
        // buffered out, then otherwise when full
        for (int i = 0; i != 3; ++i) {
            int out = 30 + i;
            choose().out(c, out, () -> System.out.printf("out c %d\n", out))
                    .otherwise(() -> System.out.printf("c full\n"))
                    .end();
        }
        // otherwise still lets the others run
        go(() -> drain(c, 1));
        boolean seen = false;
        go(() -> feed(a, 40, 1));
        while (!seen) {
            Choose poll = choose().in(a).otherwise();
            if (poll.end() == 0) {
                System.out.printf("poll got %d\n", poll.<Integer>value());
                seen = true;
            }
        }
        System.out.printf("seen\n");
        // a deadline in the past fires when nothing is ready
        choose().in(b, v -> System.out.printf("b %d\n", v))
                .deadline(now() - 5, () -> System.out.printf("late\n"))
                .end();
        // ... and is ignored when a clause is ready
        chs(c, 50);
        choose().in(c, v -> System.out.printf("c %d\n", v))
                .deadline(0, () -> System.out.printf("late\n"))
                .end();
        for (int i = 0; i != 4; ++i) {
            Mill.yield();
        }
        System.out.printf("end\n");
    }
}
