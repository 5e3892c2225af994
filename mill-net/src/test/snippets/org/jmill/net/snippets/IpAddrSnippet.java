package org.jmill.net.snippets;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.IpAddr;

/// Addresses to listen at and to connect to.
public final class IpAddrSnippet {
    private IpAddrSnippet() {}

    public static void main(String[] args) throws IOException {
        // @start region="example"
        Mill.run(() -> {
            IpAddr everywhere = IpAddr.local(null, 5555, IpAddr.IPV6);
            IpAddr here = IpAddr.local("127.0.0.1", 5555, 0);
            IpAddr there = IpAddr.remote("::1", 80, IpAddr.PREF_IPV6, Mill.now() + 1000);
            System.out.println(everywhere + " " + here + " " + there);
        });
        // @end
    }
}
