package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Mill;
import picocli.CommandLine.Command;

/// Shows five philosophers; forks are capacity-1 channels that hold themselves.
/// Run: ./jmill run philosophers
/// Prints each meal, and who has finished; the order is the same every time.
@Command(
        description =
                "Each philosopher eats four times. Odd ones take the right fork first, so that" + " nobody starves.")
public final class Philosophers implements Twin {
    private static void philosopher(int id, Chan<Integer> left, Chan<Integer> right, Chan<Integer> fin, int meals) {
        for (int i = 0; i != meals; ++i) {
            Chan<Integer> first = id % 2 != 0 ? right : left;
            Chan<Integer> second = id % 2 != 0 ? left : right;
            int f1 = chr(first);
            Mill.yield();
            int f2 = chr(second);
            System.out.printf("philosopher %d meal %d\n", id, i);
            Mill.yield();
            chs(second, f2);
            chs(first, f1);
        }
        chs(fin, id);
    }

    @Override
    public void main() {
        List<Chan<Integer>> forks = new ArrayList<>();
        for (int i = 0; i != 5; ++i) {
            forks.add(chmake(1));
            chs(forks.get(i), i);
        }
        Chan<Integer> fin = chmake(0);
        for (int i = 0; i != 5; ++i) {
            int id = i;
            go(() -> philosopher(id, forks.get(id), forks.get((id + 1) % 5), fin, 4));
        }
        for (int i = 0; i != 5; ++i) {
            System.out.printf("finished %d\n", chr(fin));
        }
    }
}
