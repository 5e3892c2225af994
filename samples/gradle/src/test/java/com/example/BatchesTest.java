package com.example;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jmill.Chan;
import org.jmill.test.Check;
import org.jmill.test.Explore;
import org.jmill.test.MillTest;

class BatchesTest {
    /** In virtual time: the second passes when nobody can run. */
    @MillTest
    void batchThatIsNotFullGoesOutAfterASecond() {
        Chan<String> names = chmake(0);
        Chan<List<String>> batches = chmake(0);
        go("collector", () -> Batches.collect(names, batches, 3));
        long start = now();
        chs(names, "Ann");
        msleep(start + 400);
        chs(names, "Bob");
        assertEquals(List.of("Ann", "Bob"), chr(batches));
        assertEquals(start + 1000, now());
        chs(names, Batches.END);
    }

    /** In whatever order the coroutines run, and whether or not the second has passed by then. */
    @Explore
    void noNameIsLost() {
        Chan<String> names = chmake(1);
        Chan<List<String>> batches = chmake(0);
        Chan<Integer> sent = chmake(0);
        Set<String> seen = new TreeSet<>();
        go("collector", () -> Batches.collect(names, batches, 2));
        for (String name : List.of("Ann", "Bob", "Cid")) {
            go(name, () -> {
                chs(names, name);
                chs(sent, 1);
            });
        }
        go("end", () -> {
            for (int i = 0; i < 3; i++) {
                chr(sent);
            }
            chs(names, Batches.END);
        });
        while (seen.size() < 3) {
            List<String> batch = chr(batches);
            Check.sometimes(batch.size() == 2, "a batch was full");
            seen.addAll(batch);
        }
    }
}
