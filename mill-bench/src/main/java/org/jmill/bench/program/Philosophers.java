package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.List;
import java.util.stream.IntStream;
import org.jmill.Chan;

/// Four at a round table, with a fork between each two of them; who eats takes the fork at his left, then that at his
/// right, and puts both back. If each of them has taken one, nobody gets a second: that needs three changes of turn at
/// the right places. Mended: the last one begins at his right.
///
/// A fork is a channel that holds one value. With main there are five coroutines. `mill-bench/searchers` has the same
/// with threads and queues.
public final class Philosophers {
    private static final int COUNT = 4;

    private final boolean mended;
    private final List<Chan<Integer>> forks;
    private final Chan<Integer> sated = chmake(0);

    private Philosophers(boolean mended) {
        this.mended = mended;
        this.forks = IntStream.range(0, COUNT)
                .<Chan<Integer>>mapToObj(i -> chmake(1))
                .toList();
    }

    /// Lays the table and waits until all have eaten. Called in the main coroutine of a mill.
    ///
    /// @param mended whether it cannot get stuck
    public static void run(boolean mended) {
        new Philosophers(mended).dine();
    }

    private void dine() {
        forks.forEach(fork -> chs(fork, 0));
        for (int i = 0; i < COUNT; i++) {
            boolean turned = mended && i == COUNT - 1;
            Chan<Integer> one = forks.get(i);
            Chan<Integer> other = forks.get((i + 1) % COUNT);
            go(turned ? () -> eat(other, one) : () -> eat(one, other));
        }
        for (int i = 0; i < COUNT; i++) {
            chr(sated);
        }
    }

    private void eat(Chan<Integer> first, Chan<Integer> second) {
        int one = chr(first);
        int other = chr(second);
        chs(second, other);
        chs(first, one);
        chs(sated, 0);
    }
}
