package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;

import org.jmill.Chan;

/// A queue whose check has failed wants to know whether the store shuts down, as the failure is not worth a line then.
/// It receives from the channel that is done at shutdown, and so it waits for the shutdown.
///
/// Mended: it asks, and does not wait.
final class Cockroach25456 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_25456",
            Group.CHANNELS,
            "receives from the shutdown channel to ask whether there is a shutdown",
            Cockroach25456::run);

    private static final int CHECKS = 2;

    private Cockroach25456() {}

    private static void run(Version version) {
        Chan<Void> shutdown = Chan.<Void>make(0).named("shutdown");
        for (int check = 0; check < CHECKS; check++) {
            if (version == Version.MENDED) {
                choose().in(shutdown).otherwise().end();
            } else {
                chr(shutdown);
            }
        }
        chdone(shutdown);
    }
}
