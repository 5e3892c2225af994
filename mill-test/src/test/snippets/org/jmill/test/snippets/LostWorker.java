package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.test.Explore;

class LostWorker {
    @Explore(schedules = 20_000, delays = 3)
    void nobodyIsLeftBehind() {
        Chan<Integer> stop = chmake(0);
        Chan<Integer> done = chmake(0);
        go("loop", () -> {
            while (choose().in(stop).in(done).end() != 0) {}
        });
        go("worker", () -> chs(done, 1));
        go("boss", () -> chs(stop, 0));
    }

    @Explore(schedules = 20_000, delays = 3)
    void nobodyIsLeftBehindNow() {
        Chan<Integer> stop = chmake(0);
        Chan<Integer> done = chmake(1); // Room for the worker's value, whoever is there to take it.
        go("loop", () -> {
            while (choose().in(stop).in(done).end() != 0) {}
        });
        go("worker", () -> chs(done, 1));
        go("boss", () -> chs(stop, 0));
    }
}
