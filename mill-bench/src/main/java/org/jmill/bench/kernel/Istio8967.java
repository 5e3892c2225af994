package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// A source of files stops its loop by a channel, and forgets the channel. A loop that has not begun finds none, and
/// waits for ever in Go; a panic here.
///
/// Mended: the channel is kept.
final class Istio8967 {
    static final Kernel KERNEL = new Kernel(
            "istio_8967",
            Group.MISUSE,
            "a channel's field is nulled while a loop reads the field",
            version -> new Istio8967(version).run());

    private final Version version;
    private Chan<Void> done = Chan.<Void>make(0).named("done");

    private Istio8967(Version version) {
        this.version = version;
    }

    private void run() {
        start();
        stop();
    }

    private void start() {
        go("source", () -> {
            while (choose().in(done).end() != 0) {
                // There are more clauses in the original.
            }
        });
    }

    private void stop() {
        chdone(done);
        if (version == Version.FAULTY) {
            done = null;
        }
    }
}
