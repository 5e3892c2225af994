package org.jmill.examples.raft;

import static org.jmill.Mill.now;

/// What a node knows of another one.
final class Peer {
    final String name;
    boolean busy; // It has a question, and has not answered.
    boolean voted; // For this node, in this term.
    private long next; // The first entry to be sent to it.
    private long match; // Up to where its log is known to be the leader's.
    private long dueMs; // When it is to hear something, at the latest.

    Peer(String name) {
        this.name = name;
    }

    long next() {
        return next;
    }

    long match() {
        return match;
    }

    /// When it is to be asked the next thing; never while it has not answered the last one.
    long dueMs() {
        return busy ? Long.MAX_VALUE : dueMs;
    }

    /// There is news for it.
    void hurry() {
        dueMs = 0;
    }

    /// Somebody else stands for election, or leads.
    void begin(long last) {
        voted = false;
        next = last + 1;
        match = 0;
        hurry();
    }

    /// It is asked something.
    void ask(Timing timing) {
        busy = true;
        dueMs = now() + timing.heartbeatMs();
    }

    /// Its log is the leader's, up to an index.
    void matches(long upTo) {
        match = Math.max(match, upTo);
        next = match + 1;
    }

    /// Its log is another one. At each answer there is less to compare, so that it ends.
    void differs(long upTo) {
        next = Math.max(1, Math.min(next - 1, upTo + 1));
        hurry();
    }
}
