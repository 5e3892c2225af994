package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.List;
import org.jmill.Mill;
import org.jmill.sync.Latch;

/// A start shot.
public final class LatchSnippet {
    private LatchSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Latch ready = new Latch(2);
            for (String runner : List.of("red", "blue")) {
                go(() -> {
                    System.out.println(runner + " is ready");
                    ready.countDown();
                });
            }
            ready.await();
            System.out.println("go!");
        });
        // @end
    }
}
