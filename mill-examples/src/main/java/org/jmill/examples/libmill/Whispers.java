package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows a chain of N coroutines; each waits for its neighbour and passes on one more.
/// Run: ./jmill run whispers [N]
/// Prints what the last one hears, which is N + 1, and how long it took.
@Command(
        description = "A message goes through N coroutines. libmill's program of this name stops at some"
                + " 32,000 of them; here a million fits into a gigabyte.")
public final class Whispers implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "100000",
            converter = AtLeast.Zero.class,
            description = "how many coroutines; ${DEFAULT-VALUE} unless given")
    private int count;

    private static void whisper(Chan<Integer> left, Chan<Integer> right) {
        int val = chr(right);
        chs(left, val + 1);
    }

    @Override
    public void main() {
        long start = now();
        Chan<Integer> leftmost = chmake(count == 0 ? 1 : 0);
        Chan<Integer> next = leftmost;
        for (int i = 0; i < count; ++i) {
            Chan<Integer> left = next;
            Chan<Integer> right = chmake(0);
            go(() -> whisper(left, right));
            next = right;
        }
        chs(next, 1);
        System.out.printf("%d%n", chr(leftmost));
        System.out.printf("took %.3f seconds%n", (now() - start) / 1000.0);
    }
}
