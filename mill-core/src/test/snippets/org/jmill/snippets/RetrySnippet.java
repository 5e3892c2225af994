package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import java.net.ConnectException;
import org.jmill.Mill;
import org.jmill.sync.Retry;

/// A server that is up only at the third attempt.
public final class RetrySnippet {
    private RetrySnippet() {}

    public static void main(String[] args) throws Exception {
        // @start region="example"
        Mill.run(() -> {
            Retry retry = new Retry(5).pauses(1, 50).when(e -> e instanceof IOException);
            int[] attempts = {0};
            String answer = retry.call(() -> {
                if (++attempts[0] < 3) {
                    throw new ConnectException("refused");
                }
                return "answered";
            });
            System.out.println(answer + " at attempt " + attempts[0]);
        });
        // @end
    }
}
