package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.sync.Mutex;

/// A balancer sends updates of addresses with its lock in hand. Who receives them closes connections, for which it
/// takes the same lock: at the second update each has what the other one needs.
///
/// Mended: there is room for one update, and an old one that nobody has taken makes way.
final class Grpc1353 {
    static final Kernel KERNEL = new Kernel(
            "grpc_1353",
            Group.LOCKS,
            "sends with a lock in hand that the receiver takes for each value",
            version -> new Grpc1353(version).run());

    private static final int UPDATES = 2;

    private final Version version;
    private final Mutex lock = new Mutex().named("balancer");
    private final Chan<Integer> addresses;

    private Grpc1353(Version version) {
        this.version = version;
        addresses = Chan.<Integer>make(version == Version.MENDED ? 1 : 0).named("addresses");
    }

    private void run() {
        go("balancer", () -> {
            for (int address = 0; address < UPDATES; address++) {
                update(address);
            }
            chdone(addresses);
        });
        go("watcher", this::watch);
    }

    private void update(int address) {
        try (var _ = lock.lock()) {
            if (version == Version.MENDED) {
                addresses.tryReceive();
            }
            chs(addresses, address);
        }
    }

    private void watch() {
        for (int address : addresses) {
            tearDown(address);
        }
    }

    private void tearDown(int address) {
        try (var _ = lock.lock()) {
            assert address < UPDATES;
        }
    }
}
