package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.sync.Mutex;

/// Who writes a frame holds a lock, and tells a monitor so, which starts its idle time anew. A monitor that is closed
/// takes the lock to end the channel, and does not receive meanwhile: the writer waits for it with the lock in hand.
///
/// Mended: while the monitor waits for the lock, somebody drains the channel.
final class Kubernetes6632 {
    static final Kernel KERNEL = new Kernel(
            "kubernetes_6632",
            Group.LOCKS,
            "sends with a lock in hand that the receiver takes to close the channel",
            version -> new Kubernetes6632(version).run());

    private final Version version;
    private final Chan<Void> closing = Chan.<Void>make(0).named("closing");
    private final Chan<Void> resets = Chan.<Void>make(0).named("resets");
    private final Mutex writing = new Mutex().named("writing");

    private Kubernetes6632(Version version) {
        this.version = version;
    }

    private void run() {
        go("closer", () -> chs(closing, null));
        go("monitor", this::monitor);
        go("writer", this::writeFrame);
    }

    private void monitor() {
        Choose next = choose().in(closing).in(resets);
        while (next.end() != 0) {
            // The idle time begins anew.
        }
        if (version == Version.MENDED) {
            go("drain", () -> resets.forEach(_ -> {}));
        }
        try (var _ = writing.lock()) {
            chdone(resets);
        }
    }

    private void writeFrame() {
        try (var _ = writing.lock()) {
            if (!resets.isDone()) {
                chs(resets, null);
            }
        }
    }
}
