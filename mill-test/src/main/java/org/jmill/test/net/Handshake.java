package org.jmill.test.net;

import java.net.InetSocketAddress;
import org.jmill.test.sim.Agenda;

/// Opens a connection: a packet there, one back, one there (RFC 9293, section 3.5).
final class Handshake {
    private static final long FIRST_RETRY_NS = 1_000_000_000;

    private final Wire wire;
    private final StreamEnd client;
    private final InetSocketAddress to; // As it was asked for; its address is one of the server's.
    private final Line back;
    private int tries;
    private Agenda.Entry end; // When it is given up, since nobody has room for it; null: it need not be.

    private Handshake(Wire wire, StreamEnd client, InetSocketAddress to) {
        this.wire = wire;
        this.client = client;
        this.to = to;
        this.back = new Line(wire, client.out().to, client.out().from);
    }

    static void begin(Wire wire, StreamEnd client, InetSocketAddress to) {
        new Handshake(wire, client, to).knock();
    }

    private void knock() {
        if (isWanted()) {
            client.out().send(0, this::atServer);
        } else if (end != null) {
            end.cancel();
        }
    }

    private boolean isWanted() {
        return client.state() == StreamEnd.State.CONNECTING;
    }

    private void atServer() {
        Listening listening = back.from.listening(to, client.local);
        if (listening == null) {
            back.send(client::refused);
        } else if (listening.isFull()) {
            retry();
        } else {
            listening.promise();
            StreamEnd server = client.passive(back, listening.options().copy(), to);
            back.send(0, () -> atClient(server, listening));
        }
    }

    /// The packet is thrown away, and sent again after one second, two, four.
    private void retry() {
        if (end == null) {
            end = wire.after(Silence.CONNECTING_MAX_NS, client::timedOut);
        }
        wire.after(FIRST_RETRY_NS << tries++, this::knock);
    }

    private void atClient(StreamEnd server, Listening listening) {
        if (end != null) {
            end.cancel();
        }
        if (isWanted()) {
            client.established(server);
            client.tellPeer(listening::add);
        } else { // It was closed meanwhile; such a packet is answered by a reset.
            listening.withdraw();
            client.established(server);
            client.reset();
        }
    }
}
