package org.jmill.file;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import org.jmill.text.LineTooLongException;

/// The JDK's exceptions for files, with messages of the form `operation object: cause`, which most
/// of them cannot be given otherwise.
final class FileErrors {
    /// What the calls of this package throw; all are loaded before anybody waits here, since else a handler's
    /// `instanceof` may be wrong: `org.jmill.net.Failures` says why.
    static final List<Class<? extends IOException>> LOADED_EARLY = List.of(
            NoSuchFile.class,
            AccessDenied.class,
            AlreadyExists.class,
            Failed.class,
            Closed.class,
            ClosedMeanwhile.class,
            EOFException.class,
            SocketTimeoutException.class,
            LineTooLongException.class);

    private FileErrors() {}

    /// Does nothing but be there: with this class its list is loaded. Called by [MillFile].
    static void loadTypes() {}

    /// The exception of the same kind that says what was done to which file.
    ///
    /// @param operation `read`, `write`, …
    /// @param name the path
    /// @param details to be added to the cause, or ""
    static IOException of(String operation, String name, IOException cause, String details) {
        String start = operation + " file " + name + ": ";
        IOException told =
                switch (cause) {
                    case NoSuchFileException _ -> new NoSuchFile(name, start + "no such file");
                    case AccessDeniedException _ -> new AccessDenied(name, start + "permission denied" + details);
                    case FileAlreadyExistsException _ -> new AlreadyExists(name, start + "file exists already");
                    case AsynchronousCloseException _ ->
                        new ClosedMeanwhile(start + "file was closed meanwhile" + details);
                    case ClosedChannelException _ -> new Closed(start + "file is closed" + details);
                    case FileSystemException e -> new Failed(name, start + lower(e.getReason()) + details);
                    default -> new Failed(name, start + lower(cause.getMessage()) + details);
                };
        told.initCause(cause);
        return told;
    }

    /// The file is closed.
    static IOException closed(String operation, String name) {
        return new Closed(operation + " file " + name + ": file is closed");
    }

    /// A coroutine that waited on a file which another one has closed.
    static IOException closedMeanwhile(String operation, String name) {
        return new ClosedMeanwhile(operation + " file " + name + ": file was closed meanwhile");
    }

    /// The file cannot do that.
    static IOException failed(String operation, String name, String cause) {
        return new Failed(name, operation + " file " + name + ": " + cause);
    }

    /// The deadline has passed.
    ///
    /// @param transferred how many bytes the call has dealt with
    /// @param details to be added to the cause, or ""
    static SocketTimeoutException timeout(String operation, String name, long transferred, String details) {
        SocketTimeoutException told =
                new SocketTimeoutException(operation + " file " + name + ": deadline passed" + details);
        told.bytesTransferred = (int) Math.min(transferred, Integer.MAX_VALUE);
        return told;
    }

    /// The C library's messages begin with a capital letter, ours do not.
    private static String lower(String reason) {
        if (reason == null || reason.isEmpty()) {
            return "input/output error";
        }
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }

    /// How a log shows one of the classes below: under the name that can be caught.
    private static String printed(IOException failure) {
        return failure.getClass().getSuperclass().getName() + ": " + failure.getMessage();
    }

    private static final class NoSuchFile extends NoSuchFileException {
        private static final long serialVersionUID = 1L;
        private final String message;

        NoSuchFile(String file, String message) {
            super(file);
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

    private static final class AccessDenied extends AccessDeniedException {
        private static final long serialVersionUID = 1L;
        private final String message;

        AccessDenied(String file, String message) {
            super(file);
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

    private static final class AlreadyExists extends FileAlreadyExistsException {
        private static final long serialVersionUID = 1L;
        private final String message;

        AlreadyExists(String file, String message) {
            super(file);
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

    private static final class Failed extends FileSystemException {
        private static final long serialVersionUID = 1L;
        private final String message;

        Failed(String file, String message) {
            super(file);
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

    private static final class Closed extends ClosedChannelException {
        private static final long serialVersionUID = 1L;
        private final String message;

        Closed(String message) {
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

    private static final class ClosedMeanwhile extends AsynchronousCloseException {
        private static final long serialVersionUID = 1L;
        private final String message;

        ClosedMeanwhile(String message) {
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
