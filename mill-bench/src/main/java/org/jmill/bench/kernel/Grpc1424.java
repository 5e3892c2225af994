package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// To dial is to start a watcher of addresses and to wait for its first news. The balancer is closed, the watcher's
/// loop ends, and so does the watcher, with no word to who waits for it.
///
/// Mended: however the watcher ends, it says so.
final class Grpc1424 {
    static final Kernel KERNEL = new Kernel(
            "grpc_1424",
            Group.CHANNELS,
            "a watcher ends, and its done channel stays open",
            version -> new Grpc1424(version).run());

    private final Version version;
    private final Chan<String> addresses = Chan.<String>make(0).named("addresses");

    private Grpc1424(Version version) {
        this.version = version;
    }

    private void run() {
        go("dial", this::dial);
        chdone(addresses);
    }

    private void dial() {
        Chan<Void> done = Chan.<Void>make(0).named("done");
        go("watcher", () -> watch(done));
        chr(done);
    }

    private void watch(Chan<Void> done) {
        for (String address : addresses) {
            assert !address.isEmpty(); // Connections would be torn down here.
        }
        if (version == Version.MENDED) {
            chdone(done);
        }
    }
}
