package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.DeadlineException;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.Scope;

/// Two questions at once, one deadline.
public final class ScopeSnippet {
    private ScopeSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            try {
                String page = within(
                        now() + 1_000,
                        () -> Scope.call(scope -> {
                            Fork<String> user = scope.fork(() -> ask("user", 20));
                            Fork<String> cart = scope.fork(() -> ask("cart", 10));
                            return user.join() + ", " + cart.join();
                        }));
                System.out.println(page);
            } catch (DeadlineException e) {
                System.out.println("too late"); // And neither question is asked any more.
            }
        });
        // @end
    }

    private static String ask(String what, int tookMs) {
        msleep(now() + tookMs);
        return "the " + what;
    }
}
