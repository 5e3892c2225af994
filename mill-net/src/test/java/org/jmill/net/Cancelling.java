package org.jmill.net;

import java.io.IOException;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Mill;

/// Coroutines that count their cancellation.
final class Cancelling {
    interface Call {
        void run() throws IOException;
    }

    private Cancelling() {}

    /// Runs the call in a coroutine; adds 1 to `count[0]` if that is cancelled.
    static Coroutine go(int[] count, Call call) {
        return Mill.go(() -> {
            try {
                call.run();
            } catch (CancelledException e) {
                count[0]++;
                throw e;
            }
        });
    }
}
