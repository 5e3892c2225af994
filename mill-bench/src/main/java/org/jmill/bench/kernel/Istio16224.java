package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.sync.Mutex;

/// A handler of events tells that it is through while it still has the lock. Who waits for that looks at something
/// under the lock first.
///
/// Mended: the handler tells it when it has given the lock back.
final class Istio16224 {
    static final Kernel KERNEL = new Kernel(
            "istio_16224",
            Group.LOCKS,
            "a handler sends with a lock in hand that the receiver takes first",
            version -> new Istio16224(version).run());

    private final Version version;
    private final Chan<String> events = Chan.<String>make(0).named("events");
    private final Chan<Void> handled = Chan.<Void>make(0).named("handled");
    private final Chan<Void> stop = Chan.<Void>make(0).named("stop");
    private final Mutex lock = new Mutex().named("state");
    private String seen = "";

    private Istio16224(Version version) {
        this.version = version;
    }

    private void run() {
        go("monitor", this::monitor);
        chs(events, "added");
        try (var _ = lock.lock()) {
            assert seen.isEmpty() || seen.equals("added");
        }
        chr(handled);
        chdone(stop);
    }

    private void monitor() {
        Choose next = choose().in(stop).in(events);
        while (next.end() != 0) {
            handle(next.value());
        }
    }

    private void handle(String event) {
        try (var _ = lock.lock()) {
            seen = event;
            if (version == Version.FAULTY) {
                chs(handled, null);
            }
        }
        if (version == Version.MENDED) {
            chs(handled, null);
        }
    }
}
