package org.jmill.examples.raft;

/// How patient a node is, and how much it sends at once.
///
/// @param electionMs so long, and up to twice as long by chance, a node hears of no leader before it wants to be one
/// @param heartbeatMs a leader is heard of so often
/// @param answerMs so long a peer has for an answer; then the connection is given up
/// @param batchMax how many entries are sent at once
record Timing(int electionMs, int heartbeatMs, int answerMs, int batchMax) {
    /// For a network whose round trips, and disks whose writes, take a few milliseconds.
    static final Timing DEFAULT = new Timing(500, 100, 400, 64);
}
