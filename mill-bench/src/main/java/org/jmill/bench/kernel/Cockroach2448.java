package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;

/// The raft loop tells the store of each event, the store calls the loop back for each. The loop looks for callbacks,
/// finds none, and commits itself to the next event, at which time the store has come to its callback: each sends to
/// the other.
///
/// Mended: an event that the store does not take yet stands in line, and the loop takes callbacks meanwhile.
final class Cockroach2448 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_2448",
            Group.CHANNELS,
            "two loops send to each other, and neither receives",
            version -> new Cockroach2448(version).run());

    private static final int EVENTS = 2;

    private final Version version;
    private final Chan<Integer> events = Chan.<Integer>make(0).named("events");
    private final Chan<Integer> callbacks = Chan.<Integer>make(0).named("callbacks");

    private Cockroach2448(Version version) {
        this.version = version;
    }

    private void run() {
        go("store", this::store);
        go("raft", this::raft);
    }

    private void store() {
        for (int event : events) {
            chs(callbacks, event);
        }
    }

    private void raft() {
        int sent = 0;
        int calledBack = 0;
        while (calledBack < EVENTS) {
            Choose next = choose().in(callbacks);
            if (sent < EVENTS) {
                offer(next, sent);
            }
            switch (next.end()) {
                case 0 -> calledBack++;
                case 1 -> sent++;
                default -> chs(events, sent++);
            }
        }
        chdone(events);
    }

    private void offer(Choose next, int event) {
        if (version == Version.MENDED) {
            next.out(events, event);
        } else {
            next.otherwise();
        }
    }
}
