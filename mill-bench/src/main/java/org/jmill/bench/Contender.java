package org.jmill.bench;

import org.jmill.bench.program.Sample;

/// Somebody who runs a scenario: jmill on one of its engines, or a peer.
interface Contender {
    /// Runs one round.
    ///
    /// @param count how much to do, at least 1
    /// @throws Exception if the scenario went wrong
    Sample run(long count) throws Exception;

    /// Runs one round for the JVM's sake.
    ///
    /// @param count as for [#run]
    /// @throws Exception as [#run]
    void warmUp(long count) throws Exception;
}
