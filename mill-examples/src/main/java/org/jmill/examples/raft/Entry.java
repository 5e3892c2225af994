package org.jmill.examples.raft;

/// A command of a client's in the log. That its index and term are the same in two logs means that all is the same up
// to
/// it (the log matching property).
///
/// @param term of the leader that has taken it
/// @param command a line, whose characters are bytes
record Entry(long term, String command) {}
