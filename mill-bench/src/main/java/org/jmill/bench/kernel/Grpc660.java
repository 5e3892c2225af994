package org.jmill.bench.kernel;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// A client makes one call after the other, each in a coroutine of its own, and waits for the call or for the stop. If
/// the stop comes first it returns, and the call has nobody to report to.
///
/// Mended: there is room for the report.
final class Grpc660 {
    static final Kernel KERNEL = new Kernel(
            "grpc_660",
            Group.CHANNELS,
            "the parent returns at the stop, and its child's send has no receiver",
            version -> new Grpc660(version).run());

    private static final int CALLS = 2; // Without end, in Go.

    private final int room;
    private final Chan<Void> stop = Chan.<Void>make(0).named("stop");

    private Grpc660(Version version) {
        room = version == Version.MENDED ? 1 : 0;
    }

    private void run() {
        go("client", this::callUntilStopped);
        go("stopper", () -> chs(stop, null));
    }

    private void callUntilStopped() {
        for (int call = 0; call < CALLS; call++) {
            Chan<Boolean> done = Chan.<Boolean>make(room).named("done");
            go("call", () -> chs(done, true));
            if (choose().in(stop).in(done).end() == 0) {
                return;
            }
        }
        chr(stop);
    }
}
