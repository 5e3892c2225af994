package org.jmill.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// libmill's network verbs, as static methods for `import static org.jmill.net.MillNet.*`. Each is
/// a thin call to an object, where the full contract stands; a null object is a [MillPanic].
///
/// {@snippet file="org/jmill/net/snippets/MillNetSnippet.java" region="example"}
///
/// `len` counts bytes from the start of an array; of a `ByteBuffer` the remaining ones are meant.
/// Deadlines are absolute milliseconds of [org.jmill.Mill#now]; negative: none, 0 or past: try
/// once. Errors that libmill tells by `errno` are exceptions here, see [PartialTransfer].
///
/// (One class, so that one import has all the verbs: hence its length.)
///
/// @since 0.1.0
public final class MillNet {
    /// Mode of [#iplocal] and [#ipremote]: an IPv4 address, nothing else.
    public static final int IPADDR_IPV4 = IpAddr.IPV4;

    /// Mode: an IPv6 address, nothing else.
    public static final int IPADDR_IPV6 = IpAddr.IPV6;

    /// Mode: an IPv4 address if there is one; mode 0 means the same.
    public static final int IPADDR_PREF_IPV4 = IpAddr.PREF_IPV4;

    /// Mode: an IPv6 address if there is one.
    public static final int IPADDR_PREF_IPV6 = IpAddr.PREF_IPV6;

    /// [#IPADDR_IPV4].
    public static final int IPV4 = IpAddr.IPV4;

    /// [#IPADDR_IPV6].
    public static final int IPV6 = IpAddr.IPV6;

    /// [#IPADDR_PREF_IPV4].
    public static final int PREF_IPV4 = IpAddr.PREF_IPV4;

    /// [#IPADDR_PREF_IPV6].
    public static final int PREF_IPV6 = IpAddr.PREF_IPV6;

    /// For the shutdown verbs: no more receiving.
    public static final int SHUT_RD = StreamSocket.SHUT_RD;

    /// For the shutdown verbs: no more sending.
    public static final int SHUT_WR = StreamSocket.SHUT_WR;

    /// For the shutdown verbs: neither.
    public static final int SHUT_RDWR = StreamSocket.SHUT_RDWR;

    private MillNet() {}

    private static <S extends @Nullable Object> S checked(S socket, String verb) {
        if (socket == null) {
            throw new MillPanic(verb + ": socket is null");
        }
        return socket;
    }

    // ---- addresses
    // -------------------------------------------------------------------------------------------

    /// Makes an address of this machine: [IpAddr#local].
    ///
    /// @param name an address or a name
    /// @param port the port
    /// @param mode 0 or one of the modes above
    /// @return the address
    /// @throws IOException as there
    public static IpAddr iplocal(String name, int port, int mode) throws IOException {
        return IpAddr.local(name, port, mode);
    }

    /// Makes an address to connect to: [IpAddr#remote].
    ///
    /// @param name an address or a name
    /// @param port the port
    /// @param mode 0 or one of the modes above
    /// @param deadline absolute milliseconds; negative: none
    /// @return the address
    /// @throws IOException as there
    public static IpAddr ipremote(String name, int port, int mode, long deadline) throws IOException {
        return IpAddr.remote(name, port, mode, deadline);
    }

    /// Does the same as [#ipremote(String,int,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param name as for [#ipremote(String,int,int,long)]
    /// @param port as for [#ipremote(String,int,int,long)]
    /// @param mode as for [#ipremote(String,int,int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#ipremote(String,int,int,long)]
    /// @throws IOException as for [#ipremote(String,int,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#ipremote(String,int,int,long)]
    public static IpAddr ipremote(String name, int port, int mode, Duration timeout) throws IOException {
        return ipremote(name, port, mode, Mill.after(timeout));
    }

    /// The address without the port: [IpAddr#literal].
    ///
    /// @param addr the address
    /// @return the address as text
    public static String ipaddrstr(IpAddr addr) {
        return checked(addr, "ipaddrstr").literal();
    }

    // ---- tcp
    // -------------------------------------------------------------------------------------------

    /// Listens at an address: [TcpListener#listen].
    ///
    /// @param addr where to listen
    /// @param backlog how many connections may wait; 0: as many as the system allows
    /// @return the listener
    /// @throws IOException as there
    public static TcpListener tcplisten(IpAddr addr, int backlog) throws IOException {
        return TcpListener.listen(addr, ListenOptions.defaults().backlog(backlog));
    }

    /// Listens at an address: [TcpListener#listen].
    ///
    /// @param addr where to listen
    /// @param options how
    /// @return the listener
    /// @throws IOException as there
    public static TcpListener tcplisten(IpAddr addr, ListenOptions options) throws IOException {
        return TcpListener.listen(addr, options);
    }

    /// Waits for a connection: [TcpListener#accept].
    ///
    /// @param l the listener
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TcpSocket tcpaccept(TcpListener l, long deadline) throws IOException {
        return checked(l, "tcpaccept").accept(deadline);
    }

    /// Does the same as [#tcpaccept(TcpListener,long)], with a deadline that lies so far ahead.
    ///
    /// @param l as for [#tcpaccept(TcpListener,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcpaccept(TcpListener,long)]
    /// @throws IOException as for [#tcpaccept(TcpListener,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpaccept(TcpListener,long)]
    public static TcpSocket tcpaccept(TcpListener l, Duration timeout) throws IOException {
        return tcpaccept(l, Mill.after(timeout));
    }

    /// Connects to an address: [TcpSocket#connect(IpAddr,long)].
    ///
    /// @param addr where to connect to
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TcpSocket tcpconnect(IpAddr addr, long deadline) throws IOException {
        return TcpSocket.connect(addr, deadline);
    }

    /// Does the same as [#tcpconnect(IpAddr,long)], with a deadline that lies so far ahead.
    ///
    /// @param addr as for [#tcpconnect(IpAddr,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcpconnect(IpAddr,long)]
    /// @throws IOException as for [#tcpconnect(IpAddr,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpconnect(IpAddr,long)]
    public static TcpSocket tcpconnect(IpAddr addr, Duration timeout) throws IOException {
        return tcpconnect(addr, Mill.after(timeout));
    }

    /// Connects to an address: [TcpSocket#connect(IpAddr,SocketOptions,long)].
    ///
    /// @param addr where to connect to
    /// @param options how the socket is to be
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TcpSocket tcpconnect(IpAddr addr, SocketOptions options, long deadline) throws IOException {
        return TcpSocket.connect(addr, options, deadline);
    }

    /// Does the same as [#tcpconnect(IpAddr,SocketOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param addr as for [#tcpconnect(IpAddr,SocketOptions,long)]
    /// @param options as for [#tcpconnect(IpAddr,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcpconnect(IpAddr,SocketOptions,long)]
    /// @throws IOException as for [#tcpconnect(IpAddr,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpconnect(IpAddr,SocketOptions,long)]
    public static TcpSocket tcpconnect(IpAddr addr, SocketOptions options, Duration timeout) throws IOException {
        return tcpconnect(addr, options, Mill.after(timeout));
    }

    /// Resolves a name and connects to it: [TcpSocket#connect(String,int,long)].
    ///
    /// @param host the name or address
    /// @param port the port
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TcpSocket tcpconnect(String host, int port, long deadline) throws IOException {
        return TcpSocket.connect(host, port, deadline);
    }

    /// Does the same as [#tcpconnect(String,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param host as for [#tcpconnect(String,int,long)]
    /// @param port as for [#tcpconnect(String,int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcpconnect(String,int,long)]
    /// @throws IOException as for [#tcpconnect(String,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpconnect(String,int,long)]
    public static TcpSocket tcpconnect(String host, int port, Duration timeout) throws IOException {
        return tcpconnect(host, port, Mill.after(timeout));
    }

    /// The port listened at: [TcpListener#port].
    ///
    /// @param l the listener
    /// @return the port
    public static int tcpport(TcpListener l) {
        return checked(l, "tcpport").port();
    }

    /// The peer's port: [TcpSocket#port].
    ///
    /// @param s the socket
    /// @return the port
    public static int tcpport(TcpSocket s) {
        return checked(s, "tcpport").port();
    }

    /// The peer's address: [TcpSocket#addr].
    ///
    /// @param s the socket
    /// @return the address
    public static IpAddr tcpaddr(TcpSocket s) {
        return checked(s, "tcpaddr").addr();
    }

    /// Accepts bytes for sending: [StreamSocket#send(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf has the bytes
    /// @param len how many of the array's bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcpsend(TcpSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "tcpsend").send(buf, len, deadline);
    }

    /// Does the same as [#tcpsend(TcpSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcpsend(TcpSocket,byte[\],int,long)]
    /// @param buf as for [#tcpsend(TcpSocket,byte[\],int,long)]
    /// @param len as for [#tcpsend(TcpSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcpsend(TcpSocket,byte[\],int,long)]
    /// @throws IOException as for [#tcpsend(TcpSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpsend(TcpSocket,byte[\],int,long)]
    public static int tcpsend(TcpSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return tcpsend(s, buf, len, Mill.after(timeout));
    }

    /// Accepts bytes for sending: [StreamSocket#send(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf has the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcpsend(TcpSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "tcpsend").send(buf, deadline);
    }

    /// Does the same as [#tcpsend(TcpSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcpsend(TcpSocket,ByteBuffer,long)]
    /// @param buf as for [#tcpsend(TcpSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcpsend(TcpSocket,ByteBuffer,long)]
    /// @throws IOException as for [#tcpsend(TcpSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpsend(TcpSocket,ByteBuffer,long)]
    public static int tcpsend(TcpSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return tcpsend(s, buf, Mill.after(timeout));
    }

    /// Writes out what was accepted: [StreamSocket#flush].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void tcpflush(TcpSocket s, long deadline) throws IOException {
        checked(s, "tcpflush").flush(deadline);
    }

    /// Does the same as [#tcpflush(TcpSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcpflush(TcpSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#tcpflush(TcpSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpflush(TcpSocket,long)]
    public static void tcpflush(TcpSocket s, Duration timeout) throws IOException {
        tcpflush(s, Mill.after(timeout));
    }

    /// Receives exactly `len` bytes: [StreamSocket#recv(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecv(TcpSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "tcprecv").recv(buf, len, deadline);
    }

    /// Does the same as [#tcprecv(TcpSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecv(TcpSocket,byte[\],int,long)]
    /// @param buf as for [#tcprecv(TcpSocket,byte[\],int,long)]
    /// @param len as for [#tcprecv(TcpSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecv(TcpSocket,byte[\],int,long)]
    /// @throws IOException as for [#tcprecv(TcpSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecv(TcpSocket,byte[\],int,long)]
    public static int tcprecv(TcpSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return tcprecv(s, buf, len, Mill.after(timeout));
    }

    /// Fills the buffer: [StreamSocket#recv(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecv(TcpSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "tcprecv").recv(buf, deadline);
    }

    /// Does the same as [#tcprecv(TcpSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecv(TcpSocket,ByteBuffer,long)]
    /// @param buf as for [#tcprecv(TcpSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecv(TcpSocket,ByteBuffer,long)]
    /// @throws IOException as for [#tcprecv(TcpSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecv(TcpSocket,ByteBuffer,long)]
    public static int tcprecv(TcpSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return tcprecv(s, buf, Mill.after(timeout));
    }

    /// Receives what is there, -1 at the end: [StreamSocket#recvSome(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecvsome(TcpSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "tcprecvsome").recvSome(buf, len, deadline);
    }

    /// Does the same as [#tcprecvsome(TcpSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecvsome(TcpSocket,byte[\],int,long)]
    /// @param buf as for [#tcprecvsome(TcpSocket,byte[\],int,long)]
    /// @param len as for [#tcprecvsome(TcpSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecvsome(TcpSocket,byte[\],int,long)]
    /// @throws IOException as for [#tcprecvsome(TcpSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecvsome(TcpSocket,byte[\],int,long)]
    public static int tcprecvsome(TcpSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return tcprecvsome(s, buf, len, Mill.after(timeout));
    }

    /// Receives what is there, -1 at the end: [StreamSocket#recvSome(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecvsome(TcpSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "tcprecvsome").recvSome(buf, deadline);
    }

    /// Does the same as [#tcprecvsome(TcpSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecvsome(TcpSocket,ByteBuffer,long)]
    /// @param buf as for [#tcprecvsome(TcpSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecvsome(TcpSocket,ByteBuffer,long)]
    /// @throws IOException as for [#tcprecvsome(TcpSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecvsome(TcpSocket,ByteBuffer,long)]
    public static int tcprecvsome(TcpSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return tcprecvsome(s, buf, Mill.after(timeout));
    }

    /// Receives up to any of the delimiters: [StreamSocket#recvUntil(byte[\],int,String,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param delims characters below 256, each a byte
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecvuntil(TcpSocket s, byte[] buf, int len, String delims, long deadline) throws IOException {
        return checked(s, "tcprecvuntil").recvUntil(buf, len, delims, deadline);
    }

    /// Does the same as [#tcprecvuntil(TcpSocket,byte[\],int,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    /// @param buf as for [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    /// @param len as for [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    /// @param delims as for [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    /// @throws IOException as for [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecvuntil(TcpSocket,byte[\],int,String,long)]
    public static int tcprecvuntil(TcpSocket s, byte[] buf, int len, String delims, Duration timeout)
            throws IOException {
        return tcprecvuntil(s, buf, len, delims, Mill.after(timeout));
    }

    /// Receives up to any of the delimiters: [StreamSocket#recvUntil(ByteBuffer,String,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param delims characters below 256, each a byte
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecvuntil(TcpSocket s, ByteBuffer buf, String delims, long deadline) throws IOException {
        return checked(s, "tcprecvuntil").recvUntil(buf, delims, deadline);
    }

    /// Does the same as [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)]
    /// @param buf as for [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)]
    /// @param delims as for [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)]
    /// @throws IOException as for [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecvuntil(TcpSocket,ByteBuffer,String,long)]
    public static int tcprecvuntil(TcpSocket s, ByteBuffer buf, String delims, Duration timeout) throws IOException {
        return tcprecvuntil(s, buf, delims, Mill.after(timeout));
    }

    /// Receives up to one long delimiter: [StreamSocket#recvUntil(byte[\],int,byte[\],long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param delim all of it must come
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecvuntil(TcpSocket s, byte[] buf, int len, byte[] delim, long deadline) throws IOException {
        return checked(s, "tcprecvuntil").recvUntil(buf, len, delim, deadline);
    }

    /// Does the same as [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    /// @param buf as for [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    /// @param len as for [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    /// @param delim as for [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    /// @throws IOException as for [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecvuntil(TcpSocket,byte[\],int,byte[\],long)]
    public static int tcprecvuntil(TcpSocket s, byte[] buf, int len, byte[] delim, Duration timeout)
            throws IOException {
        return tcprecvuntil(s, buf, len, delim, Mill.after(timeout));
    }

    /// Receives up to one long delimiter: [StreamSocket#recvUntil(ByteBuffer,byte[\],long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param delim all of it must come
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int tcprecvuntil(TcpSocket s, ByteBuffer buf, byte[] delim, long deadline) throws IOException {
        return checked(s, "tcprecvuntil").recvUntil(buf, delim, deadline);
    }

    /// Does the same as [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)]
    /// @param buf as for [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)]
    /// @param delim as for [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)]
    /// @throws IOException as for [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcprecvuntil(TcpSocket,ByteBuffer,byte[\],long)]
    public static int tcprecvuntil(TcpSocket s, ByteBuffer buf, byte[] delim, Duration timeout) throws IOException {
        return tcprecvuntil(s, buf, delim, Mill.after(timeout));
    }

    /// Ends one direction or both: [StreamSocket#shutdown].
    ///
    /// @param s the socket
    /// @param how [#SHUT_RD], [#SHUT_WR] or [#SHUT_RDWR]
    /// @throws IOException as there
    public static void tcpshutdown(TcpSocket s, int how) throws IOException {
        checked(s, "tcpshutdown").shutdown(how);
    }

    /// Flushes and closes a connection: [StreamSocket#close()].
    ///
    /// @param s the socket
    /// @throws IOException as there
    public static void tcpclose(TcpSocket s) throws IOException {
        checked(s, "tcpclose").close();
    }

    /// Flushes, until the deadline, and closes a connection: [StreamSocket#close(long)].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void tcpclose(TcpSocket s, long deadline) throws IOException {
        checked(s, "tcpclose").close(deadline);
    }

    /// Does the same as [#tcpclose(TcpSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#tcpclose(TcpSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#tcpclose(TcpSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#tcpclose(TcpSocket,long)]
    public static void tcpclose(TcpSocket s, Duration timeout) throws IOException {
        tcpclose(s, Mill.after(timeout));
    }

    /// Stops listening: [TcpListener#close].
    ///
    /// @param l the listener
    /// @throws IOException as there
    public static void tcpclose(TcpListener l) throws IOException {
        checked(l, "tcpclose").close();
    }

    /// Takes over a connection: [TcpSocket#attach].
    ///
    /// @param channel the channel, which is put into non-blocking mode
    /// @return the connection
    /// @throws IOException as there
    public static TcpSocket tcpattach(SocketChannel channel) throws IOException {
        return TcpSocket.attach(channel);
    }

    /// Takes over a listening channel: [TcpListener#attach].
    ///
    /// @param channel the channel, which is put into non-blocking mode
    /// @return the listener
    /// @throws IOException as there
    public static TcpListener tcpattach(ServerSocketChannel channel) throws IOException {
        return TcpListener.attach(channel);
    }

    /// Gives up a connection: [TcpSocket#detach].
    ///
    /// @param s the socket
    /// @return the channel
    /// @throws IOException as there
    public static SocketChannel tcpdetach(TcpSocket s) throws IOException {
        return checked(s, "tcpdetach").detach();
    }

    /// Gives up a listening channel: [TcpListener#detach].
    ///
    /// @param l the listener
    /// @return the channel
    /// @throws IOException as there
    public static ServerSocketChannel tcpdetach(TcpListener l) throws IOException {
        return checked(l, "tcpdetach").detach();
    }

    // ---- udp
    // -------------------------------------------------------------------------------------------

    /// Opens a socket at an address: [UdpSocket#listen].
    ///
    /// @param addr where to listen
    /// @return the socket
    /// @throws IOException as there
    public static UdpSocket udplisten(IpAddr addr) throws IOException {
        return UdpSocket.listen(addr);
    }

    /// The port it is at: [UdpSocket#port].
    ///
    /// @param s the socket
    /// @return the port
    public static int udpport(UdpSocket s) {
        return checked(s, "udpport").port();
    }

    /// Sends a datagram: [UdpSocket#send(IpAddr,byte[\],int,long)] without a deadline.
    ///
    /// @param s the socket
    /// @param addr where to
    /// @param buf has the bytes
    /// @param len how many of the array's bytes
    /// @throws IOException as there
    public static void udpsend(UdpSocket s, IpAddr addr, byte[] buf, int len) throws IOException {
        checked(s, "udpsend").send(addr, buf, len, -1);
    }

    /// Sends a datagram: [UdpSocket#send(IpAddr,byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param addr where to
    /// @param buf has the bytes
    /// @param len how many of the array's bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return false if it was dropped, with deadline 0
    /// @throws IOException as there
    public static boolean udpsend(UdpSocket s, IpAddr addr, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "udpsend").send(addr, buf, len, deadline);
    }

    /// Does the same as [#udpsend(UdpSocket,IpAddr,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    /// @param addr as for [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    /// @param buf as for [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    /// @param len as for [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    /// @throws IOException as for [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#udpsend(UdpSocket,IpAddr,byte[\],int,long)]
    public static boolean udpsend(UdpSocket s, IpAddr addr, byte[] buf, int len, Duration timeout) throws IOException {
        return udpsend(s, addr, buf, len, Mill.after(timeout));
    }

    /// Sends a datagram: [UdpSocket#send(IpAddr,ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param addr where to
    /// @param buf has the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return false if it was dropped, with deadline 0
    /// @throws IOException as there
    public static boolean udpsend(UdpSocket s, IpAddr addr, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "udpsend").send(addr, buf, deadline);
    }

    /// Does the same as [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)]
    /// @param addr as for [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)]
    /// @param buf as for [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)]
    /// @throws IOException as for [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#udpsend(UdpSocket,IpAddr,ByteBuffer,long)]
    public static boolean udpsend(UdpSocket s, IpAddr addr, ByteBuffer buf, Duration timeout) throws IOException {
        return udpsend(s, addr, buf, Mill.after(timeout));
    }

    /// Receives a datagram: [UdpSocket#recv(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param deadline absolute milliseconds; negative: none
    /// @return its sender and size
    /// @throws IOException as there
    public static Datagram udprecv(UdpSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "udprecv").recv(buf, len, deadline);
    }

    /// Does the same as [#udprecv(UdpSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#udprecv(UdpSocket,byte[\],int,long)]
    /// @param buf as for [#udprecv(UdpSocket,byte[\],int,long)]
    /// @param len as for [#udprecv(UdpSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#udprecv(UdpSocket,byte[\],int,long)]
    /// @throws IOException as for [#udprecv(UdpSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#udprecv(UdpSocket,byte[\],int,long)]
    public static Datagram udprecv(UdpSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return udprecv(s, buf, len, Mill.after(timeout));
    }

    /// Receives a datagram: [UdpSocket#recv(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return its sender and size
    /// @throws IOException as there
    public static Datagram udprecv(UdpSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "udprecv").recv(buf, deadline);
    }

    /// Does the same as [#udprecv(UdpSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#udprecv(UdpSocket,ByteBuffer,long)]
    /// @param buf as for [#udprecv(UdpSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#udprecv(UdpSocket,ByteBuffer,long)]
    /// @throws IOException as for [#udprecv(UdpSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#udprecv(UdpSocket,ByteBuffer,long)]
    public static Datagram udprecv(UdpSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return udprecv(s, buf, Mill.after(timeout));
    }

    /// Closes the socket: [UdpSocket#close].
    ///
    /// @param s the socket
    /// @throws IOException as there
    public static void udpclose(UdpSocket s) throws IOException {
        checked(s, "udpclose").close();
    }

    /// Takes over a channel: [UdpSocket#attach].
    ///
    /// @param channel the channel, which is put into non-blocking mode
    /// @return the socket
    /// @throws IOException as there
    public static UdpSocket udpattach(DatagramChannel channel) throws IOException {
        return UdpSocket.attach(channel);
    }

    /// Gives up the channel: [UdpSocket#detach].
    ///
    /// @param s the socket
    /// @return the channel
    /// @throws IOException as there
    public static DatagramChannel udpdetach(UdpSocket s) throws IOException {
        return checked(s, "udpdetach").detach();
    }

    // ---- unix
    // -------------------------------------------------------------------------------------------

    /// Listens at a path: [UnixListener#listen(String,int)].
    ///
    /// @param path of the socket file
    /// @param backlog how many connections may wait; 0: as many as the system allows
    /// @return the listener
    /// @throws IOException as there
    public static UnixListener unixlisten(String path, int backlog) throws IOException {
        return UnixListener.listen(path, backlog);
    }

    /// Listens at a path: [UnixListener#listen(String,ListenOptions)].
    ///
    /// @param path of the socket file
    /// @param options how
    /// @return the listener
    /// @throws IOException as there
    public static UnixListener unixlisten(String path, ListenOptions options) throws IOException {
        return UnixListener.listen(path, options);
    }

    /// Waits for a connection: [UnixListener#accept].
    ///
    /// @param l the listener
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static UnixSocket unixaccept(UnixListener l, long deadline) throws IOException {
        return checked(l, "unixaccept").accept(deadline);
    }

    /// Does the same as [#unixaccept(UnixListener,long)], with a deadline that lies so far ahead.
    ///
    /// @param l as for [#unixaccept(UnixListener,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixaccept(UnixListener,long)]
    /// @throws IOException as for [#unixaccept(UnixListener,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixaccept(UnixListener,long)]
    public static UnixSocket unixaccept(UnixListener l, Duration timeout) throws IOException {
        return unixaccept(l, Mill.after(timeout));
    }

    /// Connects to a path: [UnixSocket#connect(String,long)] without a deadline.
    ///
    /// @param path of the socket file
    /// @return the connection
    /// @throws IOException as there
    public static UnixSocket unixconnect(String path) throws IOException {
        return UnixSocket.connect(path, -1);
    }

    /// Connects to a path: [UnixSocket#connect(String,long)].
    ///
    /// @param path of the socket file
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static UnixSocket unixconnect(String path, long deadline) throws IOException {
        return UnixSocket.connect(path, deadline);
    }

    /// Does the same as [#unixconnect(String,long)], with a deadline that lies so far ahead.
    ///
    /// @param path as for [#unixconnect(String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixconnect(String,long)]
    /// @throws IOException as for [#unixconnect(String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixconnect(String,long)]
    public static UnixSocket unixconnect(String path, Duration timeout) throws IOException {
        return unixconnect(path, Mill.after(timeout));
    }

    /// Connects to a path: [UnixSocket#connect(String,SocketOptions,long)].
    ///
    /// @param path of the socket file
    /// @param options how the socket is to be
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static UnixSocket unixconnect(String path, SocketOptions options, long deadline) throws IOException {
        return UnixSocket.connect(path, options, deadline);
    }

    /// Does the same as [#unixconnect(String,SocketOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param path as for [#unixconnect(String,SocketOptions,long)]
    /// @param options as for [#unixconnect(String,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixconnect(String,SocketOptions,long)]
    /// @throws IOException as for [#unixconnect(String,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixconnect(String,SocketOptions,long)]
    public static UnixSocket unixconnect(String path, SocketOptions options, Duration timeout) throws IOException {
        return unixconnect(path, options, Mill.after(timeout));
    }

    /// Makes two sockets connected to each other: [UnixSocket#pair()].
    ///
    /// @return the two
    /// @throws IOException as there
    public static UnixSocket[] unixpair() throws IOException {
        return UnixSocket.pair();
    }

    /// Accepts bytes for sending: [StreamSocket#send(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf has the bytes
    /// @param len how many of the array's bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixsend(UnixSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "unixsend").send(buf, len, deadline);
    }

    /// Does the same as [#unixsend(UnixSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixsend(UnixSocket,byte[\],int,long)]
    /// @param buf as for [#unixsend(UnixSocket,byte[\],int,long)]
    /// @param len as for [#unixsend(UnixSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixsend(UnixSocket,byte[\],int,long)]
    /// @throws IOException as for [#unixsend(UnixSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixsend(UnixSocket,byte[\],int,long)]
    public static int unixsend(UnixSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return unixsend(s, buf, len, Mill.after(timeout));
    }

    /// Accepts bytes for sending: [StreamSocket#send(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf has the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixsend(UnixSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "unixsend").send(buf, deadline);
    }

    /// Does the same as [#unixsend(UnixSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixsend(UnixSocket,ByteBuffer,long)]
    /// @param buf as for [#unixsend(UnixSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixsend(UnixSocket,ByteBuffer,long)]
    /// @throws IOException as for [#unixsend(UnixSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixsend(UnixSocket,ByteBuffer,long)]
    public static int unixsend(UnixSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return unixsend(s, buf, Mill.after(timeout));
    }

    /// Writes out what was accepted: [StreamSocket#flush].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void unixflush(UnixSocket s, long deadline) throws IOException {
        checked(s, "unixflush").flush(deadline);
    }

    /// Does the same as [#unixflush(UnixSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixflush(UnixSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#unixflush(UnixSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixflush(UnixSocket,long)]
    public static void unixflush(UnixSocket s, Duration timeout) throws IOException {
        unixflush(s, Mill.after(timeout));
    }

    /// Receives exactly `len` bytes: [StreamSocket#recv(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecv(UnixSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "unixrecv").recv(buf, len, deadline);
    }

    /// Does the same as [#unixrecv(UnixSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecv(UnixSocket,byte[\],int,long)]
    /// @param buf as for [#unixrecv(UnixSocket,byte[\],int,long)]
    /// @param len as for [#unixrecv(UnixSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecv(UnixSocket,byte[\],int,long)]
    /// @throws IOException as for [#unixrecv(UnixSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecv(UnixSocket,byte[\],int,long)]
    public static int unixrecv(UnixSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return unixrecv(s, buf, len, Mill.after(timeout));
    }

    /// Fills the buffer: [StreamSocket#recv(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecv(UnixSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "unixrecv").recv(buf, deadline);
    }

    /// Does the same as [#unixrecv(UnixSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecv(UnixSocket,ByteBuffer,long)]
    /// @param buf as for [#unixrecv(UnixSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecv(UnixSocket,ByteBuffer,long)]
    /// @throws IOException as for [#unixrecv(UnixSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecv(UnixSocket,ByteBuffer,long)]
    public static int unixrecv(UnixSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return unixrecv(s, buf, Mill.after(timeout));
    }

    /// Receives what is there, -1 at the end: [StreamSocket#recvSome(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecvsome(UnixSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "unixrecvsome").recvSome(buf, len, deadline);
    }

    /// Does the same as [#unixrecvsome(UnixSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecvsome(UnixSocket,byte[\],int,long)]
    /// @param buf as for [#unixrecvsome(UnixSocket,byte[\],int,long)]
    /// @param len as for [#unixrecvsome(UnixSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecvsome(UnixSocket,byte[\],int,long)]
    /// @throws IOException as for [#unixrecvsome(UnixSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecvsome(UnixSocket,byte[\],int,long)]
    public static int unixrecvsome(UnixSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return unixrecvsome(s, buf, len, Mill.after(timeout));
    }

    /// Receives what is there, -1 at the end: [StreamSocket#recvSome(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecvsome(UnixSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "unixrecvsome").recvSome(buf, deadline);
    }

    /// Does the same as [#unixrecvsome(UnixSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecvsome(UnixSocket,ByteBuffer,long)]
    /// @param buf as for [#unixrecvsome(UnixSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecvsome(UnixSocket,ByteBuffer,long)]
    /// @throws IOException as for [#unixrecvsome(UnixSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecvsome(UnixSocket,ByteBuffer,long)]
    public static int unixrecvsome(UnixSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return unixrecvsome(s, buf, Mill.after(timeout));
    }

    /// Receives up to any of the delimiters: [StreamSocket#recvUntil(byte[\],int,String,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param delims characters below 256, each a byte
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecvuntil(UnixSocket s, byte[] buf, int len, String delims, long deadline)
            throws IOException {
        return checked(s, "unixrecvuntil").recvUntil(buf, len, delims, deadline);
    }

    /// Does the same as [#unixrecvuntil(UnixSocket,byte[\],int,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    /// @param buf as for [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    /// @param len as for [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    /// @param delims as for [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    /// @throws IOException as for [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecvuntil(UnixSocket,byte[\],int,String,long)]
    public static int unixrecvuntil(UnixSocket s, byte[] buf, int len, String delims, Duration timeout)
            throws IOException {
        return unixrecvuntil(s, buf, len, delims, Mill.after(timeout));
    }

    /// Receives up to any of the delimiters: [StreamSocket#recvUntil(ByteBuffer,String,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param delims characters below 256, each a byte
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecvuntil(UnixSocket s, ByteBuffer buf, String delims, long deadline) throws IOException {
        return checked(s, "unixrecvuntil").recvUntil(buf, delims, deadline);
    }

    /// Does the same as [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)]
    /// @param buf as for [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)]
    /// @param delims as for [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)]
    /// @throws IOException as for [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecvuntil(UnixSocket,ByteBuffer,String,long)]
    public static int unixrecvuntil(UnixSocket s, ByteBuffer buf, String delims, Duration timeout) throws IOException {
        return unixrecvuntil(s, buf, delims, Mill.after(timeout));
    }

    /// Receives up to one long delimiter: [StreamSocket#recvUntil(byte[\],int,byte[\],long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param delim all of it must come
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecvuntil(UnixSocket s, byte[] buf, int len, byte[] delim, long deadline) throws IOException {
        return checked(s, "unixrecvuntil").recvUntil(buf, len, delim, deadline);
    }

    /// Does the same as [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    /// @param buf as for [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    /// @param len as for [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    /// @param delim as for [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    /// @throws IOException as for [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecvuntil(UnixSocket,byte[\],int,byte[\],long)]
    public static int unixrecvuntil(UnixSocket s, byte[] buf, int len, byte[] delim, Duration timeout)
            throws IOException {
        return unixrecvuntil(s, buf, len, delim, Mill.after(timeout));
    }

    /// Receives up to one long delimiter: [StreamSocket#recvUntil(ByteBuffer,byte[\],long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param delim all of it must come
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int unixrecvuntil(UnixSocket s, ByteBuffer buf, byte[] delim, long deadline) throws IOException {
        return checked(s, "unixrecvuntil").recvUntil(buf, delim, deadline);
    }

    /// Does the same as [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)]
    /// @param buf as for [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)]
    /// @param delim as for [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)]
    /// @throws IOException as for [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixrecvuntil(UnixSocket,ByteBuffer,byte[\],long)]
    public static int unixrecvuntil(UnixSocket s, ByteBuffer buf, byte[] delim, Duration timeout) throws IOException {
        return unixrecvuntil(s, buf, delim, Mill.after(timeout));
    }

    /// Ends one direction or both: [StreamSocket#shutdown].
    ///
    /// @param s the socket
    /// @param how [#SHUT_RD], [#SHUT_WR] or [#SHUT_RDWR]
    /// @throws IOException as there
    public static void unixshutdown(UnixSocket s, int how) throws IOException {
        checked(s, "unixshutdown").shutdown(how);
    }

    /// Flushes and closes a connection: [StreamSocket#close()].
    ///
    /// @param s the socket
    /// @throws IOException as there
    public static void unixclose(UnixSocket s) throws IOException {
        checked(s, "unixclose").close();
    }

    /// Flushes, until the deadline, and closes a connection: [StreamSocket#close(long)].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void unixclose(UnixSocket s, long deadline) throws IOException {
        checked(s, "unixclose").close(deadline);
    }

    /// Does the same as [#unixclose(UnixSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#unixclose(UnixSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#unixclose(UnixSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#unixclose(UnixSocket,long)]
    public static void unixclose(UnixSocket s, Duration timeout) throws IOException {
        unixclose(s, Mill.after(timeout));
    }

    /// Stops listening and removes the socket file: [UnixListener#close].
    ///
    /// @param l the listener
    /// @throws IOException as there
    public static void unixclose(UnixListener l) throws IOException {
        checked(l, "unixclose").close();
    }

    /// Takes over a connection: [UnixSocket#attach].
    ///
    /// @param channel the channel, which is put into non-blocking mode
    /// @return the connection
    /// @throws IOException as there
    public static UnixSocket unixattach(SocketChannel channel) throws IOException {
        return UnixSocket.attach(channel);
    }

    /// Takes over a listening channel: [UnixListener#attach].
    ///
    /// @param channel the channel, which is put into non-blocking mode
    /// @return the listener
    /// @throws IOException as there
    public static UnixListener unixattach(ServerSocketChannel channel) throws IOException {
        return UnixListener.attach(channel);
    }

    /// Gives up a connection: [UnixSocket#detach].
    ///
    /// @param s the socket
    /// @return the channel
    /// @throws IOException as there
    public static SocketChannel unixdetach(UnixSocket s) throws IOException {
        return checked(s, "unixdetach").detach();
    }

    /// Gives up a listening channel: [UnixListener#detach].
    ///
    /// @param l the listener
    /// @return the channel
    /// @throws IOException as there
    public static ServerSocketChannel unixdetach(UnixListener l) throws IOException {
        return checked(l, "unixdetach").detach();
    }

    // ---- ssl
    // -------------------------------------------------------------------------------------------

    /// Listens for TLS connections: [TlsListener#listen].
    ///
    /// @param addr where to listen
    /// @param certFile PEM
    /// @param keyFile PEM
    /// @param backlog how many connections may wait; 0: as many as the system allows
    /// @return the listener
    /// @throws IOException as there
    public static TlsListener ssllisten(IpAddr addr, String certFile, String keyFile, int backlog) throws IOException {
        return TlsListener.listen(
                addr,
                TlsOptions.defaults().certificate(certFile, keyFile),
                ListenOptions.defaults().backlog(backlog));
    }

    /// Listens for TLS connections: [TlsListener#listen].
    ///
    /// @param addr where to listen
    /// @param tls the certificate and the rest
    /// @param options how
    /// @return the listener
    /// @throws IOException as there
    public static TlsListener ssllisten(IpAddr addr, TlsOptions tls, ListenOptions options) throws IOException {
        return TlsListener.listen(addr, tls, options);
    }

    /// Waits for a connection, not for its handshake: [TlsListener#accept].
    ///
    /// @param l the listener
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TlsSocket sslaccept(TlsListener l, long deadline) throws IOException {
        return checked(l, "sslaccept").accept(deadline);
    }

    /// Does the same as [#sslaccept(TlsListener,long)], with a deadline that lies so far ahead.
    ///
    /// @param l as for [#sslaccept(TlsListener,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslaccept(TlsListener,long)]
    /// @throws IOException as for [#sslaccept(TlsListener,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslaccept(TlsListener,long)]
    public static TlsSocket sslaccept(TlsListener l, Duration timeout) throws IOException {
        return sslaccept(l, Mill.after(timeout));
    }

    /// Connects and makes sure that the peer is the one named: [TlsSocket#connect(IpAddr,String,TlsOptions,long)].
    ///
    /// @param addr where to connect to
    /// @param hostName what the certificate must hold
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TlsSocket sslconnect(IpAddr addr, String hostName, long deadline) throws IOException {
        return TlsSocket.connect(addr, hostName, TlsOptions.defaults(), deadline);
    }

    /// Does the same as [#sslconnect(IpAddr,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param addr as for [#sslconnect(IpAddr,String,long)]
    /// @param hostName as for [#sslconnect(IpAddr,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslconnect(IpAddr,String,long)]
    /// @throws IOException as for [#sslconnect(IpAddr,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslconnect(IpAddr,String,long)]
    public static TlsSocket sslconnect(IpAddr addr, String hostName, Duration timeout) throws IOException {
        return sslconnect(addr, hostName, Mill.after(timeout));
    }

    /// Connects under these options: [TlsSocket#connect(IpAddr,String,TlsOptions,long)].
    ///
    /// @param addr where to connect to
    /// @param hostName what the certificate must hold
    /// @param options the trust and the rest
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TlsSocket sslconnect(IpAddr addr, String hostName, TlsOptions options, long deadline)
            throws IOException {
        return TlsSocket.connect(addr, hostName, options, deadline);
    }

    /// Does the same as [#sslconnect(IpAddr,String,TlsOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param addr as for [#sslconnect(IpAddr,String,TlsOptions,long)]
    /// @param hostName as for [#sslconnect(IpAddr,String,TlsOptions,long)]
    /// @param options as for [#sslconnect(IpAddr,String,TlsOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslconnect(IpAddr,String,TlsOptions,long)]
    /// @throws IOException as for [#sslconnect(IpAddr,String,TlsOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslconnect(IpAddr,String,TlsOptions,long)]
    public static TlsSocket sslconnect(IpAddr addr, String hostName, TlsOptions options, Duration timeout)
            throws IOException {
        return sslconnect(addr, hostName, options, Mill.after(timeout));
    }

    /// Connects under these options: [TlsSocket#connect(IpAddr,String,TlsOptions,SocketOptions,long)].
    ///
    /// @param addr where to connect to
    /// @param hostName what the certificate must hold
    /// @param options the trust and the rest
    /// @param socketOptions how the socket is to be
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TlsSocket sslconnect(
            IpAddr addr, String hostName, TlsOptions options, SocketOptions socketOptions, long deadline)
            throws IOException {
        return TlsSocket.connect(addr, hostName, options, socketOptions, deadline);
    }

    /// Does the same as [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)], with a deadline that lies so far
    /// ahead.
    ///
    /// @param addr as for [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param hostName as for [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param options as for [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param socketOptions as for [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @throws IOException as for [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for
    /// [#sslconnect(IpAddr,String,TlsOptions,SocketOptions,long)]
    public static TlsSocket sslconnect(
            IpAddr addr, String hostName, TlsOptions options, SocketOptions socketOptions, Duration timeout)
            throws IOException {
        return sslconnect(addr, hostName, options, socketOptions, Mill.after(timeout));
    }

    /// Connects to what the address was resolved from: [TlsSocket#connect(IpAddr,String,TlsOptions,long)].
    ///
    /// @param addr where to connect to
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TlsSocket sslconnect(IpAddr addr, long deadline) throws IOException {
        return TlsSocket.connect(addr, null, TlsOptions.defaults(), deadline);
    }

    /// Does the same as [#sslconnect(IpAddr,long)], with a deadline that lies so far ahead.
    ///
    /// @param addr as for [#sslconnect(IpAddr,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslconnect(IpAddr,long)]
    /// @throws IOException as for [#sslconnect(IpAddr,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslconnect(IpAddr,long)]
    public static TlsSocket sslconnect(IpAddr addr, Duration timeout) throws IOException {
        return sslconnect(addr, Mill.after(timeout));
    }

    /// Resolves a name and connects to it: [TlsSocket#connect(String,int,TlsOptions,long)].
    ///
    /// @param host the name or address
    /// @param port the port
    /// @param deadline absolute milliseconds; negative: none
    /// @return the connection
    /// @throws IOException as there
    public static TlsSocket sslconnect(String host, int port, long deadline) throws IOException {
        return TlsSocket.connect(host, port, TlsOptions.defaults(), deadline);
    }

    /// Does the same as [#sslconnect(String,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param host as for [#sslconnect(String,int,long)]
    /// @param port as for [#sslconnect(String,int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslconnect(String,int,long)]
    /// @throws IOException as for [#sslconnect(String,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslconnect(String,int,long)]
    public static TlsSocket sslconnect(String host, int port, Duration timeout) throws IOException {
        return sslconnect(host, port, Mill.after(timeout));
    }

    /// Makes the handshake now: [TlsSocket#handshake].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void sslhandshake(TlsSocket s, long deadline) throws IOException {
        checked(s, "sslhandshake").handshake(deadline);
    }

    /// Does the same as [#sslhandshake(TlsSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslhandshake(TlsSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#sslhandshake(TlsSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslhandshake(TlsSocket,long)]
    public static void sslhandshake(TlsSocket s, Duration timeout) throws IOException {
        sslhandshake(s, Mill.after(timeout));
    }

    /// The port listened at: [TlsListener#port].
    ///
    /// @param l the listener
    /// @return the port
    public static int sslport(TlsListener l) {
        return checked(l, "sslport").port();
    }

    /// The peer's port: [TlsSocket#port].
    ///
    /// @param s the socket
    /// @return the port
    public static int sslport(TlsSocket s) {
        return checked(s, "sslport").port();
    }

    /// The peer's address: [TlsSocket#addr].
    ///
    /// @param s the socket
    /// @return the address
    public static IpAddr ssladdr(TlsSocket s) {
        return checked(s, "ssladdr").addr();
    }

    /// Accepts bytes for sending: [StreamSocket#send(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf has the bytes
    /// @param len how many of the array's bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslsend(TlsSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "sslsend").send(buf, len, deadline);
    }

    /// Does the same as [#sslsend(TlsSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslsend(TlsSocket,byte[\],int,long)]
    /// @param buf as for [#sslsend(TlsSocket,byte[\],int,long)]
    /// @param len as for [#sslsend(TlsSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslsend(TlsSocket,byte[\],int,long)]
    /// @throws IOException as for [#sslsend(TlsSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslsend(TlsSocket,byte[\],int,long)]
    public static int sslsend(TlsSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return sslsend(s, buf, len, Mill.after(timeout));
    }

    /// Accepts bytes for sending: [StreamSocket#send(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf has the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslsend(TlsSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "sslsend").send(buf, deadline);
    }

    /// Does the same as [#sslsend(TlsSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslsend(TlsSocket,ByteBuffer,long)]
    /// @param buf as for [#sslsend(TlsSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslsend(TlsSocket,ByteBuffer,long)]
    /// @throws IOException as for [#sslsend(TlsSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslsend(TlsSocket,ByteBuffer,long)]
    public static int sslsend(TlsSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return sslsend(s, buf, Mill.after(timeout));
    }

    /// Writes out what was accepted: [StreamSocket#flush].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void sslflush(TlsSocket s, long deadline) throws IOException {
        checked(s, "sslflush").flush(deadline);
    }

    /// Does the same as [#sslflush(TlsSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslflush(TlsSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#sslflush(TlsSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslflush(TlsSocket,long)]
    public static void sslflush(TlsSocket s, Duration timeout) throws IOException {
        sslflush(s, Mill.after(timeout));
    }

    /// Receives exactly `len` bytes: [StreamSocket#recv(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecv(TlsSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "sslrecv").recv(buf, len, deadline);
    }

    /// Does the same as [#sslrecv(TlsSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecv(TlsSocket,byte[\],int,long)]
    /// @param buf as for [#sslrecv(TlsSocket,byte[\],int,long)]
    /// @param len as for [#sslrecv(TlsSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecv(TlsSocket,byte[\],int,long)]
    /// @throws IOException as for [#sslrecv(TlsSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecv(TlsSocket,byte[\],int,long)]
    public static int sslrecv(TlsSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return sslrecv(s, buf, len, Mill.after(timeout));
    }

    /// Fills the buffer: [StreamSocket#recv(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecv(TlsSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "sslrecv").recv(buf, deadline);
    }

    /// Does the same as [#sslrecv(TlsSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecv(TlsSocket,ByteBuffer,long)]
    /// @param buf as for [#sslrecv(TlsSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecv(TlsSocket,ByteBuffer,long)]
    /// @throws IOException as for [#sslrecv(TlsSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecv(TlsSocket,ByteBuffer,long)]
    public static int sslrecv(TlsSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return sslrecv(s, buf, Mill.after(timeout));
    }

    /// Receives what is there, -1 at the end: [StreamSocket#recvSome(byte[\],int,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecvsome(TlsSocket s, byte[] buf, int len, long deadline) throws IOException {
        return checked(s, "sslrecvsome").recvSome(buf, len, deadline);
    }

    /// Does the same as [#sslrecvsome(TlsSocket,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecvsome(TlsSocket,byte[\],int,long)]
    /// @param buf as for [#sslrecvsome(TlsSocket,byte[\],int,long)]
    /// @param len as for [#sslrecvsome(TlsSocket,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecvsome(TlsSocket,byte[\],int,long)]
    /// @throws IOException as for [#sslrecvsome(TlsSocket,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecvsome(TlsSocket,byte[\],int,long)]
    public static int sslrecvsome(TlsSocket s, byte[] buf, int len, Duration timeout) throws IOException {
        return sslrecvsome(s, buf, len, Mill.after(timeout));
    }

    /// Receives what is there, -1 at the end: [StreamSocket#recvSome(ByteBuffer,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecvsome(TlsSocket s, ByteBuffer buf, long deadline) throws IOException {
        return checked(s, "sslrecvsome").recvSome(buf, deadline);
    }

    /// Does the same as [#sslrecvsome(TlsSocket,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecvsome(TlsSocket,ByteBuffer,long)]
    /// @param buf as for [#sslrecvsome(TlsSocket,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecvsome(TlsSocket,ByteBuffer,long)]
    /// @throws IOException as for [#sslrecvsome(TlsSocket,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecvsome(TlsSocket,ByteBuffer,long)]
    public static int sslrecvsome(TlsSocket s, ByteBuffer buf, Duration timeout) throws IOException {
        return sslrecvsome(s, buf, Mill.after(timeout));
    }

    /// Receives up to any of the delimiters: [StreamSocket#recvUntil(byte[\],int,String,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param delims characters below 256, each a byte
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecvuntil(TlsSocket s, byte[] buf, int len, String delims, long deadline) throws IOException {
        return checked(s, "sslrecvuntil").recvUntil(buf, len, delims, deadline);
    }

    /// Does the same as [#sslrecvuntil(TlsSocket,byte[\],int,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    /// @param buf as for [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    /// @param len as for [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    /// @param delims as for [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    /// @throws IOException as for [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecvuntil(TlsSocket,byte[\],int,String,long)]
    public static int sslrecvuntil(TlsSocket s, byte[] buf, int len, String delims, Duration timeout)
            throws IOException {
        return sslrecvuntil(s, buf, len, delims, Mill.after(timeout));
    }

    /// Receives up to any of the delimiters: [StreamSocket#recvUntil(ByteBuffer,String,long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param delims characters below 256, each a byte
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecvuntil(TlsSocket s, ByteBuffer buf, String delims, long deadline) throws IOException {
        return checked(s, "sslrecvuntil").recvUntil(buf, delims, deadline);
    }

    /// Does the same as [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)]
    /// @param buf as for [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)]
    /// @param delims as for [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)]
    /// @throws IOException as for [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecvuntil(TlsSocket,ByteBuffer,String,long)]
    public static int sslrecvuntil(TlsSocket s, ByteBuffer buf, String delims, Duration timeout) throws IOException {
        return sslrecvuntil(s, buf, delims, Mill.after(timeout));
    }

    /// Receives up to one long delimiter: [StreamSocket#recvUntil(byte[\],int,byte[\],long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param len how many at most
    /// @param delim all of it must come
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecvuntil(TlsSocket s, byte[] buf, int len, byte[] delim, long deadline) throws IOException {
        return checked(s, "sslrecvuntil").recvUntil(buf, len, delim, deadline);
    }

    /// Does the same as [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    /// @param buf as for [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    /// @param len as for [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    /// @param delim as for [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    /// @throws IOException as for [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecvuntil(TlsSocket,byte[\],int,byte[\],long)]
    public static int sslrecvuntil(TlsSocket s, byte[] buf, int len, byte[] delim, Duration timeout)
            throws IOException {
        return sslrecvuntil(s, buf, len, delim, Mill.after(timeout));
    }

    /// Receives up to one long delimiter: [StreamSocket#recvUntil(ByteBuffer,byte[\],long)].
    ///
    /// @param s the socket
    /// @param buf takes the bytes
    /// @param delim all of it must come
    /// @param deadline absolute milliseconds; negative: none
    /// @return how many bytes
    /// @throws IOException as there
    public static int sslrecvuntil(TlsSocket s, ByteBuffer buf, byte[] delim, long deadline) throws IOException {
        return checked(s, "sslrecvuntil").recvUntil(buf, delim, deadline);
    }

    /// Does the same as [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)]
    /// @param buf as for [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)]
    /// @param delim as for [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)]
    /// @throws IOException as for [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslrecvuntil(TlsSocket,ByteBuffer,byte[\],long)]
    public static int sslrecvuntil(TlsSocket s, ByteBuffer buf, byte[] delim, Duration timeout) throws IOException {
        return sslrecvuntil(s, buf, delim, Mill.after(timeout));
    }

    /// Ends one direction or both: [StreamSocket#shutdown].
    ///
    /// @param s the socket
    /// @param how [#SHUT_RD], [#SHUT_WR] or [#SHUT_RDWR]
    /// @throws IOException as there
    public static void sslshutdown(TlsSocket s, int how) throws IOException {
        checked(s, "sslshutdown").shutdown(how);
    }

    /// Flushes and closes a connection: [StreamSocket#close()].
    ///
    /// @param s the socket
    /// @throws IOException as there
    public static void sslclose(TlsSocket s) throws IOException {
        checked(s, "sslclose").close();
    }

    /// Flushes, until the deadline, and closes a connection: [StreamSocket#close(long)].
    ///
    /// @param s the socket
    /// @param deadline absolute milliseconds; negative: none
    /// @throws IOException as there
    public static void sslclose(TlsSocket s, long deadline) throws IOException {
        checked(s, "sslclose").close(deadline);
    }

    /// Does the same as [#sslclose(TlsSocket,long)], with a deadline that lies so far ahead.
    ///
    /// @param s as for [#sslclose(TlsSocket,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#sslclose(TlsSocket,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sslclose(TlsSocket,long)]
    public static void sslclose(TlsSocket s, Duration timeout) throws IOException {
        sslclose(s, Mill.after(timeout));
    }

    /// Stops listening: [TlsListener#close].
    ///
    /// @param l the listener
    /// @throws IOException as there
    public static void sslclose(TlsListener l) throws IOException {
        checked(l, "sslclose").close();
    }
}
