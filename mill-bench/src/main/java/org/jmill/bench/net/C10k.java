package org.jmill.bench.net;

import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcpport;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcpsend;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.bench.program.Sample;
import org.jmill.net.IpAddr;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// Round trips of one byte over one connection, while many others are idle, each with a coroutine
/// blocked in a receive. Both ends of all of them are in this mill. One operation is one round
/// trip.
///
/// Source: libmill `perf/c10k.c`.
public final class C10k implements RoundTrips {
    private final List<TcpSocket> idle = new ArrayList<>();
    private final TcpListener listener;
    private final TcpSocket talker;
    private final byte[] message = {'A'};

    /// Opens the connections; called on a mill's thread.
    ///
    /// @param connections how many, the one that talks included; at least 1
    /// @throws IOException if one of them cannot be opened
    public C10k(int connections) throws IOException {
        listener = tcplisten(iplocal("127.0.0.1", 0, 0), 128);
        IpAddr address = iplocal("127.0.0.1", tcpport(listener), 0);
        for (int i = 1; i < connections; i++) {
            go(() -> sit(address));
            idle.add(tcpaccept(listener, -1));
        }
        go(() -> answer(address));
        talker = tcpaccept(listener, -1);
    }

    /// As many of `wanted` connections as the limit of descriptors allows in one process.
    public static int fitting(int wanted) {
        return Descriptors.fitting(wanted, 2);
    }

    private static void sit(IpAddr address) throws IOException {
        try (TcpSocket socket = tcpconnect(address, -1)) {
            tcprecv(socket, new byte[1], 1, -1);
            throw new IllegalStateException("c10k: an idle connection received something");
        } catch (EOFException e) {
            // The other side was closed: this was the last round.
        }
    }

    private static void answer(IpAddr address) throws IOException {
        byte[] buffer = new byte[1];
        try (TcpSocket socket = tcpconnect(address, -1)) {
            while (true) {
                tcprecv(socket, buffer, 1, -1);
                tcpsend(socket, buffer, 1, -1);
                tcpflush(socket, -1);
            }
        } catch (EOFException e) {
            // As above.
        }
    }

    @Override
    public Sample run(long count) throws IOException {
        byte[] answer = new byte[1];
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            tcpsend(talker, message, 1, -1);
            tcpflush(talker, -1);
            tcprecv(talker, answer, 1, -1);
        }
        Sample sample = Sample.since(start, count);
        if (answer[0] != message[0]) {
            throw new IllegalStateException("c10k: the answer is not what was sent");
        }
        return sample;
    }

    @Override
    public void close() throws IOException {
        tcpclose(talker);
        for (TcpSocket socket : idle) {
            tcpclose(socket);
        }
        tcpclose(listener);
    }
}
