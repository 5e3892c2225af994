package org.jmill.examples.raft;

/// What a node is in its term.
///
/// | from | to | cause |
/// |---|---|---|
/// | FOLLOWER | CANDIDATE | no leader was heard of for a while: the next term |
/// | CANDIDATE | CANDIDATE | nobody was elected in time: the next term |
/// | CANDIDATE | LEADER | a majority has voted for it |
/// | CANDIDATE | FOLLOWER | there is a leader, or a later term |
/// | LEADER | FOLLOWER | there is a later term |
enum Role {
    FOLLOWER,
    CANDIDATE,
    LEADER
}
