package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// The compactor is given a first piece of work as it starts, before its loop is there. If somebody has suggested
/// work before, there is no room for it, and nobody who would make some.
///
/// Mended: there is work already if there is no room, so the start does not wait.
final class Cockroach24808 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_24808",
            Group.CHANNELS,
            "sends into a buffer that may be full, before its reader is started",
            Cockroach24808::run);

    private Cockroach24808() {}

    private static void run(Version version) {
        Chan<String> work = Chan.<String>make(1).named("work");
        Chan<Void> stop = Chan.<Void>make(0).named("stop");
        go("client", () -> work.trySend("suggested"));
        if (version == Version.MENDED) {
            work.trySend("first");
        } else {
            chs(work, "first");
        }
        go("compactor", () -> compact(work, stop));
        chdone(stop);
    }

    private static void compact(Chan<String> work, Chan<Void> stop) {
        while (choose().in(work).in(stop).end() == 0) {
            // The work itself is of no interest.
        }
    }
}
