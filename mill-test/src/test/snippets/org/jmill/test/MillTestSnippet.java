package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jmill.Chan;

class MillTestSnippet {
    // @start region="example"
    @MillTest
    void anAnswerThatComesTooLateIsNotWaitedFor() {
        Chan<String> answers = chmake(1);
        long start = now();
        go("server", () -> {
            msleep(now() + 60_000);
            chs(answers, "late");
        });
        String answer = choose().in(answers).deadline(start + 30_000).end() == 0 ? "in time" : "none";
        assertEquals("none", answer);
        assertEquals(start + 30_000, now()); // It took no time at all.
    }
    // @end

    // @start region="explore"
    @Explore(schedules = 20_000, delays = 3)
    void nobodyIsLeftBehind() {
        Chan<Integer> stop = chmake(1);
        Chan<Integer> done = chmake(1);
        go("loop", () -> {
            while (choose().in(stop).in(done).end() != 0) {}
        });
        go("worker", () -> chs(done, 1)); // Without room for its value it would wait for ever if the boss is faster.
        go("boss", () -> chs(stop, 0));
    }
    // @end
}
