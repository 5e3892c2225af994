package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

final class ExplorerSnippet {
    private ExplorerSnippet() {}

    static Report find() {
        // @start region="example"
        Report report = Explorer.of(() -> {
                    Chan<Integer> stop = chmake(0);
                    Chan<Integer> done = chmake(0);
                    go("loop", () -> {
                        while (choose().in(stop).in(done).end() != 0) {}
                    });
                    go("worker", () -> chs(done, 1));
                    go("boss", () -> chs(stop, 0));
                })
                .schedules(20_000)
                .delays(3)
                .run(); // failed(): the worker is left behind if the boss is faster.
        // @end
        return report;
    }
}
