package org.jmill.test.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// One end of a connection, as the system of its host keeps it.
///
/// | from | to | cause |
/// |---|---|---|
/// | CONNECTING | OPEN | the peer has answered; a passive end begins here |
/// | CONNECTING, OPEN | BROKEN | refused, reset, or silent for too long |
/// | CONNECTING, OPEN, BROKEN | CLOSED | the channel was closed: what was written before still goes out |
/// | any | VANISHED | the host has crashed: it says nothing, and has never heard of it once it runs again |
///
/// Invariants:
/// - I1 `outstanding` bytes were written here and are under way, in the peer's inbox, or taken from there without
///   having been told yet.
/// - I2 What a peer that is not gone has been sent by [Line#send] arrives once and in order.
final class StreamEnd {
    /// How it stands.
    enum State {
        CONNECTING,
        OPEN,
        BROKEN,
        CLOSED,
        VANISHED
    }

    private final Wire wire;
    private final boolean ip; // Else it is of a unix socket.
    final Host host;
    final Options options;
    final SocketAddress local;
    final SocketAddress remote;
    private final Line out;
    private StreamEnd peer; // null: not known before the peer has answered.
    private Watch watch; // null: no channel is interested.
    private State state;

    private final ArrayDeque<ByteBuffer> inbox = new ArrayDeque<>();
    private boolean ended; // The peer has ended its half, behind what is in the inbox.
    private boolean deaf; // Input was shut down here.
    private boolean mute; // Output was shut down here.
    private boolean ignored; // The peer of a unix socket takes nothing any more.
    private int outstanding; // I1
    private int untold; // Taken from the inbox, and not yet told to the peer.

    private Cause error; // null: none.
    private boolean errorTold;
    private boolean resetSeen; // By a read: all that follow see it, too.

    private final Silence silence;

    private StreamEnd(
            Wire wire, boolean ip, Line out, Options options, SocketAddress local, SocketAddress remote, State s) {
        this.wire = wire;
        this.ip = ip;
        this.out = out;
        this.host = out.from;
        this.options = options;
        this.local = local;
        this.remote = remote;
        this.state = s;
        this.silence = new Silence(wire, this::timedOut);
        out.tell(this::heldUp, silence::broken);
        host.ends().add(this);
    }

    /// The end that opens a connection.
    static StreamEnd active(Wire wire, Line out, Options options, SocketAddress local, SocketAddress remote) {
        return new StreamEnd(wire, true, out, options, local, remote, State.CONNECTING);
    }

    /// The end that answers.
    StreamEnd passive(Line back, Options with, SocketAddress at) {
        StreamEnd end = new StreamEnd(wire, ip, back, with, at, local, State.OPEN);
        end.peer = this;
        return end;
    }

    /// The end that opens a connection within its host, to one that listens there and has room.
    static StreamEnd withinHost(
            Wire wire, Host host, Options options, SocketAddress unnamed, SocketAddress at, Listening to) {
        Line there = Line.within(wire, host);
        StreamEnd client = new StreamEnd(wire, false, there, options, unnamed, at, State.CONNECTING);
        to.promise();
        client.established(client.passive(Line.within(wire, host), to.options().copy(), at));
        to.add(client.peer);
        return client;
    }

    // ---- opening
    // ----------------------------------------------------------------------------------------------

    /// Who is to be told that something has changed.
    void watchedBy(Watch w) {
        watch = w;
    }

    State state() {
        return state;
    }

    Line out() {
        return out;
    }

    /// The peer has answered.
    void established(StreamEnd by) {
        peer = by;
        if (state == State.CONNECTING) {
            state = State.OPEN;
            stir();
        }
    }

    /// Why it was not connected; null where it was.
    Cause whyNotConnected() {
        return state == State.BROKEN && peer == null ? error : null;
    }

    void refused() {
        breaks(Cause.REFUSED);
    }

    void timedOut() {
        breaks(Cause.TIMED_OUT);
    }

    /// Has the peer do something once this has reached it; a peer that is gone answers with a reset.
    void tellPeer(Consumer<StreamEnd> news) {
        out.send(() -> reach(news));
    }

    private void reach(Consumer<StreamEnd> news) {
        if (peer.state == State.VANISHED) {
            peer.out.sendInstead(this::resetArrives);
        } else {
            news.accept(peer);
        }
    }

    // ---- receiving
    // --------------------------------------------------------------------------------------------

    boolean isReadable() {
        return state != State.CONNECTING
                && state != State.VANISHED
                && (!inbox.isEmpty() || ended || deaf || state == State.BROKEN);
    }

    /// @return how many bytes; 0: none are there; -1: the stream has ended
    int read(ByteBuffer target) throws IOException {
        checkUp("read");
        if (!target.hasRemaining()) {
            return 0;
        }
        if (resetSeen) {
            throw Cause.RESET.ofRead();
        }
        if (!inbox.isEmpty()) {
            return take(target);
        }
        if (ended) {
            return -1;
        }
        if (error != null && !errorTold) {
            errorTold = true;
            resetSeen = error != Cause.TIMED_OUT;
            throw error.ofRead();
        }
        return state == State.BROKEN ? -1 : 0;
    }

    private int take(ByteBuffer target) {
        int there = 0;
        for (ByteBuffer b : inbox) {
            there += b.remaining();
            if (there >= target.remaining()) {
                break;
            }
        }
        int wanted = wire.split("short read", Math.min(there, target.remaining()));
        int left = wanted;
        while (left > 0) {
            ByteBuffer first = inbox.peek();
            int n = Math.min(left, first.remaining());
            target.put(first.slice(first.position(), n));
            first.position(first.position() + n);
            left -= n;
            if (!first.hasRemaining()) {
                inbox.poll();
            }
        }
        untold += wanted;
        tellOfRoom();
        return wanted;
    }

    /// Not of each byte, but for half of what is kept, or where there is nothing left to read.
    private void tellOfRoom() {
        if (state == State.OPEN && (untold >= peer.capacity() / 2 || inbox.isEmpty())) {
            int room = untold;
            untold = 0;
            tellPeer(p -> p.roomFor(room));
        }
    }

    private void arrives(byte[] bytes) {
        if (state == State.CLOSED) {
            reset(); // Nobody will ever read that.
        } else if (state == State.OPEN) {
            wire.delivered();
            inbox.add(ByteBuffer.wrap(bytes));
            stir();
        }
    }

    private void endArrives() {
        if (state == State.OPEN) {
            ended = true;
            stir();
        }
    }

    private void resetArrives() {
        breaks(ended ? Cause.PIPE : Cause.RESET);
    }

    // ---- sending
    // ----------------------------------------------------------------------------------------------

    boolean isWritable() {
        return switch (state) {
            case CONNECTING, VANISHED -> false;
            case OPEN -> mute || ignored || outstanding < capacity();
            case BROKEN, CLOSED -> true;
        };
    }

    private int capacity() {
        return (int) Math.min(Integer.MAX_VALUE, (long) options.sendBytes() + peer.options.receiveBytes());
    }

    /// @return how many bytes were taken; 0: there is no room
    int write(ByteBuffer source) throws IOException {
        checkUp("write");
        if (error != null && !errorTold) {
            errorTold = true;
            throw error.ofWrite();
        }
        if (state == State.BROKEN || ignored) {
            throw Cause.PIPE.ofWrite();
        }
        int room = Math.min(capacity() - outstanding, source.remaining());
        if (room <= 0) {
            return 0;
        }
        byte[] bytes = new byte[wire.split("short write", room)];
        source.get(bytes);
        outstanding += bytes.length;
        if (wire.resets(out)) {
            wire.countReset();
            breaks(Cause.RESET);
            reset();
        } else {
            out.send(bytes.length, () -> reach(p -> p.arrives(bytes)));
        }
        return bytes.length;
    }

    private void roomFor(int bytes) {
        outstanding -= bytes;
        stir();
    }

    // ---- ending
    // -----------------------------------------------------------------------------------------------

    void shutdownInput() {
        deaf = true;
        if (!ip && state == State.OPEN) {
            tellPeer(StreamEnd::isIgnored);
        }
        stir();
    }

    private void isIgnored() {
        ignored = true;
        stir();
    }

    void shutdownOutput() {
        if (!mute && state == State.OPEN) {
            mute = true;
            tellPeer(StreamEnd::endArrives);
            stir();
        }
    }

    /// Its channel is closed. Unread bytes, or SO_LINGER 0, make a reset of it; so the kernel does.
    void close() {
        State before = state;
        if (before == State.CLOSED || before == State.VANISHED) {
            return;
        }
        state = State.CLOSED;
        host.ends().remove(this);
        silence.stop();
        if (before == State.OPEN) {
            if (!inbox.isEmpty() || ip && options.lingerSeconds() == 0) {
                reset();
            } else {
                tellPeer(StreamEnd::endArrives);
                if (!ip) {
                    tellPeer(StreamEnd::isIgnored);
                }
            }
        }
        inbox.clear();
    }

    /// Its listener is closed, and nobody will ever accept it.
    void abort() {
        if (state == State.OPEN) {
            breaks(Cause.RESET);
            reset();
        }
        close();
    }

    /// Tells the peer that all is over; what is still under way to it is lost.
    void reset() {
        out.sendInstead(() -> reach(StreamEnd::resetArrives));
    }

    /// Its host has crashed.
    void vanish() {
        state = State.VANISHED;
        out.clear();
        silence.stop();
        inbox.clear();
    }

    private void breaks(Cause cause) {
        if (state == State.CONNECTING || state == State.OPEN) {
            state = State.BROKEN;
            error = cause;
            out.clear();
            host.ends().remove(this);
            silence.stop();
            stir();
        } else if (state == State.CLOSED) {
            out.clear();
        }
    }

    private void checkUp(String verb) throws IOException {
        if (state == State.VANISHED) {
            throw new IOException(verb + ": host " + host.name() + " has crashed");
        }
    }

    private void stir() {
        if (watch != null) {
            watch.stir();
        }
    }

    // ---- silence
    // ----------------------------------------------------------------------------------------------

    private void heldUp() {
        if (state == State.CONNECTING || state == State.OPEN) {
            silence.resend(state == State.OPEN ? Silence.RESENDING_MAX_NS : Silence.CONNECTING_MAX_NS);
        }
    }

    /// Looks whether the peer answers, as keepalive would find out after a while: who is cut off, or has crashed.
    void probe() {
        if (state != State.OPEN || !options.isKeptAlive()) {
            silence.noProbe();
        } else if (wire.links().cuts(host, peer.host) || wire.links().cuts(peer.host, host)) {
            silence.probe(options.keepAliveSeconds(), this::timedOut);
        } else if (peer.state == State.VANISHED) {
            silence.probe(options.keepAliveIntervalSeconds(), this::resetArrives);
        } else {
            silence.noProbe();
        }
    }
}
