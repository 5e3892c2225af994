package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Inbox;
import org.jmill.Mill;

/// A thread hands lines to a mill.
public final class InboxSnippet {
    private InboxSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Inbox<String> inbox = inbox(16);
            Thread.ofPlatform().start(() -> {
                try {
                    inbox.put("from another thread");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    inbox.close();
                }
            });
            for (String line : inbox.chan()) { // Ends when the inbox is closed.
                System.out.println(line);
            }
        });
        // @end
    }
}
