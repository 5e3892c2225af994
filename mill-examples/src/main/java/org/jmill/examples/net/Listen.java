package org.jmill.examples.net;

import java.io.IOException;
import org.jmill.net.IpAddr;
import org.jmill.net.ListenOptions;
import org.jmill.net.TcpListener;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsOptions;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Where a server listens: parameters that the servers have in common.
public final class Listen {
    private static final ListenOptions OPTIONS = ListenOptions.defaults().backlog(1024);

    @Parameters(
            index = "0",
            paramLabel = "PORT",
            arity = "0..1",
            defaultValue = "5555",
            converter = Port.class,
            description = "where to listen; ${DEFAULT-VALUE} unless given; 0: a port that is free")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "an address or interface of this machine; all of them unless given")
    private String host;

    /// For picocli.
    public Listen() {}

    /// Where to listen.
    public IpAddr address() throws IOException {
        return IpAddr.local(host, port, 0);
    }

    /// Listens, and says so.
    ///
    /// @throws IOException if the port is taken; the message names it
    public TcpListener tcp() throws IOException {
        TcpListener listener = TcpListener.listen(address(), OPTIONS);
        say(listener.addr());
        return listener;
    }

    /// Listens for TLS connections, and says so.
    ///
    /// @param tls with a certificate
    /// @throws IOException if the port is taken, or certificate and key are no good
    public TlsListener tls(TlsOptions tls) throws IOException {
        TlsListener listener = TlsListener.listen(address(), tls, OPTIONS);
        say(listener.addr());
        return listener;
    }

    /// The first line that each server prints.
    public static void say(IpAddr address) {
        System.out.println("listening at " + address);
    }
}
