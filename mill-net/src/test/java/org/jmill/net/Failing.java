package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import org.jmill.MillPanic;
import org.junit.jupiter.api.function.Executable;

/// Calls that are expected to fail.
final class Failing {
    private Failing() {}

    static SocketTimeoutException timesOut(Executable call) {
        return assertThrows(SocketTimeoutException.class, call);
    }

    static EOFException ends(Executable call) {
        return assertThrows(EOFException.class, call);
    }

    /// Returns the panic's message.
    static String panics(Executable call) {
        return assertThrows(MillPanic.class, call).getMessage();
    }
}
