package org.jmill.examples.libmill;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import picocli.CommandLine.Command;

/// Shows a recursive merge sort: every level is a coroutine that streams its half, sorted.
/// Run: ./jmill run merge_sort
/// Prints 64 numbers below 1000 in order, a line each.
@Command(description = "Each coroutine merges what two others sort, and sends it down a channel.")
public final class MergeSort implements Twin {
    private static void sorted(int[] v, int from, int n, Chan<Integer> out) {
        if (n == 1) {
            chs(out, v[from]);
        } else if (n > 1) {
            Chan<Integer> l = chmake(4);
            Chan<Integer> r = chmake(4);
            go(() -> sorted(v, from, n / 2, l));
            go(() -> sorted(v, from + n / 2, n - n / 2, r));
            int a = chr(l);
            int b = chr(r);
            while (a >= 0 || b >= 0) {
                if (b < 0 || (a >= 0 && a <= b)) {
                    chs(out, a);
                    a = chr(l);
                } else {
                    chs(out, b);
                    b = chr(r);
                }
            }
        }
        chdone(out, -1);
    }

    @Override
    public void main() {
        int[] v = new int[64];
        int x = 12345;
        for (int i = 0; i != 64; ++i) {
            x = x * 1103515245 + 12345;
            v[i] = (x >>> 16) % 1000;
        }
        Chan<Integer> out = chmake(0);
        go(() -> sorted(v, 0, 64, out));
        int y;
        while ((y = chr(out)) >= 0) {
            System.out.printf("%d\n", y);
        }
    }
}
