package org.jmill.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.world.World;

/// A connection within this machine. What it can do is told by [StreamSocket].
///
/// Source: libmill's `unixsock`.
///
/// @since 0.1.0
public final class UnixSocket extends StreamSocket {
    /// How often a listener is asked again whose backlog is full: the system does not say when it
    /// has room.
    private static final long RETRY_MS = 5;

    private static final int NAME_TRIES = 100;
    private static final AtomicLong UNIQUE = new AtomicLong(World.real().nanoTime()); // So was no earlier process's.
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final String name;

    private UnixSocket(ChannelTransport transport, SocketOptions options, String name) {
        super(transport, options.lingerMs());
        this.name = name;
    }

    /// The socket of a channel that is connected and non-blocking, and has no other owner: it is
    /// closed if this fails.
    static UnixSocket of(SocketChannel channel, SocketOptions options, String name) throws IOException {
        return Takeover.own(channel, () -> {
            options.applyTo(channel);
            return new UnixSocket(new ChannelTransport(channel), options, name);
        });
    }

    /// Connects to who listens at a path; waits only where too many connections wait already.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none; past: tries once
    /// @param path the path
    /// @return the connection
    /// @throws ConnectException if there is no such file, or nobody listens on it
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws SocketException if it fails otherwise, as for a path that is none or too long
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if the path is null
    ///
    ///   Source: libmill `unixconnect`, which fails at once where the backlog is full.
    public static UnixSocket connect(String path, long deadlineMs) throws IOException {
        return connect(path, SocketOptions.defaults(), deadlineMs);
    }

    /// Does the same as [#connect(String,long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @param path as for [#connect(String,long)]
    /// @return as of [#connect(String,long)]
    /// @throws ConnectException as for [#connect(String,long)]
    /// @throws java.net.SocketTimeoutException as for [#connect(String,long)]
    /// @throws SocketException as for [#connect(String,long)]
    /// @throws org.jmill.CancelledException as for [#connect(String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(String,long)]
    public static UnixSocket connect(String path, Duration timeout) throws IOException {
        return connect(path, Mill.after(timeout));
    }

    /// Connects a socket that is as the options say: [#connect(String,long)].
    ///
    /// @param path the path
    /// @param options how the socket is to be
    /// @param deadlineMs as of [Mill#now]; negative: none; past: tries once
    /// @return the connection
    /// @throws IOException as there
    /// @throws MillPanic if an argument is null, or the options have what only a connection of IP has
    public static UnixSocket connect(String path, SocketOptions options, long deadlineMs) throws IOException {
        if (path == null || options == null) {
            throw new MillPanic("connect unix: path or options are null");
        }
        UnixDomainSocketAddress address = address("connect unix", path);
        String what = "connect unix " + path;
        options.checkForUnix(what);
        Mill.checkDeadline(what, deadlineMs);
        Connector.begin();
        while (true) {
            try {
                return of(tryConnect(address), options, path);
            } catch (SocketException e) {
                if (!String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                    throw Failures.connect(what, e);
                }
            }
            long next = Mill.now() + RETRY_MS;
            boolean last = deadlineMs >= 0 && deadlineMs <= next;
            if (last && deadlineMs <= Mill.now()) {
                throw Failures.timeout(what, 0, Failures.NONE);
            }
            Mill.msleep(last ? deadlineMs : next);
        }
    }

    /// Does the same as [#connect(String,SocketOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param path as for [#connect(String,SocketOptions,long)]
    /// @param options as for [#connect(String,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(String,SocketOptions,long)]
    /// @throws IOException as for [#connect(String,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(String,SocketOptions,long)]
    public static UnixSocket connect(String path, SocketOptions options, Duration timeout) throws IOException {
        return connect(path, options, Mill.after(timeout));
    }

    /// @throws SocketException if the path is none
    static UnixDomainSocketAddress address(String verb, String path) throws SocketException {
        if (path.isEmpty()) {
            throw new SocketException(verb + ": path is empty");
        }
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) {
            SocketException failure =
                    new SocketException(verb + " " + path.replace('\0', '?') + ": " + Failures.NO_PATH);
            failure.initCause(e);
            throw failure;
        }
    }

    private static SocketChannel tryConnect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = Doors.sockets().openSocketChannel(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connected = channel.connect(address);
            if (!connected) {
                throw new SocketException("Resource temporarily unavailable");
            }
            return channel;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    /// Makes two sockets that are connected to each other. Does not wait.
    ///
    /// @return an array of two
    /// @throws IOException if there are no descriptors left, or the directory for temporary files
    ///   takes no socket
    ///
    ///   Source: libmill `unixpair`.
    public static UnixSocket[] pair() throws IOException {
        return pair(SocketOptions.defaults());
    }

    /// Makes two sockets that are as the options say: [#pair()].
    ///
    /// @param options how both are to be
    /// @return an array of two
    /// @throws IOException as there
    /// @throws MillPanic if the options are null, or have what only a connection of IP has
    public static UnixSocket[] pair(SocketOptions options) throws IOException {
        if (options == null) {
            throw new MillPanic("pair unix: options are null");
        }
        options.checkForUnix("pair unix");
        // Java has no socketpair: a listener in a directory that only this user may enter.
        Path directory = privateDirectory();
        SocketChannel[] ends = new SocketChannel[2];
        try {
            connectWithin(directory, ends);
            return new UnixSocket[] {of(ends[0], options, "pair"), of(ends[1], options, "pair")};
        } catch (IOException e) {
            Takeover.closeAfter(e, ends[0]);
            Takeover.closeAfter(e, ends[1]);
            throw Failures.socket("pair unix", e);
        }
    }

    /// Deletes the directory. Of two ends, one may be there though this has failed.
    private static void connectWithin(Path directory, SocketChannel[] ends) throws IOException {
        Path path = directory.resolve("pair");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path.toString());
        try (ServerSocketChannel listener = Doors.sockets().openServerSocketChannel(StandardProtocolFamily.UNIX)) {
            listener.configureBlocking(false); // Else an interrupt, whosever it is, would close the channel.
            listener.bind(address, 1);
            ends[0] = tryConnect(address);
            ends[1] = listener.accept();
            if (ends[1] == null) {
                throw new SocketException("the connection is not there");
            }
            ends[1].configureBlocking(false);
        } finally {
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory);
        }
    }

    private static Path privateDirectory() throws SocketException {
        String parent = String.valueOf(System.getProperty("java.io.tmpdir"));
        try {
            return privateDirectory(Doors.temporary(parent));
        } catch (IOException | InvalidPathException e) {
            SocketException failure =
                    new SocketException("pair unix: no directory can be made in " + parent.replace('\0', '?'));
            failure.initCause(e);
            throw failure;
        }
    }

    /// A directory that only this user may enter. The JDK's way to make one draws its name from a
    /// source of randomness that takes seconds where there is no descriptor left.
    private static Path privateDirectory(Path parent) throws IOException {
        boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        String prefix = "jmill-" + ProcessHandle.current().pid() + "-";
        for (int i = 0; ; i++) {
            try {
                String unique = Long.toHexString(UNIQUE.incrementAndGet());
                return Files.createDirectory(parent.resolve(prefix + unique), mode);
            } catch (FileAlreadyExistsException e) {
                if (i == NAME_TRIES) {
                    throw e;
                }
            }
        }
    }

    /// Takes over a channel that was connected elsewhere, and puts it into non-blocking mode. If
    /// that fails, the channel is the caller's as it was.
    ///
    /// @param channel the channel
    /// @return the socket
    /// @throws IOException if the channel is closed
    /// @throws MillPanic if it is null or not connected to a path
    public static UnixSocket attach(SocketChannel channel) throws IOException {
        return Takeover.attach(channel, "unix", () -> {
            if (!(channel.getRemoteAddress() instanceof UnixDomainSocketAddress peer)) {
                throw new MillPanic("attach unix " + channel + ": channel is not connected");
            }
            channel.configureBlocking(false);
            return new UnixSocket(
                    ChannelTransport.ofUsed(channel),
                    SocketOptions.defaults(),
                    peer.getPath().toString());
        });
    }

    /// Gives up the channel, connected and in non-blocking mode.
    ///
    /// @return the channel
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    /// @throws MillPanic if a coroutine waits on it, or bytes are buffered: flush first, and
    ///   receive what has come
    public SocketChannel detach() throws IOException {
        giveUp();
        return transport.channel();
    }

    @Override
    String label() {
        return "unix " + name;
    }
}
