package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.Signal;

/// A coroutine waits for what a thread has done.
public final class SignalSnippet {
    private SignalSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Signal ready = signal();
            Thread.ofPlatform().start(() -> {
                System.out.println("the thread is ready");
                ready.raise();
            });
            if (ready.await(now() + 60_000)) {
                System.out.println("go on");
            }
        });
        // @end
    }
}
