package org.jmill.net;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jmill.FdwaitException;
import org.jmill.text.LineTooLongException;
import org.jspecify.annotations.Nullable;

/// The exceptions of this package: the JDK's types, jmill's messages, and what was transferred.
///
/// What the JDK throws is told apart by its type, where it has one, and else by the system's text
/// in its message: there is no other way to ask for an `errno`.
final class Failures {
    /// What the calls of this package throw. HotSpot may go on with the compiled code of a coroutine that was
    /// parked while the first subclass of a type was loaded as if there were none (JDK-8389310): to its
    /// `instanceof`, a `TimedOut` that was loaded for the first timeout is no `SocketTimeoutException`. So all
    /// are loaded before anybody can wait here: see [#loadTypes].
    static final List<Class<? extends IOException>> LOADED_EARLY = List.of(
            TimedOut.class,
            Ended.class,
            Reset.class,
            TlsFailed.class,
            ClosedMeanwhile.class,
            AlreadyClosed.class,
            BufferFullException.class,
            BindException.class,
            ConnectException.class,
            FileNotFoundException.class,
            NoRouteToHostException.class,
            SSLHandshakeException.class,
            UnknownHostException.class,
            LineTooLongException.class);

    static final byte[] NONE = {};
    static final String NO_PATH = "path has a character that paths cannot have";

    private Failures() {}

    /// Does nothing but be there: with this class its list is loaded. Called by the classes without which nobody
    /// waits: [Turn], [Connector], [IpAddr].
    static void loadTypes() {}

    /// The bytes between `start` and the buffer's position.
    static byte[] received(ByteBuffer buffer, int start) {
        byte[] bytes = new byte[buffer.position() - start];
        buffer.get(start, bytes);
        return bytes;
    }

    /// What was received: the first `count` bytes of the array or, where that is null, the last ones before the
    /// buffer's position.
    static byte[] received(ByteBuffer buffer, byte[] array, int count) {
        return array != null ? Arrays.copyOf(array, count) : received(buffer, buffer.position() - count);
    }

    static SocketTimeoutException timeout(String what, int count, byte[] bytes) {
        return new TimedOut(what + ": deadline passed", count, bytes);
    }

    static AsynchronousCloseException closedMeanwhile(String what, int count, byte[] bytes) {
        return new ClosedMeanwhile(what + ": socket was closed", count, bytes);
    }

    static EOFException end(String what, int wanted, byte[] bytes) {
        String cause = ": stream ended after " + bytes.length;
        return new Ended(what + cause + (wanted < 0 ? " bytes" : " of " + wanted + " bytes"), bytes);
    }

    /// What broke a connection, as the caller is to see it.
    static IOException broken(String what, IOException cause, int count, byte[] bytes) {
        if (cause instanceof SSLException) {
            String told = what + ": " + cause.getMessage();
            return new TlsFailed(told, news(told, cause), count, bytes);
        }
        if (cause instanceof ClosedChannelException) {
            return closedMeanwhile(what, count, bytes);
        }
        return new Reset(what + ": " + text(cause), cause, count, bytes);
    }

    /// Of a failure of TLS and its causes, the first one that tells more than is told already: the JDK's repeat
    /// each other's words, three times over.
    ///
    /// @return null if none does
    static @Nullable Throwable news(String told, Throwable failure) {
        Throwable t = failure;
        while ((t instanceof SSLException || t instanceof GeneralSecurityException)
                && (t.getMessage() == null || told.contains(t.getMessage()))) {
            t = t.getCause();
        }
        return t;
    }

    /// Why a wait could not begin, as the caller is to see it.
    static IOException noWait(String what, UncheckedIOException thrown, int count, byte[] bytes) {
        return broken(what, causeOfNoWait(thrown), count, bytes);
    }

    /// Why a wait could not begin: there was no descriptor for the mill's selector. What else comes through a wait
    /// is no affair of the connection's.
    static IOException causeOfNoWait(UncheckedIOException thrown) {
        if (!(thrown instanceof FdwaitException)) {
            throw thrown;
        }
        return thrown.getCause();
    }

    static ClosedChannelException closed(String message) {
        return new AlreadyClosed(message);
    }

    /// Why a connection could not be made.
    static IOException connect(String what, IOException cause) {
        String message = what + ": " + text(cause);
        if (isUnreachable(cause)) {
            return because(new NoRouteToHostException(message), cause);
        }
        // The JDK makes it of a route that prohibits, too.
        if (cause instanceof BindException && !message.endsWith("permission denied")) {
            return because(new BindException(message), cause);
        }
        boolean isNobodyThere = message.contains("refused") || message.endsWith(": no such file or directory");
        if (cause instanceof ConnectException || isNobodyThere) {
            return because(new ConnectException(message), cause);
        }
        return because(new SocketException(message), cause);
    }

    /// Why an address could not be listened at.
    static IOException bind(String what, IOException cause, String hint) {
        return because(new BindException(what + ": " + text(cause) + hint), cause);
    }

    /// Why a datagram could not be sent or received.
    static IOException datagram(String what, IOException cause) {
        if (cause instanceof ClosedChannelException) {
            return closedMeanwhile(what, 0, NONE);
        }
        return isUnreachable(cause)
                ? because(new NoRouteToHostException(what + ": " + text(cause)), cause)
                : socket(what, cause);
    }

    private static boolean isUnreachable(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof NoRouteToHostException
                || message.contains("nreachable")
                || message.contains("o route to host");
    }

    static IOException socket(String what, IOException cause) {
        return because(new SocketException(what + ": " + text(cause)), cause);
    }

    /// The system, or this JVM, does without IPv6 (or without UNIX sockets).
    static IOException noFamily(String what, UnsupportedOperationException cause) {
        IOException failure = new NoRouteToHostException(what + ": this JVM has no addresses of that family");
        failure.initCause(cause);
        return failure;
    }

    /// An IPv4 socket cannot send to an IPv6 address.
    static IOException otherFamily(String what, UnsupportedAddressTypeException cause) {
        IOException failure = new NoRouteToHostException(what + ": socket is of another address family");
        failure.initCause(cause);
        return failure;
    }

    /// Whether somebody else has the address.
    static boolean isInUse(IOException e) {
        return String.valueOf(e.getMessage()).contains("in use");
    }

    /// Whether the process or the system has no descriptor left.
    static boolean isOutOfDescriptors(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Too many open files") || message.contains("No buffer space");
    }

    /// The cause in lower case, as the other messages are.
    static String text(Exception cause) {
        String message = cause.getMessage();
        if (message == null || message.isEmpty()) {
            return cause.getClass().getSimpleName();
        }
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    /// How a log shows one of the classes below: under the name that can be caught.
    private static String printed(IOException failure) {
        return failure.getClass().getSuperclass().getName() + ": " + failure.getMessage();
    }

    private static <X extends IOException> X because(X failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }

    private static final class TimedOut extends SocketTimeoutException implements PartialTransfer {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        TimedOut(String message, int count, byte[] bytes) {
            super(message);
            this.bytesTransferred = count;
            this.bytes = bytes;
        }

        @Override
        public int bytesTransferred() {
            return bytesTransferred;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return printed(this);
        }
    }

    private static final class Ended extends EOFException implements PartialTransfer {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        Ended(String message, byte[] bytes) {
            super(message);
            this.bytes = bytes;
        }

        @Override
        public int bytesTransferred() {
            return bytes.length;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return printed(this);
        }
    }

    private static final class Reset extends SocketException implements PartialTransfer {
        private static final long serialVersionUID = 1L;
        private final int count;
        private final byte[] bytes;

        Reset(String message, IOException cause, int count, byte[] bytes) {
            super(message, cause);
            this.count = count;
            this.bytes = bytes;
        }

        @Override
        public int bytesTransferred() {
            return count;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return printed(this);
        }
    }

    private static final class TlsFailed extends SSLException implements PartialTransfer {
        private static final long serialVersionUID = 1L;
        private final int count;
        private final byte[] bytes;

        TlsFailed(String message, Throwable cause, int count, byte[] bytes) {
            super(message, cause);
            this.count = count;
            this.bytes = bytes;
        }

        @Override
        public int bytesTransferred() {
            return count;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return printed(this);
        }
    }

    /// Its superclass takes no message.
    private static final class ClosedMeanwhile extends AsynchronousCloseException implements PartialTransfer {
        private static final long serialVersionUID = 1L;
        private final String message;
        private final int count;
        private final byte[] bytes;

        ClosedMeanwhile(String message, int count, byte[] bytes) {
            this.message = message;
            this.count = count;
            this.bytes = bytes;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public int bytesTransferred() {
            return count;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return printed(this);
        }
    }

    /// Its superclass takes no message.
    private static final class AlreadyClosed extends ClosedChannelException {
        private static final long serialVersionUID = 1L;
        private final String message;

        AlreadyClosed(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String toString() {
            return printed(this);
        }
    }
}
