package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.sync.Mutex;

/// Updates of watches are brought together in a loop, each under a lock. The stop takes that lock, ends the channel of
/// updates and waits for the loop, which waits for the lock.
///
/// Mended: the stop waits when it has given the lock back.
final class Etcd6873 {
    static final Kernel KERNEL = new Kernel(
            "etcd_6873",
            Group.LOCKS,
            "a stop holds the lock that the loop needs for whose end it waits",
            version -> new Etcd6873(version).run());

    private final Version version;
    private final Chan<String> updates = Chan.<String>make(1).named("updates");
    private final Chan<Void> ended = Chan.<Void>make(0).named("ended");
    private final Mutex watches = new Mutex().named("watches");

    private Etcd6873(Version version) {
        this.version = version;
    }

    private void run() {
        go("loop", this::loop);
        updates.trySend("key");
        go("stopper", this::stop);
    }

    private void loop() {
        for (String update : updates) {
            coalesce(update);
        }
        chdone(ended);
    }

    private void coalesce(String update) {
        try (var _ = watches.lock()) {
            assert !update.isEmpty();
        }
    }

    private void stop() {
        try (var _ = watches.lock()) {
            chdone(updates);
            if (version == Version.FAULTY) {
                chr(ended);
            }
        }
        if (version == Version.MENDED) {
            chr(ended);
        }
    }
}
