package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jmill.Coroutine;
import org.jmill.Mill;

/// Programs for processes of their own: with few descriptors, or with nobody else who allocates. In real time,
/// since the system is asked.
public final class ChildProgram {
    private ChildProgram() {}

    /// @param args the program's name, then what it takes
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "emfile" -> outOfDescriptors();
            case "noselector" -> withoutSelector();
            case "allocation" -> allocation();
            case "noipv6" -> withoutIpv6();
            case "roundtrips" -> roundTrips(Integer.parseInt(args[1]));
            case "idle" -> idle(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /// Takes all descriptors, accepts, gives some back, accepts again. The limit is set outside.
    private static void outOfDescriptors() throws Exception {
        ManagementFactory.getPlatformMBeanServer(); // Its library would want a descriptor later.
        Mill.run(() -> {
            Descriptors.warmUp();
            TcpListener listener = TestNet.listen();
            TcpSocket waiting = TcpSocket.connect(listener.addr(), now() + 1000);
            List<SocketChannel> hoard = hoard();
            acceptInVain(listener);
            report("connect", () -> TcpSocket.connect(listener.addr(), now() + 1000));
            report("listen", TestNet::listen);
            report("udp", () -> UdpSocket.listen(TestNet.loopback(0)));
            report("unix", () -> UnixListener.listen("/tmp/jmill-is-not-made", 1));
            report("pair", UnixSocket::pair);
            for (SocketChannel channel : hoard) {
                channel.close();
            }
            TcpSocket accepted = listener.accept(now() + 1000);
            System.out.println("accepted " + accepted.addr().equals(waiting.localAddr()));
        });
    }

    /// Takes all descriptors before the mill's first wait, whose selector wants some; then waits in every way.
    private static void withoutSelector() throws Exception {
        ManagementFactory.getPlatformMBeanServer();
        SSLContext context = SSLContext.getDefault();
        engine(context).wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(20_000)); // It loads what it needs.
        Mill.run(() -> {
            TcpListener listener = TestNet.listen();
            UdpSocket udp = UdpSocket.listen(TestNet.loopback(0));
            TcpSocket[] pair = pair(listener);
            TcpSocket[] plain = pair(listener);
            TlsSocket tls = TlsSocket.of(plain[0].detach(), SocketOptions.defaults(), engine(context));
            TcpSocket[] closing = pair(listener);
            closing[0].send(new byte[4], 4, 0);
            closing[0].flush(0);
            IpAddr silent = silent();
            List<SocketChannel> hoard = hoard();
            byte[] large = new byte[50_000_000];
            acceptInVain(listener);
            report("recvSome", () -> pair[0].recvSome(large, 1, now() + 1000));
            report("recv", () -> pair[0].recv(large, 4, now() + 1000));
            report("recvUntil", () -> pair[0].recvUntil(large, 4, "x", now() + 1000));
            report("send", () -> pair[0].send(large, large.length, now() + 1000));
            report("udp", () -> udp.recv(large, 4, now() + 1000));
            report("tls", () -> tls.recv(large, 4, now() + 1000));
            hoard.removeLast().close();
            report("accept", () -> listener.accept(now() + 1000));
            report("connect", () -> TcpSocket.connect(silent, now() + 1000));
            report("race", () -> AddressRace.run(List.of(silent, silent), SocketOptions.defaults(), now() + 1000));
            closing[1].close();
            Mill.yield();
            for (SocketChannel channel : hoard) {
                channel.close();
            }
            pair[1].recvSome(large, 1, now() + 1000);
            Failing.timesOut(() -> pair[0].recvSome(large, 1, now() + 10));
            System.out.println("received");
        });
    }

    /// Takes all the descriptors that there are.
    private static List<SocketChannel> hoard() {
        List<SocketChannel> hoard = new ArrayList<>();
        try {
            while (true) {
                hoard.add(SocketChannel.open());
            }
        } catch (IOException e) {
            System.out.println("hoarded " + (hoard.size() > 10));
            return hoard;
        }
    }

    /// Accepts again and again where no descriptor is left, beside another coroutine.
    private static void acceptInVain(TcpListener listener) {
        int[] turns = {0};
        Coroutine other = go(() -> {
            while (true) {
                turns[0]++;
                Mill.msleep(now() + 1);
            }
        });
        for (int i = 0; i < 5; i++) {
            report("accept", () -> listener.accept(now() + 1000));
        }
        System.out.println("others had turns " + (turns[0] > 10));
        other.cancel();
    }

    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    /// Two ends of a connection that nobody has waited for.
    private static TcpSocket[] pair(TcpListener listener) throws IOException {
        TcpSocket client = TcpSocket.attach(SocketChannel.open(listener.addr().socketAddress()));
        return new TcpSocket[] {client, listener.accept(0)};
    }

    /// An address that takes no more connections and does not refuse them either.
    private static IpAddr silent() throws IOException {
        TcpListener listener =
                TcpListener.listen(TestNet.loopback(0), ListenOptions.defaults().backlog(1));
        for (int i = 0; i < 10; i++) {
            SocketChannel queued = SocketChannel.open();
            queued.configureBlocking(false);
            queued.connect(listener.addr().socketAddress());
        }
        return listener.addr();
    }

    /// On a JVM that was told to do without IPv6, a name that has an IPv6 address still works.
    private static void withoutIpv6() throws Exception {
        Mill.run(() -> {
            IpAddr six = IpAddr.local("::1", 80, 0);
            for (Opening opening : new Opening[] {
                () -> TcpSocket.connect(six, now() + 1000),
                () -> TcpListener.listen(six, ListenOptions.defaults()),
                () -> UdpSocket.listen(six)
            }) {
                try {
                    opening.open();
                } catch (java.net.NoRouteToHostException e) {
                    System.out.println("no family");
                }
            }
            TcpListener four = TestNet.listen();
            AddressRace.run(List.of(six.withPort(four.port()), four.addr()), SocketOptions.defaults(), now() + 1000)
                    .close();
            System.out.println("connected");
        });
    }

    private interface Opening {
        Object open() throws IOException;
    }

    private static void report(String what, Opening opening) {
        try {
            opening.open();
            System.out.println(what + " went well");
        } catch (SocketException e) {
            String[] parts = e.getMessage().split(": ");
            boolean told = parts.length == 2 && parts[1].equals("too many open files");
            System.out.println(what + (told && !(e instanceof BindException) ? " out of descriptors" : " " + e));
        } catch (IOException e) {
            System.out.println(what + " " + e);
        }
    }

    /// Bytes allocated by a round trip of one message, on the mill's thread.
    private static void allocation() throws Exception {
        Mill.run(() -> {
            try (TestNet.Pair p = TestNet.Pair.open()) {
                Coroutine echo = echo(p.server());
                byte[] buf = new byte[64];
                roundTrips(p.client(), buf, 30_000);
                long before = allocated();
                int count = 20_000;
                roundTrips(p.client(), buf, count);
                long bytes = allocated() - before;
                System.out.println("bytes " + bytes / count);
                echo.cancel();
            }
        });
    }

    private static void roundTrips(int count) {
        Mill.run(() -> {
            try (TestNet.Pair p = TestNet.Pair.open()) {
                Coroutine echo = echo(p.server());
                roundTrips(p.client(), new byte[64], count);
                echo.cancel();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Coroutine echo(TcpSocket s) {
        return go(() -> {
            byte[] buf = new byte[64];
            while (true) {
                s.recv(buf, 64, -1);
                s.send(buf, 64, -1);
                s.flush(-1);
            }
        });
    }

    /// By name, since the tests' module does not read the bean's.
    private static long allocated() throws JMException {
        return (Long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("java.lang:type=Threading"), "CurrentThreadAllocatedBytes");
    }

    private static void roundTrips(TcpSocket s, byte[] buf, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            s.send(buf, 64, now() + 1000);
            s.flush(now() + 1000);
            s.recv(buf, 64, now() + 1000);
        }
    }

    /// Bytes of heap that an accepted connection takes while a coroutine waits on it, after others
    /// were served and closed. The clients are another process's affair: they are opened by bare
    /// channels whose cost is measured first.
    private static void idle(int count, int servedBefore) throws Exception {
        Mill.run(() -> {
            TcpListener listener = TcpListener.listen(
                    TestNet.loopback(0), ListenOptions.defaults().backlog(count));
            for (int served = 0; served < servedBefore; served += SERVED_AT_ONCE) {
                serveAndClose(listener);
            }
            InetSocketAddress address = listener.addr().socketAddress();
            List<SocketChannel> clients = new ArrayList<>(count);
            long start = usedHeap();
            for (int i = 0; i < count; i++) {
                clients.add(SocketChannel.open(address));
            }
            long withClients = usedHeap();
            for (int i = 0; i < count; i++) {
                serveOne(listener);
            }
            long withAll = usedHeap();
            System.out.println("client " + (withClients - start) / count);
            System.out.println("connection " + (withAll - withClients) / count);
            System.out.println("direct " + directMemory());
            System.exit(0); // Without waiting for them all.
        });
    }

    private static final int SERVED_AT_ONCE = 500;
    private static final int MESSAGES = 20;

    private static void serveAndClose(TcpListener listener) throws IOException {
        InetSocketAddress address = listener.addr().socketAddress();
        List<SocketChannel> clients = new ArrayList<>();
        List<Coroutine> servers = new ArrayList<>();
        for (int i = 0; i < SERVED_AT_ONCE; i++) {
            clients.add(SocketChannel.open(address));
            servers.add(serveOne(listener));
        }
        for (int i = 0; i < MESSAGES; i++) {
            for (SocketChannel client : clients) {
                client.write(ByteBuffer.wrap(ONE));
            }
            Mill.msleep(now());
        }
        for (SocketChannel client : clients) {
            client.close();
        }
        servers.forEach(Coroutine::join);
    }

    private static Coroutine serveOne(TcpListener listener) throws IOException {
        TcpSocket socket = listener.accept(now() + 1000);
        return go(() -> serve(socket));
    }

    private static void serve(TcpSocket socket) throws IOException {
        try (socket) {
            while (socket.recvSome(ONE, 1, -1) > 0) {
                socket.send(ONE, 1, -1);
                socket.flush(-1);
            }
        } catch (SocketException e) {
            // The client has closed with replies unread.
        }
    }

    private static final byte[] ONE = new byte[1];

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
