package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import java.util.List;
import org.jmill.Chan;

/// A command waits for those before it, each of which sends when it is through. If it is cancelled it leaves the rest
/// to a coroutine that drains the channels; but those who were to send have seen the cancellation and are gone.
///
/// Mended: who drains stops when the store does.
final class Cockroach10790 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_10790",
            Group.CHANNELS,
            "after the cancellation somebody waits for senders that have left",
            version -> new Cockroach10790(version).run());

    private final Version version;
    private final Chan<Void> cancelled = Chan.<Void>make(0).named("cancelled");
    private final Chan<Void> quiescing = Chan.<Void>make(0).named("quiescing");
    private final List<Chan<Void>> commands =
            List.of(Chan.<Void>make(0).named("first"), Chan.<Void>make(0).named("second"));

    private Cockroach10790(Version version) {
        this.version = version;
    }

    private void run() {
        go("sender", this::send);
        go("waiter", this::await);
        go("canceller", () -> chdone(cancelled));
        chdone(quiescing);
    }

    private void send() {
        for (Chan<Void> command : commands) {
            if (choose().out(command, null).in(cancelled).end() != 0) {
                return;
            }
        }
    }

    private void await() {
        for (Chan<Void> command : commands) {
            if (choose().in(command).in(cancelled).end() != 0) {
                go("drainer", this::drain);
            }
        }
    }

    private void drain() {
        for (Chan<Void> command : commands) {
            if (version == Version.MENDED) {
                choose().in(command).in(quiescing).end();
            } else {
                chr(command);
            }
        }
    }
}
