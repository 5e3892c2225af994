package org.jmill.examples.raft;

/// A fault that a test plants in a node, to see that it is found.
enum Flaw {
    /// None: the node is as it should be.
    NONE,

    /// The vote is not written down: after a restart, the node votes in the same term again.
    VOTES_TWICE,

    /// A leader counts the copies of an entry of an earlier term, and takes it for committed (figure 8 of the paper).
    COMMITS_OLD_TERM,

    /// What is written is not forced to the disk before the answer.
    ANSWERS_BEFORE_FORCE
}
