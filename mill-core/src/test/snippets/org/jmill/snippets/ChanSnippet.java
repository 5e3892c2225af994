package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.Mill;

/// A producer and a consumer.
public final class ChanSnippet {
    private ChanSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Chan<String> lines = Chan.make(4);
            go(() -> {
                lines.send("first");
                lines.send("second");
                lines.done(); // Nothing more will come.
            });
            for (String line : lines) {
                System.out.println(line);
            }
        });
        // @end
    }
}
