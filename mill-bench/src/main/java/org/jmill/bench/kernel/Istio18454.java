package org.jmill.bench.kernel;

import static org.jmill.Mill.at;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;

/// A change that comes soon after another one puts a timer off. If the timer cannot be stopped any more, its tick is
/// taken out of its channel first: but the loop may have taken that tick already, and waits for another.
///
/// Mended: the tick is taken out if it is there.
final class Istio18454 {
    static final Kernel KERNEL = new Kernel(
            "istio_18454",
            Group.CHANNELS,
            "drains a timer whose tick has been taken",
            version -> new Istio18454(version).run());

    private static final long QUIET_MS = 1;
    private static final int CHANGES = 2;

    private final Version version;
    private final Chan<Integer> changes = Chan.<Integer>make(CHANGES).named("changes");
    private final Chan<Void> resets = Chan.<Void>make(1).named("resets");
    private final Chan<Long> ticks = Chan.<Long>make(1).named("ticks");
    private final Chan<Void> stop = Chan.<Void>make(0).named("stop");
    private final Chan<Void> closed = Chan.<Void>make(0).named("closed");
    private Coroutine timer; // null = not started

    private Istio18454(Version version) {
        this.version = version;
    }

    private void run() {
        for (int change = 0; change < CHANGES; change++) {
            chs(changes, change);
        }
        go("processor", this::process);
        chdone(stop);
    }

    private void process() {
        while (choose().in(stop).in(changes).end() != 0) {
            if (timer == null) {
                startTimer();
                go("strategy", this::loop);
            } else {
                chs(resets, null);
            }
        }
        chdone(closed);
    }

    private void loop() {
        Choose next = choose().in(ticks).in(resets).in(closed);
        for (int event = next.end(); event != 2; event = next.end()) {
            if (event == 1) {
                stopTimer();
                startTimer();
            }
        }
        timer.cancel();
    }

    /// As Go's timers were until 1.23: the tick lies in the channel until somebody takes it, stopped or not.
    private void startTimer() {
        timer = at(now() + QUIET_MS, () -> ticks.trySend(now()));
    }

    private void stopTimer() {
        boolean isInTime = !timer.isDone();
        timer.cancel();
        if (isInTime) {
            return;
        }
        if (version == Version.MENDED) {
            ticks.tryReceive();
        } else {
            chr(ticks);
        }
    }
}
