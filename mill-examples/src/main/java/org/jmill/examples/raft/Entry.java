package org.jmill.examples.raft;

/// A command of a client's in the log. Where two logs have the same term at an index, all is the same up to there (the
/// log matching property).
///
/// @param term of the leader that has taken it
/// @param command a line, whose characters are bytes
record Entry(long term, String command) {}
