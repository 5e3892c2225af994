package org.jmill.net.snippets;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// The dialogue of libmill's tutorial, in libmill's words.
public final class MillNetSnippet {
    private MillNetSnippet() {}

    // @start region="example"
    static void dialogue(TcpSocket s) throws IOException {
        long deadline = now() + 10_000;
        byte[] question = "What's your name?\r\n".getBytes();
        tcpsend(s, question, question.length, deadline);
        tcpflush(s, deadline);
        byte[] name = new byte[256];
        int n = tcprecvuntil(s, name, name.length, "\r", deadline);
        byte[] reply = ("Hello, " + new String(name, 0, n - 1) + "!\r\n").getBytes();
        tcpsend(s, reply, reply.length, deadline);
        tcpflush(s, deadline);
        tcpclose(s);
    }

    // @end

    public static void main(String[] args) throws IOException {
        Mill.run(() -> {
            TcpListener l = tcplisten(iplocal("127.0.0.1", 0, 0), 10);
            go(() -> dialogue(tcpaccept(l, -1)));
            TcpSocket c = tcpconnect(ipremote("127.0.0.1", tcpport(l), 0, now() + 1000), now() + 1000);
            byte[] buf = new byte[256];
            System.out.println(new String(buf, 0, tcprecvuntil(c, buf, 256, "\r", -1) - 1));
            tcpsend(c, "Bob\r".getBytes(), 4, -1);
            tcpflush(c, -1);
            int n = tcprecvuntil(c, buf, 256, "\r", -1);
            System.out.println(new String(buf, 1, n - 2)); // Without the line ends.
            tcpclose(c);
            tcpclose(l);
        });
    }
}
