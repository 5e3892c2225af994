package org.jmill.test.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;

/// What ends a connection before its time, in the words of the kernel and the types of the JDK.
enum Cause {
    /// Nobody listens there.
    REFUSED("Connection refused"),
    /// The peer, or something between, has given it up.
    RESET("Connection reset by peer"),
    /// The peer has ended its half before, and has now given up the other.
    PIPE("Broken pipe"),
    /// The peer has said nothing for too long.
    TIMED_OUT("Connection timed out");

    private final String text;

    Cause(String text) {
        this.text = text;
    }

    /// As a connect throws it.
    IOException ofConnect() {
        return new ConnectException(text);
    }

    /// As a read throws it.
    IOException ofRead() {
        return this == TIMED_OUT ? new IOException(text) : new SocketException("Connection reset");
    }

    /// As a write throws it.
    IOException ofWrite() {
        return new IOException(text);
    }
}
