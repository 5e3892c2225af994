package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.CoroutineLocal;
import org.jmill.Mill;

/// A counter for each coroutine.
public final class CoroutineLocalSnippet {
    // @start region="example"
    private static final CoroutineLocal<Integer> COUNT = CoroutineLocal.withInitial(() -> 0);

    private static void count() {
        COUNT.set(COUNT.get() + 1);
    }

    public static void main(String[] args) {
        Mill.run(() -> {
            count();
            go(() -> {
                count();
                count();
                System.out.println("child " + COUNT.get());
            });
            System.out.println("main " + COUNT.get());
        });
    }

    // @end

    private CoroutineLocalSnippet() {}
}
