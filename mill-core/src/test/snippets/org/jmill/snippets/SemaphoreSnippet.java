package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.sync.Semaphore;

/// At most two requests at a time.
public final class SemaphoreSnippet {
    private SemaphoreSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Semaphore requests = new Semaphore(2).named("requests");
            for (int i = 1; i <= 3; i++) {
                int number = i;
                go(() -> {
                    try (var _ = requests.acquire()) {
                        System.out.println("request " + number);
                        msleep(now() + 10 * number);
                    }
                });
            }
            try (var _ = requests.acquire(2, now() + 60_000)) { // Behind those who wait already.
                System.out.println("quiet");
            }
        });
        // @end
    }
}
