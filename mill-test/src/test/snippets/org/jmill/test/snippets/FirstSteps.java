package org.jmill.test.snippets;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.test.Leftovers;
import org.jmill.test.MillTest;
import org.jmill.test.Sim;

class FirstSteps {
    @MillTest
    void theWorkerIsForgotten() {
        Chan<Integer> results = chmake(0);
        go("worker", () -> chs(results, 42));
    }

    // @start region="settle"
    @MillTest(leftovers = Leftovers.ALLOWED)
    void lettersAreSentInBatches() {
        Chan<String> letters = chmake(0);
        List<String> sent = new ArrayList<>();
        go("postman", () -> {
            List<String> bag = new ArrayList<>();
            while (true) {
                choose().in(letters, bag::add)
                        .deadline(now() + 1_000, () -> {
                            sent.addAll(bag);
                            bag.clear();
                        })
                        .end();
            }
        });
        chs(letters, "a");
        chs(letters, "b");
        Sim.settle(); // The postman has all he was given, and waits again; no time has passed.
        assertEquals(List.of(), sent);
        msleep(now() + 1_001);
        assertEquals(List.of("a", "b"), sent);
    }
    // @end
}
