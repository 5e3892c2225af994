package org.jmill;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A wait for a channel could not begin: [Mill#fdwait] found no descriptor left for the mill's selector. The
/// channel is as good as before; wait again once others were closed.
///
/// Source: none; libmill aborts.
///
/// @since 0.1.0
public final class FdwaitException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    FdwaitException(String message, IOException cause) {
        super(message, cause);
    }
}
