package org.jmill.bench.kernel;

import static org.jmill.Mill.go;

import org.jmill.sync.Cond;

/// Who needs a plugin waits until it is active. A new handler makes it inactive and then active again, and tells
/// nobody: who looked in between waits on.
///
/// Mended: whoever makes it active says so.
final class Moby29733 {
    static final Kernel KERNEL = new Kernel(
            "moby_29733",
            Group.CONDITIONS,
            "waits for a condition that becomes true without a signal",
            version -> new Moby29733(version).run());

    private final Version version;
    private final Cond activation = new Cond().named("activation");
    private boolean isActive;

    private Moby29733(Version version) {
        this.version = version;
    }

    private void run() {
        go("first user", this::awaitActive);
        activate();
        activation.broadcast();
        isActive = false; // A handler is registered.
        go("second user", this::awaitActive);
        activate();
        if (version == Version.MENDED) {
            activation.broadcast();
        }
    }

    private void activate() {
        isActive = true;
    }

    private void awaitActive() {
        while (!isActive) {
            activation.await();
        }
    }
}
