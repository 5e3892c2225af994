package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jmill.Mill;
import org.jmill.sync.Cond;

/// A consumer waits for work.
public final class CondSnippet {
    private CondSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Deque<String> jobs = new ArrayDeque<>();
            Cond changed = new Cond().named("jobs");
            go(() -> {
                while (jobs.isEmpty()) {
                    changed.await();
                }
                System.out.println("does " + jobs.poll());
            });
            jobs.add("the dishes");
            changed.signal();
            yieldNow();
        });
        // @end
    }
}
