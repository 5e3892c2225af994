package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.List;
import org.jmill.Chan;

/// A watcher begins with the events that have been before it, and only then looks for its stop. Who has stopped it
/// takes no events.
///
/// Mended: it looks for its stop with each event.
final class Kubernetes38669 {
    static final Kernel KERNEL = new Kernel(
            "kubernetes_38669",
            Group.CHANNELS,
            "two initial events are sent, and nobody receives results",
            version -> new Kubernetes38669(version).run());

    private final Version version;
    private final Chan<String> input = Chan.<String>make(0).named("input");
    private final Chan<String> results = Chan.<String>make(0).named("results");

    private Kubernetes38669(Version version) {
        this.version = version;
    }

    private void run() {
        go("watcher", () -> watch(List.of("added", "modified")));
        chdone(input);
    }

    private void watch(List<String> initialEvents) {
        for (String event : initialEvents) {
            if (version == Version.FAULTY) {
                chs(results, event);
            } else if (choose().out(results, event).in(input).end() != 0) {
                return;
            }
        }
        chr(input);
        chdone(results);
    }
}
