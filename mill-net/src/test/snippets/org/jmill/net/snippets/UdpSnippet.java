package org.jmill.net.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.Datagram;
import org.jmill.net.IpAddr;
import org.jmill.net.UdpSocket;

/// A datagram there and back.
public final class UdpSnippet {
    private UdpSnippet() {}

    public static void main(String[] args) throws IOException {
        // @start region="example"
        Mill.run(() -> {
            IpAddr any = IpAddr.local("127.0.0.1", 0, 0);
            try (UdpSocket a = UdpSocket.listen(any);
                    UdpSocket b = UdpSocket.listen(any)) {
                byte[] buf = "ping".getBytes();
                a.send(b.addr(), buf, 4, -1);
                Datagram d = b.recv(buf, buf.length, now() + 1000);
                System.out.println(
                        d.length() + " bytes, answer them: " + d.addr().equals(a.addr()));
            }
        });
        // @end
    }
}
