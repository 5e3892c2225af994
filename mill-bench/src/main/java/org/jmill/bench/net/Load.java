package org.jmill.bench.net;

import java.io.IOException;
import java.io.PrintWriter;

/// What asks a server, and measures its answers.
interface Load extends AutoCloseable {
    /// Sends requests and measures nothing.
    ///
    /// @param ms how long
    void warmUp(long ms) throws IOException;

    /// Measures a round, and prints its line.
    ///
    /// @param ms how long
    void round(long ms, PrintWriter out) throws IOException;

    /// Prints what all rounds together have shown: percentiles, and time on the processor.
    void summary(PrintWriter out);

    @Override
    void close() throws IOException;
}
