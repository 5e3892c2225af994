package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import org.jmill.Mill;
import org.junit.jupiter.api.Assumptions;

/// Counts the descriptors of this process. In real time: they are the system's.
final class Descriptors {
    private static final File OPEN = new File("/proc/self/fd");

    private Descriptors() {}

    /// How many are open.
    static int count() {
        String[] open = OPEN.list();
        Assumptions.assumeTrue(open != null, "this system has no /proc/self/fd");
        return open.length;
    }

    /// Waits for the poller to let go of what was closed, then wants as many open as before.
    static void assertBackAt(int before) {
        long deadline = TestNet.in(60_000);
        while (count() > before && Mill.now() < deadline) {
            Mill.msleep(TestNet.in(2));
        }
        assertEquals(before, count(), "descriptors");
    }

    /// Has the selector, and what else comes with the first socket, opened.
    static void warmUp() throws Exception {
        try (TestNet.Pair pair = TestNet.Pair.open()) {
            Failing.timesOut(() -> pair.client().recv(new byte[1], 1, TestNet.in(2)));
        }
        Mill.msleep(TestNet.in(5));
    }
}
