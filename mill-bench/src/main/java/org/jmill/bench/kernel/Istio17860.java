package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.util.HashSet;
import java.util.Set;
import org.jmill.Chan;
import org.jmill.Choose;

/// An agent runs a proxy, epoch after epoch, and ends when no epoch is active or when it is cancelled. A restart waits
/// for the old proxy, which never lives; meanwhile the old epoch ends, with it the agent, and the status of the new one
/// is for nobody.
///
/// Mended: who sends a status stops at the cancellation.
final class Istio17860 {
    static final Kernel KERNEL = new Kernel(
            "istio_17860",
            Group.CHANNELS,
            "a status is sent after the loop that takes it has returned",
            version -> new Istio17860(version).run());

    private static final long LIVENESS_MS = 100;
    private static final long TEST_MS = 200;

    private final Version version;
    private final Chan<Integer> statuses = Chan.<Integer>make(0).named("statuses");
    private final Chan<Void> cancelled = Chan.<Void>make(0).named("cancelled");
    private final Set<Integer> active = new HashSet<>();
    private int epoch;

    private Istio17860(Version version) {
        this.version = version;
    }

    private void run() {
        go("agent", this::loop);
        restart();
        go("restart", this::restart);
        msleep(now() + TEST_MS);
        chdone(cancelled);
    }

    private void loop() {
        Choose next = choose().in(statuses).in(cancelled);
        while (next.end() == 0) {
            active.remove(next.<Integer>value());
            if (active.isEmpty()) {
                return;
            }
        }
    }

    private void restart() {
        if (!active.isEmpty()) {
            msleep(now() + LIVENESS_MS);
        }
        int begun = ++epoch;
        active.add(begun);
        go("proxy", () -> exit(begun));
    }

    private void exit(int begun) {
        if (version == Version.MENDED) {
            choose().out(statuses, begun).in(cancelled).end();
        } else {
            chs(statuses, begun);
        }
    }
}
