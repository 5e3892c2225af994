package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.List;
import org.jmill.Mill;
import org.jmill.sync.Mutex;

/// One dialogue at a time on a shared connection.
public final class MutexSnippet {
    private MutexSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Mutex line = new Mutex().named("line");
            for (String who : List.of("Ann", "Bob")) {
                go(who, () -> {
                    try (var _ = line.lock()) {
                        System.out.println(who + " asks");
                        msleep(now() + 10); // The reply takes a while.
                        System.out.println(who + " is answered");
                    }
                });
            }
            line.lock(); // When it is our turn, both have had theirs.
        });
        // @end
    }
}
