package org.jmill.net.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.IpAddr;
import org.jmill.net.ListenOptions;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;

/// A server with a certificate of its own, and a client that trusts it.
public final class TlsSnippet {
    private TlsSnippet() {}

    /// @param args the PEM files of a certificate for localhost and of its key
    public static void main(String[] args) throws IOException {
        String cert = args[0];
        String key = args[1];
        Mill.run(() -> {
            IpAddr here = IpAddr.local("127.0.0.1", 0, 0);
            // @start region="server"
            TlsOptions tls = TlsOptions.defaults().certificate(cert, key);
            TlsListener listener = TlsListener.listen(here, tls, ListenOptions.defaults());
            go(() -> {
                TlsSocket s = listener.accept(-1);
                byte[] buf = new byte[100];
                int n = s.recvUntil(buf, buf.length, "\n", now() + 10_000); // After the handshake.
                s.send(buf, n, now() + 10_000);
                s.close();
            });
            // @end
            client(listener.addr(), cert);
        });
    }

    private static void client(IpAddr address, String cert) throws IOException {
        // @start region="options"
        TlsOptions options = TlsOptions.defaults().trust(cert).alpn("http/1.1");
        // @end
        // @start region="client"
        try (TlsSocket s = TlsSocket.connect(address, "localhost", options, now() + 10_000)) {
            byte[] buf = "secret\n".getBytes();
            s.send(buf, buf.length, now() + 10_000);
            s.flush(now() + 10_000);
            int n = s.recvUntil(buf, buf.length, "\n", now() + 10_000);
            System.out.print(new String(buf, 0, n));
        }
        // @end
    }
}
