package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.sync.Rate;

/// Three at once, then one every hour.
public final class RateSnippet {
    private RateSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Rate reminders = new Rate(1 / 3600.0, 3).named("reminders");
            for (int i = 1; i <= 3; i++) {
                reminders.take();
                System.out.println("sent " + i);
            }
            if (!reminders.take(1, now() + 60_000)) {
                System.out.println("not within a minute, as is known at once");
            }
        });
        // @end
    }
}
