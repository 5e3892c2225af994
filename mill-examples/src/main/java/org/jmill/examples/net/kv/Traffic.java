package org.jmill.examples.net.kv;

import static org.jmill.Mill.now;

import java.net.ProtocolException;
import org.jmill.examples.net.Limits;

/// What one connection holds: the request that is being received, and the reply that is being sent.
/// Neither may be larger than the limit of a client; and those of all connections share a budget,
/// of which the first few bytes of each are free: so whoever uses it up stops only those who
/// want much as well.
final class Traffic {
    /// Within a request or a reply a client may not take its time.
    private static final int SOON_MS = 60_000;

    private static final int FREE_BYTES = 16_384;

    private final Limits limits;
    private final Budget all;
    private long request;
    private long reply;
    private long room;

    /// @param all of all connections
    Traffic(Limits limits, Budget all) {
        this.limits = limits;
        this.all = all;
    }

    /// The deadline for the next byte of something that has begun.
    long soon() {
        long deadline = limits.deadline();
        long soon = now() + SOON_MS;
        return deadline < 0 ? soon : Math.min(deadline, soon);
    }

    /// The deadline for the first byte of a request.
    long idle() {
        return limits.deadline();
    }

    /// The largest request, and the largest value.
    int bytesMax() {
        return limits.bytes();
    }

    private static long charged(long bytes) {
        return Math.max(0, bytes - FREE_BYTES);
    }

    /// So many bytes more of a request are there, or have been asked for.
    ///
    /// @throws ProtocolException if that is too much; the connection is useless then
    void takeRequest(long bytes) throws ProtocolException {
        if (bytes > limits.bytes() - request) {
            throw new ProtocolException(
                    "Protocol error: request has more than " + limits.bytes() + " bytes (see --bytes)");
        }
        if (!all.take(charged(request + bytes) - charged(request))) {
            throw busy();
        }
        request += bytes;
    }

    /// So many bytes more of a line will be held until it is taken apart.
    ///
    /// @throws ProtocolException if that is too much
    void takeRoom(long bytes) throws ProtocolException {
        if (!all.take(bytes)) {
            throw busy();
        }
        room += bytes;
    }

    void giveRoomBack() {
        all.giveBack(room);
        room = 0;
    }

    private static ProtocolException busy() {
        return new ProtocolException("too much is under way, try again later (see --memory)");
    }

    /// @throws Refusal if that is too much
    void takeReply(long bytes) {
        if (bytes > limits.bytes()) {
            throw new Refusal("ERR reply has more than " + limits.bytes() + " bytes (see --bytes)");
        }
        if (!all.take(charged(bytes))) {
            throw new Refusal("ERR too much is under way, try again later (see --memory)");
        }
        reply = bytes;
    }

    void giveReplyBack(long bytes) {
        all.giveBack(charged(bytes));
        reply = 0;
    }

    /// The request has been answered.
    void giveBack() {
        all.giveBack(charged(request) + charged(reply));
        request = 0;
        reply = 0;
    }

    /// The connection ends.
    void end() {
        giveBack();
        giveRoomBack();
    }
}
