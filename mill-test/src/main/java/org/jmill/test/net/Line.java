package org.jmill.test.net;

import java.util.ArrayDeque;

/// One direction of a connection: what is sent here arrives in that order, once.
///
/// Invariant I1: of the packets under way, the first has not arrived; the others may have, and wait for it.
final class Line {
    /// What is under way.
    private static final class Packet {
        private final ArrayDeque<Packet> queue;
        private final Runnable arrival;
        private boolean arrived;

        Packet(ArrayDeque<Packet> queue, Runnable arrival) {
            this.queue = queue;
            this.arrival = arrival;
        }
    }

    final Host from;
    final Host to;
    private final Wire wire;
    private final boolean wired;
    private ArrayDeque<Packet> underWay = new ArrayDeque<>();
    private long lastNs; // When the last one arrives.
    private long busyUntilNs; // Until when what was sent keeps the wire busy.
    private Runnable onSilence = () -> {};
    private Runnable onProgress = () -> {};

    Line(Wire wire, Host from, Host to) {
        this(wire, from, to, true);
    }

    private Line(Wire wire, Host from, Host to, boolean wired) {
        this.wire = wire;
        this.wired = wired;
        this.from = from;
        this.to = to;
    }

    /// One that no wire carries: of unix sockets.
    static Line within(Wire wire, Host host) {
        return new Line(wire, host, host, false);
    }

    /// Whether what goes here goes over a wire, if there is one between the hosts.
    boolean isWired() {
        return wired;
    }

    /// Whom to tell that packets cannot get through, and that they have.
    void tell(Runnable silence, Runnable progress) {
        onSilence = silence;
        onProgress = progress;
    }

    /// Sends something that costs no draw: an acknowledgement, an end.
    void send(Runnable arrival) {
        launch(add(arrival), wire.leastDelay(this));
    }

    /// Sends bytes: they may be slow, or lost and sent again.
    void send(int bytes, Runnable arrival) {
        launch(add(arrival), wire.delay(this, bytes));
    }

    /// Forgets what is under way, and sends this. A reset waits for nobody.
    void sendInstead(Runnable arrival) {
        clear();
        send(arrival);
    }

    /// Keeps the wire busy for so long, once what was sent before has gone.
    ///
    /// @return how long it takes from now until that is done
    long occupy(long transmissionNs) {
        long now = wire.nowNs();
        busyUntilNs = Math.max(now, busyUntilNs) + transmissionNs;
        return busyUntilNs - now;
    }

    /// What is under way gets lost.
    void clear() {
        underWay = new ArrayDeque<>();
    }

    private Packet add(Runnable arrival) {
        Packet packet = new Packet(underWay, arrival);
        underWay.add(packet);
        return packet;
    }

    private void launch(Packet packet, long delayNs) {
        long now = wire.nowNs();
        lastNs = Math.max(now + delayNs, lastNs);
        if (lastNs <= now && underWay.peek() == packet) {
            reach(packet);
        } else {
            wire.at(lastNs, () -> reach(packet));
        }
    }

    private void reach(Packet packet) {
        if (packet.queue != underWay) {
            return; // Cleared meanwhile.
        }
        if (wire.links().blocks(from, to)) {
            wire.links().hold(from, to, () -> sendAgain(packet));
            wire.held(this);
            onSilence.run();
            return;
        }
        packet.arrived = true;
        ArrayDeque<Packet> mine = underWay;
        for (Packet first = mine.peek(); first != null && first.arrived; first = mine.peek()) {
            mine.poll();
            onProgress.run();
            first.arrival.run();
            if (mine != underWay) {
                return;
            }
        }
    }

    private void sendAgain(Packet packet) {
        if (packet.queue == underWay) {
            launch(packet, wire.leastDelay(this));
        }
    }
}
