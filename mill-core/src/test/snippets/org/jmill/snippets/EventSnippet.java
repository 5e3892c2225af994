package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.sync.Event;

/// A gate that opens once.
public final class EventSnippet {
    private EventSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Event open = new Event().named("open");
            go(() -> {
                open.await();
                System.out.println("through");
            });
            System.out.println("opens");
            open.set();
            yieldNow();
        });
        // @end
    }
}
