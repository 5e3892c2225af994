package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import java.util.HashSet;
import java.util.Set;
import org.jmill.test.Explore;

class Remembered {
    private static final Set<String> KNOWN = new HashSet<>(); // Survives the run.

    @Explore
    void theSecondRunIsNotTheFirst() {
        if (KNOWN.add("ann")) {
            go("welcome", () -> yieldNow());
        }
    }
}
