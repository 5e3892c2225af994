package org.jmill.test.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a test wants to see at least once over all its runs, and whether it has. In the order in which it came up.
public final class Marks {
    private final Map<String, Boolean> seen = new LinkedHashMap<>();

    /// Something is to be seen.
    ///
    /// @param now whether it is
    public void mark(String text, boolean now) {
        if (now) {
            seen.put(text, true);
        } else {
            seen.putIfAbsent(text, false);
        }
    }

    /// Fails if something was never seen.
    ///
    /// @throws AssertionError that says what
    public void check() {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new AssertionError("vacuous: never seen in any schedule: " + String.join("; ", missing));
        }
    }

    /// What was never seen.
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        seen.forEach((text, was) -> {
            if (!was) {
                missing.add(text);
            }
        });
        return missing;
    }
}
