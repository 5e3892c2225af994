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
/// to the peer is lost then, and perhaps what the peer's system holds for it. So what is there is
/// read and thrown away; and where more may follow, only the output is ended, and a coroutine of its
/// own goes on reading until the peer ends its half, for [StreamSocket#LINGER_MS] at most. The
/// caller waits for none of this. When main ends, so does that coroutine, and the channel is closed.
final class Lingering {
    /// How many reads in a row before others have a turn.
    private static final int READS_IN_A_ROW = 32;

    private Lingering() {}

    /// Closes the channel, now or soon. Nobody waits for it any more, and all is written.
    ///
    /// @param expected whether bytes that nobody will want may be on their way; if not, they are
    ///   waited for only where some are there already
    /// @param label the socket, for dumps
    static void close(SocketChannel channel, boolean expected, String label) throws IOException {
        boolean kept = false;
        try {
            int n = waste(channel);
            if (n > 0 || n == 0 && expected) {
                kept = linger(channel, label);
            }
        } catch (IOException e) {
            // The peer is gone: there is nothing to wait for.
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static boolean linger(SocketChannel channel, String label) throws IOException {
        if (isToBeReset(channel)) {
            return false;
        }
        channel.shutdownOutput();
        long limitMs = now() + StreamSocket.LINGER_MS;
        Mill.go("linger " + label, () -> awaitEnd(channel, limitMs));
        return true;
    }

    /// Whether its owner has asked for a reset (SO_LINGER 0).
    private static boolean isToBeReset(SocketChannel channel) throws IOException {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)
                && channel.getOption(StandardSocketOptions.SO_LINGER) == 0;
    }

    private static void awaitEnd(SocketChannel channel, long limitMs) {
        try (channel) {
            try {
                while (waste(channel) >= 0 && now() < limitMs) {
                    Mill.fdwait(channel, FDW_IN, limitMs);
                }
            } finally {
                Mill.fdclean(channel);
            }
        } catch (IOException | UncheckedIOException e) {
            // The peer is gone, or has reset the connection, or there is no descriptor to wait with: each is an end.
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
