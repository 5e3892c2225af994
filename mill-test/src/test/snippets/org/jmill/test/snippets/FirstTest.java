package org.jmill.test.snippets;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jmill.Chan;
import org.jmill.test.MillTest;

class FirstTest {
    @MillTest
    void anAnswerThatComesTooLateIsNotWaitedFor() {
        Chan<String> answers = chmake(1);
        long start = now();
        go("server", () -> {
            msleep(now() + 60_000);
            chs(answers, "late");
        });
        int which = choose().in(answers).deadline(start + 30_000).end();
        assertEquals(-1, which); // The deadline has passed,
        assertEquals(start + 30_000, now()); // and that has taken no time at all.
    }
}
