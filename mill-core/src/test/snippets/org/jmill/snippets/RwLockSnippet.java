package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.sync.RwLock;

/// Readers share, a writer does not.
public final class RwLockSnippet {
    private RwLockSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            RwLock prices = new RwLock().named("prices");
            go(() -> {
                try (var _ = prices.read()) {
                    msleep(now() + 10);
                    System.out.println("read the old ones");
                }
            });
            try (var _ = prices.write()) {
                System.out.println("changed");
            }
        });
        // @end
    }
}
