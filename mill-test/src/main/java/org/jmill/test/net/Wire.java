package org.jmill.test.net;

import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// Carries packets: how long one takes, and whether it is lost, is decided here.
final class Wire {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /// After so long a sender that was not answered sends again, at least and at most; twice as long the next time.
    private static final long RESEND_MIN_NS = 200 * NS_PER_MS;

    private static final long RESEND_MAX_NS = 1_000 * NS_PER_MS;

    /// So often at most a packet is lost one time after the other.
    private static final int LOSSES_MAX = 6;

    private final Net net;
    private final Agenda agenda;
    private final Decider decider;

    Wire(Net net, Agenda agenda, Decider decider) {
        this.net = net;
        this.agenda = agenda;
        this.decider = decider;
    }

    long nowNs() {
        return agenda.nowNs();
    }

    void at(long atNs, Runnable action) {
        agenda.at(atNs, action);
    }

    Agenda.Entry after(long delayNs, Runnable action) {
        return agenda.after(delayNs, action);
    }

    Links links() {
        return net.links();
    }

    // ---- connections
    // ------------------------------------------------------------------------------------------

    private boolean isInside(Line line) {
        return !line.isWired() || net.isInside(line.from, line.to);
    }

    /// What a packet takes at least.
    long leastDelay(Line line) {
        return isInside(line) ? 0 : conditions().latencyMinNs;
    }

    /// What a packet of so many bytes takes; each time that it is lost, it is sent again.
    long delay(Line line, int bytes) {
        if (isInside(line)) {
            return 0;
        }
        long delayNs = latency() + line.occupy(transmission(bytes));
        for (int i = 0; i < LOSSES_MAX && happens("packet lost", conditions().loss); i++) {
            net.countDropped();
            delayNs += decider.between(Kind.FAULT, "sent again", RESEND_MIN_NS, RESEND_MAX_NS) << i;
        }
        return delayNs;
    }

    /// A packet of a connection has not got through, and is sent again.
    void held(Line line) {
        if (links().cuts(line.from, line.to)) {
            net.countDropped();
        }
    }

    void delivered() {
        net.countDelivered();
    }

    void countReset() {
        net.countReset();
    }

    /// Whether a connection is reset here.
    boolean resets(Line line) {
        return !isInside(line) && happens("connection reset", conditions().resets);
    }

    /// How many of so many bytes are moved.
    int split(String what, int bytes) {
        if (bytes > 1 && happens(what, conditions().splits)) {
            return (int) decider.between(Kind.FAULT, what, 1, bytes - 1L);
        }
        return bytes;
    }

    // ---- datagrams
    // ------------------------------------------------------------------------------------------------

    /// Sends a datagram, which may come twice, late or never.
    void sendDatagram(Host from, Host to, Runnable arrival) {
        boolean inside = net.isInside(from, to);
        int copies = !inside && happens("datagram duplicated", conditions().duplicates) ? 2 : 1;
        if (copies == 2) {
            net.countDuplicated();
        }
        for (int i = 0; i < copies; i++) {
            if (!inside && happens("datagram lost", conditions().loss)) {
                net.countDropped();
            } else {
                launch(from, to, inside ? 0 : latency() + lateness(), arrival);
            }
        }
    }

    private void launch(Host from, Host to, long delayNs, Runnable arrival) {
        if (delayNs == 0) {
            reach(from, to, arrival);
        } else {
            agenda.after(delayNs, () -> reach(from, to, arrival));
        }
    }

    private void reach(Host from, Host to, Runnable arrival) {
        if (links().cuts(from, to)) {
            net.countDropped();
        } else if (links().blocks(from, to)) {
            links().hold(from, to, () -> launch(from, to, conditions().latencyMinNs, arrival));
        } else {
            net.countDelivered();
            arrival.run();
        }
    }

    /// So much that others overtake it.
    private long lateness() {
        long mostNs = Math.max(2 * conditions().latencyMaxNs, 10 * NS_PER_MS);
        return happens("datagram late", conditions().reorders)
                ? decider.between(Kind.FAULT, "how late", NS_PER_MS, mostNs)
                : 0;
    }

    // ---- draws
    // ----------------------------------------------------------------------------------------------------

    private Conditions conditions() {
        return net.conditions();
    }

    private long latency() {
        Conditions c = conditions();
        return c.latencyMinNs == c.latencyMaxNs
                ? c.latencyMinNs
                : decider.between(Kind.ARRIVAL, "latency", c.latencyMinNs, c.latencyMaxNs);
    }

    private long transmission(int bytes) {
        long rate = conditions().bytesPerSecond;
        return rate == 0 ? 0 : bytes * NS_PER_SECOND / rate;
    }

    private boolean happens(String what, double probability) {
        return probability > 0 && decider.happens(Kind.FAULT, what, probability);
    }
}
