package org.jmill.net.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.IpAddr;
import org.jmill.net.ListenOptions;
import org.jmill.net.SocketOptions;
import org.jmill.net.StreamSocket;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A server that echoes lines, and a client.
public final class TcpSnippet {
    private TcpSnippet() {}

    // @start region="stream"
    static void echo(StreamSocket s) throws IOException {
        byte[] buf = new byte[1024];
        for (int n; (n = s.recvSome(buf, buf.length, now() + 60_000)) >= 0; ) {
            s.send(buf, n, now() + 1000);
            s.flush(now() + 1000);
        }
        s.close();
    }

    // @end

    public static void main(String[] args) throws IOException {
        Mill.run(() -> {
            // @start region="listener"
            IpAddr address = IpAddr.local("127.0.0.1", 0, 0);
            TcpListener listener = TcpListener.listen(address, ListenOptions.defaults());
            go(() -> {
                while (true) {
                    TcpSocket s = listener.accept(-1);
                    go(() -> echo(s));
                }
            });
            // @end
            client(listener.addr());
            withOptions();
        });
    }

    private static void withOptions() throws IOException {
        // @start region="options"
        SocketOptions patient = SocketOptions.defaults().keepAlive(60, 30, 4).receiveBuffer(1 << 20);
        ListenOptions options = ListenOptions.defaults().socket(patient);
        TcpListener listener = TcpListener.listen(IpAddr.local("127.0.0.1", 0, 0), options);
        TcpSocket s = TcpSocket.connect(listener.addr(), patient.noDelay(false), now() + 1000);
        // @end
        s.close();
        listener.close();
    }

    private static void client(IpAddr address) throws IOException {
        // @start region="client"
        try (TcpSocket s = TcpSocket.connect(address, now() + 1000)) {
            byte[] buf = "hello\n".getBytes();
            s.send(buf, buf.length, now() + 1000);
            s.flush(now() + 1000);
            int n = s.recvUntil(buf, buf.length, "\n", now() + 1000);
            System.out.print(new String(buf, 0, n));
        }
        // @end
    }
}
