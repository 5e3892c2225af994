package org.jmill.bench.net;

import java.io.IOException;
import org.jmill.bench.program.Sample;

/// Connections that are open, one of which is used: `c10k` in whichever library.
public interface RoundTrips extends AutoCloseable {
    /// Makes round trips.
    ///
    /// @param count how many
    /// @return how long they took
    /// @throws Exception if the connection fails
    Sample run(long count) throws Exception;

    @Override
    void close() throws IOException;
}
