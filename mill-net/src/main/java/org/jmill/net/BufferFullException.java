package org.jmill.net;

import java.io.IOException;

/// The buffer is full and no delimiter was in it. The bytes are in the buffer and in this
/// exception; nothing is lost, and the next receive goes on behind them.
///
/// Source: libmill's `ENOBUFS` of `tcprecvuntil`.
///
/// @since 0.1.0
public final class BufferFullException extends IOException implements PartialTransfer {
    private static final long serialVersionUID = 1L;

    /// What was received.
    private final byte[] bytes;

    BufferFullException(String message, byte[] bytes) {
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
}
