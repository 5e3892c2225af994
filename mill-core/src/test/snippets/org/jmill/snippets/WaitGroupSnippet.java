package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.sync.WaitGroup;

/// Waits for several workers.
public final class WaitGroupSnippet {
    private WaitGroupSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            WaitGroup workers = new WaitGroup();
            for (int i = 1; i <= 3; i++) {
                int number = i;
                workers.go(() -> {
                    msleep(now() + 10 * number);
                    System.out.println("worker " + number + " is done");
                });
            }
            workers.await();
            System.out.println("all are");
        });
        // @end
    }
}
