package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// A manager hands destinations to a watcher by a channel, which the watcher closes when it ends, of its own accord.
///
/// Mended: the watcher says by another channel that it has ended, and the manager's own stays open.
final class Serving5865 {
    static final Kernel KERNEL = new Kernel(
            "serving_5865",
            Group.MISUSE,
            "sends to a watcher that closes the channel when it ends",
            version -> new Serving5865(version).run());

    private final Version version;
    private final Chan<String> destinations = Chan.<String>make(0).named("destinations");
    private final Chan<Void> ended = Chan.<Void>make(0).named("ended");

    private Serving5865(Version version) {
        this.version = version;
    }

    private void run() {
        go("watcher", this::watch);
        if (version == Version.MENDED) {
            choose().out(destinations, "10.0.0.1").in(ended).end();
        } else {
            chs(destinations, "10.0.0.1");
        }
    }

    private void watch() {
        chdone(version == Version.MENDED ? ended : destinations);
    }
}
