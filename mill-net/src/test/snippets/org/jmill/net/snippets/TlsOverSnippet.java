package org.jmill.net.snippets;

import static org.jmill.Mill.after;
import static org.jmill.Mill.go;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.net.IpAddr;
import org.jmill.net.MemorySocket;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;

/// TLS on a connection that is there already: through a proxy, and in memory.
public final class TlsOverSnippet {
    private TlsOverSnippet() {}

    // @start region="proxy"
    static TlsSocket connectThrough(IpAddr proxy, String host, int port, TlsOptions options, long deadline)
            throws IOException {
        TcpSocket tcp = TcpSocket.connect(proxy, deadline);
        byte[] request = ("CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        tcp.send(request, request.length, deadline);
        tcp.flush(deadline);
        byte[] reply = new byte[4096];
        int n = tcp.recvUntil(reply, reply.length, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII), deadline);
        if (!new String(reply, 0, n, StandardCharsets.US_ASCII).matches("HTTP/1\\.[01] 2(?s:.*)")) {
            tcp.close();
            throw new IOException("proxy " + proxy + ": refuses to connect to " + host);
        }
        return TlsSocket.over(tcp, host, options, deadline);
    }
    // @end

    // @start region="memory"
    static void whisper(TlsOptions serving, TlsOptions trusting) throws IOException {
        MemorySocket[] pair = MemorySocket.pair();
        go(() -> {
            try (TlsSocket server = TlsSocket.serveOver(pair[0], serving, -1)) {
                server.send("psst".getBytes(StandardCharsets.UTF_8), 4, -1);
            }
        });
        try (TlsSocket client = TlsSocket.over(pair[1], "localhost", trusting, -1)) {
            byte[] word = new byte[4];
            client.recv(word, 4, -1);
            System.out.println(new String(word, StandardCharsets.UTF_8));
        }
    }
    // @end

    /// Takes the files of a certificate for localhost and of its key.
    public static void main(String[] args) throws IOException {
        TlsOptions serving = TlsOptions.defaults().certificate(args[0], args[1]);
        TlsOptions trusting = TlsOptions.defaults().trust(args[0]);
        Mill.run(() -> {
            whisper(serving, trusting);
            try (TcpListener proxy = TcpListener.listen(IpAddr.local("127.0.0.1", 0, 0))) {
                Chan<String> asked = Chan.make(1);
                go(() -> answer(proxy.accept(-1), asked, serving));
                long deadline = after(Duration.ofSeconds(10));
                try (TlsSocket s = connectThrough(proxy.addr(), "localhost", 443, trusting, deadline)) {
                    byte[] word = new byte[5];
                    s.recv(word, 5, deadline);
                    System.out.println(asked.receive() + " says " + new String(word, StandardCharsets.UTF_8));
                }
            }
        });
    }

    /// A proxy that takes itself for what is behind it.
    private static void answer(TcpSocket tcp, Chan<String> asked, TlsOptions serving) throws IOException {
        byte[] request = new byte[4096];
        int n = tcp.recvUntil(request, request.length, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII), -1);
        asked.send(new String(request, 0, n, StandardCharsets.US_ASCII).split(" ")[1]);
        byte[] reply = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        tcp.send(reply, reply.length, -1);
        tcp.flush(-1);
        try (TlsSocket s = TlsSocket.serveOver(tcp, serving, -1)) {
            s.send("hello".getBytes(StandardCharsets.UTF_8), 5, -1);
        }
    }
}
