package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.sync.Mutex;

/// A monitor probes a container, under the container's lock, until it is told to stop. Who tells it holds that lock.
///
/// Mended: to close the channel tells it, too, and waits for nobody.
final class Moby28462 {
    static final Kernel KERNEL = new Kernel(
            "moby_28462",
            Group.LOCKS,
            "sends a stop with a lock in hand that its receiver takes for each probe",
            version -> new Moby28462(version).run());

    private static final int PROBES = 2; // Without end, in Go.

    private final Version version;
    private final Chan<Void> stop = Chan.<Void>make(0).named("stop");
    private final Mutex lock = new Mutex().named("container");
    private int probes;

    private Moby28462(Version version) {
        this.version = version;
    }

    private void run() {
        go("monitor", this::monitor);
        go("daemon", this::stateChanged);
    }

    private void monitor() {
        Choose next = choose().in(stop).otherwise();
        while (probes < PROBES) {
            if (next.end() == 0) {
                return;
            }
            probe();
        }
        chr(stop);
    }

    private void probe() {
        try (var _ = lock.lock()) {
            probes++;
        }
    }

    private void stateChanged() {
        try (var _ = lock.lock()) {
            if (version == Version.MENDED) {
                chdone(stop);
            } else {
                chs(stop, null);
            }
        }
    }
}
