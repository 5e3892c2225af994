package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import org.jmill.Chan;

/// To dial is to start a coroutine that tries to connect, again and again, until the connection is closed. The dial
/// comes to nothing, as its caller has cancelled it; so there is no connection to close, and the tries go on.
///
/// Mended: who gives no connection away closes it.
final class Grpc862 {
    static final Kernel KERNEL = new Kernel(
            "grpc_862",
            Group.CHANNELS,
            "a loop tries again for ever, and nobody cancels it",
            version -> new Grpc862(version).run());

    private static final long BACKOFF_MAX_MS = 8;

    private final Version version;
    private final Chan<Void> cancelled = Chan.<Void>make(0).named("cancelled");
    private final Chan<Void> closed = Chan.<Void>make(0).named("closed");

    private Grpc862(Version version) {
        this.version = version;
    }

    private void run() {
        go("dial", this::dial);
        go("canceller", () -> chdone(cancelled));
    }

    private void dial() {
        go("connect", this::connect);
        choose().in(cancelled).otherwise().end(); // Whichever it is: there is no connection yet.
        if (version == Version.MENDED) {
            chdone(closed);
        }
    }

    private void connect() {
        long backoffMs = 1;
        while (choose().in(closed).deadline(now() + backoffMs).end() != 0) {
            backoffMs = Math.min(2 * backoffMs, BACKOFF_MAX_MS);
        }
    }
}
