package org.jmill.net;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// Listens for TLS connections.
///
/// {@snippet file="org/jmill/net/snippets/TlsSnippet.java" region="server"}
///
/// All methods are called on a mill's thread.
///
/// Source: libmill's `sslsock` made by `ssllisten`.
///
/// @since 0.1.0
public final class TlsListener implements Closeable {
    private final TcpListener listener;
    private final TlsOptions options;
    private final SSLContext context;

    private TlsListener(TcpListener listener, TlsOptions options, SSLContext context) {
        this.listener = listener;
        this.options = options;
        this.context = context;
    }

    /// Reads certificate and key, and listens at an address, with the options as they are by default.
    ///
    /// @param address as [IpAddr#local] makes it
    /// @param tls with a certificate
    /// @return the listener
    /// @throws IOException as [#listen(IpAddr, TlsOptions, ListenOptions)]
    public static TlsListener listen(IpAddr address, TlsOptions tls) throws IOException {
        return listen(address, tls, ListenOptions.defaults());
    }

    /// Reads certificate and key, and listens at an address.
    ///
    /// @param tls with a certificate
    /// @param address the address
    /// @param options how
    /// @return the listener
    /// @throws java.io.FileNotFoundException if a file of the options does not exist
    /// @throws javax.net.ssl.SSLException if one is not what it should be, or the key is not that of
    ///   the certificate
    /// @throws IOException if one cannot be read; else as [TcpListener#listen]
    /// @throws MillPanic if an argument is null, or the options name no certificate, or what the JVM
    ///   does not know
    ///
    ///   Source: libmill `ssllisten`.
    public static TlsListener listen(IpAddr address, TlsOptions tls, ListenOptions options) throws IOException {
        if (address == null || tls == null || options == null) {
            throw new MillPanic("listen tls: address or options are null");
        }
        tls.checkServes("listen tls " + address);
        SSLContext context = tls.load("listen tls " + address, -1);
        tls.server(context); // Better to panic here than at each accept.
        return new TlsListener(TcpListener.listen(address, options), tls, context);
    }

    /// Waits for a connection. Its handshake is made by the first call on it, so that here nobody
    /// waits for a slow client, or fails with a bad one.
    ///
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return the connection
    /// @throws IOException as [TcpListener#accept]
    ///
    ///   Source: libmill `sslaccept`, whose handshake comes later too.
    public TlsSocket accept(long deadlineMs) throws IOException {
        while (true) {
            SocketChannel channel = listener.acceptChannel(deadlineMs);
            try {
                return Takeover.own(
                        channel, () -> TlsSocket.of(channel, listener.socketOptions(), options.server(context)));
            } catch (IOException e) {
                // Gone already: the next one.
            }
        }
    }

    /// Does the same as [#accept(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#accept(long)]
    /// @throws IOException as for [#accept(long)]
    /// @throws MillPanic if the timeout is null, or as for [#accept(long)]
    public TlsSocket accept(Duration timeout) throws IOException {
        return accept(Mill.after(timeout));
    }

    /// {@return the address it listens at, with the port that the system has chosen}
    public IpAddr addr() {
        return listener.addr();
    }

    /// {@return the port it listens at}
    ///
    /// Source: libmill `sslport`.
    public int port() {
        return listener.port();
    }

    /// {@return whether it was not closed}
    public boolean isOpen() {
        return listener.isOpen();
    }

    /// Stops listening, as [TcpListener#close].
    ///
    /// @throws IOException if the system says so
    ///
    ///   Source: libmill `sslclose`.
    @Override
    public void close() throws IOException {
        listener.close();
    }

    /// `tls 127.0.0.1:5555`.
    @Override
    public String toString() {
        return "tls " + addr();
    }
}
