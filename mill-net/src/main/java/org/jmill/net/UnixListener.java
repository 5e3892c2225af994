package org.jmill.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// Listens for connections at a path of this machine.
///
/// All methods are called on a mill's thread.
///
/// Source: libmill's `unixsock` made by `unixlisten`.
///
/// @since 0.1.0
public final class UnixListener implements Closeable {
    private static final int FILE_TYPE = 0xf000; // S_IFMT of inode(7).
    private static final int SOCKET = 0xc000; // S_IFSOCK

    /// What tells a file from another one at the same path; a test has one of its own.
    @FunctionalInterface
    interface FileKeys {
        /// @throws IOException if there is no file, or nobody may know
        Object of(Path path) throws IOException;
    }

    private final Acceptor acceptor;
    private final SocketOptions socketOptions;
    private final Path path;
    private final FileKeys keys;
    private final Object fileKey; // Of the socket file made here; null: leave the file alone.

    private UnixListener(
            ServerSocketChannel channel, SocketOptions socketOptions, Path path, FileKeys keys, Object fileKey) {
        this.acceptor = new Acceptor(channel, "unix " + path);
        this.socketOptions = socketOptions;
        this.path = path;
        this.keys = keys;
        this.fileKey = fileKey;
    }

    /// Makes a socket file and listens there, with as long a backlog as the system allows.
    ///
    /// @param path of a file that does not exist, in a directory that does; at most some 106 bytes
    /// @return the listener
    /// @throws IOException as [#listen(String, int)]
    public static UnixListener listen(String path) throws IOException {
        return listen(path, 0);
    }

    /// Makes a socket file and listens there, with this backlog.
    ///
    /// @param path of a file that does not exist, in a directory that does; at most some 106 bytes
    /// @param backlog how many connections may wait to be accepted; 0: as many as the system allows
    /// @return the listener
    /// @throws IOException as [#listen(String, ListenOptions)]
    /// @throws MillPanic if the path is null or the backlog negative
    ///
    ///   Source: libmill `unixlisten`, which leaks the descriptor if this fails.
    public static UnixListener listen(String path, int backlog) throws IOException {
        return listen(path, ListenOptions.defaults().backlog(backlog));
    }

    /// Makes a socket file and listens there. [#close] removes the file.
    ///
    /// @param path of a file that does not exist, in a directory that does; at most some 106 bytes
    /// @param options how
    /// @return the listener
    /// @throws BindException if there is a file already, also one left behind by a program that has
    ///   ended, in which case the message says so; or if the path is too long or its directory
    ///   missing; or if somebody deletes the file while it is made
    /// @throws IOException if the path is none, or there is no descriptor left
    /// @throws MillPanic if an argument is null, or the options have what only IP has, as a port to share
    public static UnixListener listen(String path, ListenOptions options) throws IOException {
        return listen(path, options, UnixListener::fileKey);
    }

    static UnixListener listen(String path, ListenOptions options, FileKeys keys) throws IOException {
        if (path == null || options == null) {
            throw new MillPanic("listen unix: path or options are null");
        }
        UnixDomainSocketAddress address = UnixSocket.address("listen unix", path);
        String what = "listen unix " + path;
        options.checkForUnix(what);
        ServerSocketChannel channel =
                Acceptor.listen(StandardProtocolFamily.UNIX, address, options, what, () -> occupant(address));
        return Takeover.own(channel, () -> {
            Path file = Doors.file(address);
            return new UnixListener(channel, options.socket(), file, keys, newKey(what, keys, file));
        });
    }

    /// The key of the file that was made just now. Without it nobody would know later whose file is at
    /// the path: so what is there now stays, too. Most likely another program that wants to listen has
    /// deleted ours, and it is its own.
    private static Object newKey(String what, FileKeys keys, Path path) throws IOException {
        try {
            return keys.of(path);
        } catch (IOException e) {
            boolean gone = e instanceof NoSuchFileException;
            String why = gone ? ": socket file was deleted meanwhile" : ": socket file cannot be looked at";
            BindException failure = new BindException(what + why);
            failure.initCause(e);
            throw failure;
        }
    }

    /// What is in the way. To delete it is advised of nothing but a socket.
    private static String occupant(UnixDomainSocketAddress address) {
        try {
            Path path = Doors.file(address);
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (file.isDirectory()) {
                return ", by a directory";
            }
            if (file.isSymbolicLink()) {
                return ", by a symbolic link";
            }
            return isSocket(path, file) ? owner(address) : ", by a file that is no socket";
        } catch (IOException e) {
            return ""; // It is gone again, or nobody may know.
        }
    }

    private static boolean isSocket(Path path, BasicFileAttributes file) throws IOException {
        if (!file.isOther()
                || !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return file.isOther();
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == SOCKET;
    }

    /// Whether a socket file belongs to anyone: then a connection is not refused.
    private static String owner(UnixDomainSocketAddress address) {
        try (SocketChannel probe = Doors.sockets().openSocketChannel(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(address);
            return " by a program that listens there";
        } catch (ConnectException e) {
            return ", by a stale socket file on which nobody listens; delete it";
        } catch (IOException e) {
            return "";
        }
    }

    static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /// Takes over a channel that was bound elsewhere, and puts it into non-blocking mode. If that
    /// fails, the channel is the caller's as it was. [#close] will not remove its file.
    ///
    /// @param channel the channel
    /// @return the socket
    /// @throws IOException if the channel is closed
    /// @throws MillPanic if it is null or not bound to a path
    public static UnixListener attach(ServerSocketChannel channel) throws IOException {
        return Takeover.attach(channel, "unix", () -> {
            if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress bound)) {
                throw new MillPanic("attach unix " + channel + ": channel is not bound; bind it first");
            }
            channel.configureBlocking(false);
            return new UnixListener(channel, SocketOptions.defaults(), Doors.file(bound), UnixListener::fileKey, null);
        });
    }

    /// Waits for a connection.
    ///
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none; past: looks once
    /// @return the connection
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.nio.channels.ClosedChannelException if the listener is closed, also meanwhile
    /// @throws java.net.SocketException if there is no descriptor left; accept again later
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if another coroutine accepts
    ///
    ///   Source: libmill `unixaccept`.
    public UnixSocket accept(long deadlineMs) throws IOException {
        while (true) {
            SocketChannel channel = acceptor.accept(deadlineMs);
            try {
                return UnixSocket.of(channel, socketOptions, path + " (accepted)");
            } catch (IOException e) {
                // Gone already: the next one.
            }
        }
    }

    /// Does the same as [#accept(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#accept(long)]
    /// @throws java.net.SocketTimeoutException as for [#accept(long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#accept(long)]
    /// @throws java.net.SocketException as for [#accept(long)]
    /// @throws org.jmill.CancelledException as for [#accept(long)]
    /// @throws MillPanic if the timeout is null, or as for [#accept(long)]
    public UnixSocket accept(Duration timeout) throws IOException {
        return accept(Mill.after(timeout));
    }

    /// {@return the path it listens at}
    public String path() {
        return path.toString();
    }

    /// {@return whether it was not closed}
    public boolean isOpen() {
        return acceptor.isOpen();
    }

    /// Stops listening and removes the socket file, if it is still the one made here; who waits
    /// gets an `AsynchronousCloseException`. Closing it again does nothing.
    ///
    /// @throws IOException if the file cannot be removed
    ///
    ///   Source: libmill `unixclose`, which leaves the file.
    @Override
    public void close() throws IOException {
        if (!acceptor.isOpen()) {
            return;
        }
        boolean own = isFileOwn();
        try {
            acceptor.close();
        } finally {
            if (own) {
                Files.deleteIfExists(path);
            }
        }
    }

    /// Whether the file is still the one made here. One that nobody may look at is left alone.
    private boolean isFileOwn() {
        try {
            return fileKey != null && fileKey.equals(keys.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    /// Gives up the channel, which goes on listening, in non-blocking mode; the file stays.
    ///
    /// @return the channel
    /// @throws java.nio.channels.ClosedChannelException if it is closed
    /// @throws MillPanic if a coroutine accepts
    public ServerSocketChannel detach() throws IOException {
        if (acceptor.isTaken()) {
            throw new MillPanic("detach " + this + ": a coroutine waits on it");
        }
        return acceptor.giveUp();
    }

    /// `unix /run/app.sock`.
    @Override
    public String toString() {
        return acceptor.toString();
    }
}
