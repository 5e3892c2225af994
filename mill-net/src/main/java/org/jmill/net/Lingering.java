package org.jmill.net;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jmill.Mill;

/// Closes a channel without destroying what was sent last.
///
/// A system that closes a connection while bytes of the peer's are unread, or meets such bytes
/// afterwards, resets it (RFC 9293, section 3.6.1; RFC 2525, section 2.17). What is still on its way
/// to the peer is lost then, and perhaps what the peer's system holds for it. Whether all has arrived nobody
/// tells. So what is there is read and thrown away; and where more may follow, only the output is ended, and a
/// coroutine of its own goes on reading until the peer ends its half, or has been silent for a while. The caller
/// waits for none of this. When main ends, so does that coroutine, and the channel is closed.
final class Lingering {
    /// How many reads in a row before others have a turn.
    private static final int READS_IN_A_ROW = 32;

    /// A peer that sends and sends has so many times what a silent one has.
    private static final int PATIENCE = 5;

    private Lingering() {}

    /// Closes the channel, now or soon. Nobody waits for it any more, and all is written.
    ///
    /// @param expected whether bytes that nobody will want may be on their way; if not, they are
    ///   waited for only where some are there already
    /// @param silenceMs how long to wait for a peer that says nothing
    /// @param label the socket, for dumps
    static void close(SocketChannel channel, boolean expected, int silenceMs, String label) throws IOException {
        boolean kept = false;
        try {
            int n = waste(channel);
            if (n > 0 || n == 0 && expected) {
                kept = linger(channel, silenceMs, label);
            }
        } catch (IOException e) {
            // The peer is gone: there is nothing to wait for.
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static boolean linger(SocketChannel channel, int silenceMs, String label) throws IOException {
        if (silenceMs == 0 || isToBeReset(channel)) {
            return false;
        }
        channel.shutdownOutput();
        Mill.go("linger " + label, () -> awaitEnd(channel, silenceMs));
        return true;
    }

    /// Whether its owner has asked for a reset (SO_LINGER 0).
    private static boolean isToBeReset(SocketChannel channel) throws IOException {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)
                && channel.getOption(StandardSocketOptions.SO_LINGER) == 0;
    }

    private static void awaitEnd(SocketChannel channel, int silenceMs) {
        try (channel) {
            try {
                wasteAll(channel, silenceMs);
            } finally {
                Mill.fdclean(channel);
            }
        } catch (IOException | UncheckedIOException e) {
            // The peer is gone, or has reset the connection, or there is no descriptor to wait with: each is an end.
        }
    }

    private static void wasteAll(SocketChannel channel, int silenceMs) throws IOException {
        long lastMs = now() + (long) PATIENCE * silenceMs;
        long limitMs = now() + silenceMs;
        int n;
        while ((n = waste(channel)) >= 0) {
            if (n > 0) {
                limitMs = Math.min(now() + silenceMs, lastMs);
            }
            if (now() >= limitMs) {
                return;
            }
            Mill.fdwait(channel, FDW_IN, limitMs);
        }
    }

    /// Reads what is there, as far as that may keep others waiting.
    ///
    /// @return how many bytes that were; -1 if the peer has ended its half
    private static int waste(SocketChannel channel) throws IOException {
        BufferPool pool = BufferPool.ofStreams();
        ByteBuffer buffer = pool.take();
        try {
            int total = 0;
            for (int i = 0; i < READS_IN_A_ROW; i++) {
                int n = channel.read(buffer.clear());
                if (n <= 0) {
                    return n < 0 ? -1 : total;
                }
                total += n;
            }
            return total;
        } finally {
            pool.give(buffer);
        }
    }
}
