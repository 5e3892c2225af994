package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Mill;

/// A kept choose of many clauses that receive. One operation is one clause of one choose: what a
/// choose takes, over the number of its clauses.
final class ClausesProgram implements Program {
    /// What the choose meets.
    enum Case {
        /// No clause is ready, and there is an `otherwise`.
        NONE,

        /// Each clause has a channel of its own that has a value.
        ALL,

        /// No clause is ready: the choose queues on all channels until somebody sends to one.
        WAIT,

        /// As WAIT, but all clauses name one channel.
        SAME
    }

    private static final long CLAUSES_MIN = 100_000;

    private final Case meets;
    private boolean running;

    ClausesProgram(Case meets) {
        this.meets = meets;
    }

    @Override
    public Sample run(long count) {
        running = true;
        int capacity = meets == Case.ALL ? 1 : 0;
        Choose choose = choose();
        List<Chan<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Chan<Integer> channel = meets == Case.SAME && i > 0 ? channels.getFirst() : chmake(capacity);
            channels.add(channel);
            choose.in(channel);
        }
        long times = CLAUSES_MIN / count + 1;
        long start =
                switch (meets) {
                    case NONE -> none(choose.otherwise(), times);
                    case ALL -> all(choose, channels, times);
                    case WAIT, SAME -> waiting(choose, channels, times);
                };
        return Sample.since(start, times * count);
    }

    private static long none(Choose choose, long times) {
        long start = System.nanoTime();
        for (long i = 0; i != times; i++) {
            if (choose.end() != Choose.TIMEOUT) {
                throw new IllegalStateException("choose: a clause was ready");
            }
        }
        return start;
    }

    private static long all(Choose choose, List<Chan<Integer>> channels, long times) {
        channels.forEach(channel -> chs(channel, 0));
        long start = System.nanoTime();
        for (long i = 0; i != times; i++) {
            chs(channels.get(choose.end()), 0);
        }
        return start;
    }

    private long waiting(Choose choose, List<Chan<Integer>> channels, long times) {
        go(() -> serve(channels));
        long start = System.nanoTime();
        for (long i = 0; i != times; i++) {
            choose.end();
        }
        running = false;
        return start;
    }

    /// Sends to one channel after the other, and lets the choose wait again before the next.
    private void serve(List<Chan<Integer>> channels) {
        for (int i = 0; running; i = (i + 1) % channels.size()) {
            chs(channels.get(i), 0);
            Mill.yield();
        }
    }
}
