package org.jmill.bench.kernel;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.draw;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;

/// A request is handled in a coroutine of its own, and its result is awaited for some time. When the time is over,
/// nobody is there to take the result, or the error.
///
/// Mended: there is room for both.
final class Kubernetes5316 {
    static final Kernel KERNEL = new Kernel(
            "kubernetes_5316",
            Group.CHANNELS,
            "the worker's send has no receiver after the timeout",
            Kubernetes5316::run);

    private static final long TIMEOUT_MS = 1;
    private static final long WORK_MS = 2;

    private Kubernetes5316() {}

    private static void run(Version version) {
        int room = version == Version.MENDED ? 1 : 0;
        Chan<String> results = Chan.<String>make(room).named("results");
        Chan<String> errors = Chan.<String>make(room).named("errors");
        go("worker", () -> {
            msleep(now() + WORK_MS);
            if (draw(2) == 0) {
                chs(results, "found");
            } else {
                chs(errors, "no such pod");
            }
        });
        choose().in(results).in(errors).deadline(now() + TIMEOUT_MS).end();
    }
}
