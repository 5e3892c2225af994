package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Coroutine;
import org.jmill.Mill;

/// Cancelling and joining.
public final class CoroutineSnippet {
    private CoroutineSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Coroutine ticker = go("ticker", () -> {
                try {
                    while (true) {
                        System.out.println("tick");
                        msleep(now() + 1000);
                    }
                } finally {
                    System.out.println("stopped");
                }
            });
            ticker.cancel(); // Its msleep throws CancelledException.
            ticker.join();
            System.out.println(ticker.name() + " is " + ticker.state());
        });
        // @end
    }
}
