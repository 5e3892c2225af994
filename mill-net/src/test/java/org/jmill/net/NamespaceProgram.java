package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Mill;

/// Programs for a network that [NamespaceTest] has made for them. In real time: the system's network is asked.
public final class NamespaceProgram {
    private static final int SIZE = 1000; // Of a datagram.

    private NamespaceProgram() {}

    /// @param args the program's name
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "unreachable" -> Mill.run(NamespaceProgram::unreachable);
            case "slow" -> Mill.run(NamespaceProgram::slow);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void report(Call call) {
        try {
            call.run();
            System.out.println("went well");
        } catch (IOException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /// There is no route, or one that says no.
    private static void unreachable() throws IOException {
        UdpSocket udp6 = UdpSocket.listen(IpAddr.local(null, 5556, IpAddr.IPV6));
        UdpSocket udp4 = UdpSocket.listen(IpAddr.local(null, 5555, IpAddr.IPV4));
        for (String host : new String[] {"192.0.2.1", "2001:db8::1", "10.9.9.9", "10.9.9.8", "10.9.9.7"}) {
            IpAddr address = IpAddr.remote(host, 80, 0, -1);
            report(() -> TcpSocket.connect(address, in(1000)));
            report(() -> (host.contains(":") ? udp6 : udp4).send(address, ByteBuffer.wrap(new byte[2]), in(1000)));
        }
        report(() -> AddressRace.run(
                List.of(IpAddr.remote("192.0.2.1", 80, 0, -1), IpAddr.remote("10.9.9.9", 80, 0, -1)),
                SocketOptions.defaults(),
                in(1000)));
        report(() -> udp4.send(udp4.addr(), ByteBuffer.allocate(1), 0)); // It is as good as new.
    }

    /// A datagram takes 25 ms to go out, and the system holds a few.
    private static void slow() throws IOException {
        DatagramChannel channel = DatagramChannel.open(java.net.StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
        channel.bind(new InetSocketAddress("127.0.0.1", 0));
        UdpSocket from = UdpSocket.attach(channel);
        UdpSocket to = UdpSocket.listen(loopback(0));
        List<Integer> sent = new ArrayList<>();
        int[] number = {0};
        drop(from, to.addr(), sent, number);
        timeOut(from, to.addr(), sent, number);
        waitAndSend(from, to.addr(), sent, number);
        endedWaits(from, to.addr(), sent, number);
        receive(to, sent);
    }

    private static ByteBuffer datagram(int number) {
        return ByteBuffer.allocate(SIZE).putInt(0, number);
    }

    /// Until the system has no room.
    private static void drop(UdpSocket from, IpAddr to, List<Integer> sent, int[] number) throws IOException {
        for (int i = 0; i < 100; i++) {
            ByteBuffer source = datagram(++number[0]);
            if (!from.send(to, source, 0)) {
                System.out.println("dropped, " + source.remaining() + " bytes left");
                return;
            }
            sent.add(number[0]);
        }
        System.out.println("the system always has room");
    }

    private static void timeOut(UdpSocket from, IpAddr to, List<Integer> sent, int[] number) throws IOException {
        for (int i = 0; i < 100; i++) { // There may be room again before the deadline.
            ByteBuffer source = datagram(++number[0]);
            try {
                from.send(to, source, in(3));
                sent.add(number[0]);
            } catch (SocketTimeoutException e) {
                String message = e.getMessage().replace(from.toString(), "udp ADDRESS");
                System.out.println(message + ", " + source.remaining() + " bytes left");
                return;
            }
        }
    }

    private static void waitAndSend(UdpSocket from, IpAddr to, List<Integer> sent, int[] number) throws IOException {
        int[] turns = {0};
        Coroutine other = go(() -> {
            while (true) {
                msleep(in(1));
                turns[0]++;
            }
        });
        long start = now();
        for (int i = 0; i < 10; i++) {
            ByteBuffer source = datagram(++number[0]);
            boolean taken = from.send(to, source, in(5000));
            if (!taken || source.hasRemaining()) {
                System.out.println("not taken");
            }
            sent.add(number[0]);
        }
        other.cancel();
        System.out.println("waited " + (now() - start > 100) + ", others had turns " + (turns[0] > 10));
    }

    /// Waits that a cancellation and a close end.
    private static void endedWaits(UdpSocket from, IpAddr to, List<Integer> sent, int[] number) throws IOException {
        fill(from, to, sent, number);
        Coroutine cancelled = go(() -> {
            try {
                sendOn(from, to, sent, number);
            } catch (CancelledException e) {
                System.out.println("cancelled");
                throw e;
            }
        });
        cancelled.cancel();
        cancelled.join();
        fill(from, to, sent, number);
        Coroutine closed = go(() -> {
            try {
                sendOn(from, to, sent, number);
            } catch (AsynchronousCloseException e) {
                System.out.println("closed");
            }
        });
        from.close();
        closed.join();
    }

    /// There may be room again before it waits: until that ends otherwise.
    private static void sendOn(UdpSocket from, IpAddr to, List<Integer> sent, int[] number) throws IOException {
        while (true) {
            int next = ++number[0];
            from.send(to, datagram(next), -1);
            sent.add(next);
        }
    }

    /// Until there is no room, and will be none for a while.
    private static void fill(UdpSocket from, IpAddr to, List<Integer> sent, int[] number) throws IOException {
        while (from.send(to, datagram(++number[0]), 0)) {
            sent.add(number[0]);
        }
    }

    /// What was taken arrives, and nothing else.
    private static void receive(UdpSocket to, List<Integer> sent) throws IOException {
        List<Integer> received = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(SIZE);
        try {
            while (true) {
                to.recv(buffer.clear(), in(500));
                received.add(buffer.getInt(0));
            }
        } catch (SocketTimeoutException e) {
            System.out.println(received.equals(sent) ? "all arrived" : "sent " + sent + ", received " + received);
        }
    }
}
