package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import java.util.function.Function;
import org.jmill.Chan;

/// To wait for a condition is to have a poller, and to look at the condition each time it says so. The poller is given
/// a channel that ends it, and that is the caller's: nobody ends it when the condition holds.
///
/// Mended: who waits gives the poller a channel of its own, and ends it when it is through.
final class Kubernetes70277 {
    static final Kernel KERNEL = new Kernel(
            "kubernetes_70277",
            Group.CHANNELS,
            "waits for a channel that nobody closes",
            version -> new Kubernetes70277(version).run());

    private static final long INTERVAL_MS = 1;
    private static final long TIMEOUT_MS = 3;

    private final Version version;
    private Chan<Void> given; // What the poller ends with.

    private Kubernetes70277(Version version) {
        this.version = version;
    }

    private void run() {
        Chan<Void> stop = Chan.<Void>make(0).named("stop");
        waitFor(
                done -> {
                    given = done;
                    return poller(done);
                },
                stop);
        chr(given);
        chdone(stop);
    }

    /// The condition holds at once.
    private void waitFor(Function<Chan<Void>, Chan<Void>> poller, Chan<Void> done) {
        if (version == Version.MENDED) {
            Chan<Void> own = Chan.<Void>make(0).named("own");
            chr(poller.apply(own));
            chdone(own);
        } else {
            chr(poller.apply(done));
        }
    }

    private static Chan<Void> poller(Chan<Void> done) {
        Chan<Void> polls = Chan.<Void>make(0).named("polls");
        go("poller", () -> {
            long endMs = now() + TIMEOUT_MS;
            while (now() < endMs
                    && choose().in(done).deadline(now() + INTERVAL_MS).end() != 0) {
                polls.trySend(null);
            }
            chdone(polls);
        });
        return polls;
    }
}
