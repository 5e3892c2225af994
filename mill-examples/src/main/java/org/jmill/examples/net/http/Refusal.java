package org.jmill.examples.net.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;

/// A request that is answered with an error, after which its connection ends: what follows on it may be
/// the rest of what nobody wants to read.
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;

    Refusal(HttpResponseStatus status) {
        super(status.toString());
        this.status = status;
    }

    HttpResponseStatus status() {
        return status;
    }
}
