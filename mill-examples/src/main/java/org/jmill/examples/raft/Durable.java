package org.jmill.examples.raft;

import java.util.ArrayList;
import java.util.List;

/// What a node must not forget: its term, to whom it gave its vote, its log. Each change of it is a [Change];
/// those of the past, one after the other, make it anew.
///
/// Invariants:
/// - I1 The terms of the log's entries never fall, and none is above `term`.
/// - I2 `unsaved` holds the changes since the last [#takeUnsaved], in their order.
final class Durable {
    private long term;
    private String vote = ""; // Empty: nobody has it.
    private final List<Entry> log = new ArrayList<>(); // The entry of index 1 is the first.
    private List<Change> unsaved = new ArrayList<>();

    long term() {
        return term;
    }

    /// Who has this term's vote; empty: nobody.
    String vote() {
        return vote;
    }

    /// The index of the last entry; 0: there is none.
    long last() {
        return log.size();
    }

    /// The term of an entry; 0 for index 0, before all of them.
    long termAt(long index) {
        return index == 0 ? 0 : at(index).term();
    }

    /// Whether it has something that another log has not: a later term at its end, or more of the same.
    boolean isAheadOf(long otherLast, long otherTerm) {
        long lastTerm = termAt(last());
        return lastTerm > otherTerm || lastTerm == otherTerm && last() > otherLast;
    }

    Entry at(long index) {
        return log.get((int) index - 1);
    }

    /// Some of the entries behind an index, at most so many: a copy.
    List<Entry> behind(long index, int max) {
        return List.copyOf(log.subList((int) index, (int) Math.min(last(), index + max)));
    }

    /// A term begins, or a vote is given.
    void vote(long newTerm, String who) {
        change(new Change.Ballot(newTerm, who));
    }

    /// Writes an entry, and drops what stood there and behind it.
    void write(long index, Entry entry) {
        change(new Change.Written(index, entry));
    }

    private void change(Change change) {
        if (!replay(change)) {
            throw new IllegalStateException("change log: does not fit: " + change);
        }
        unsaved.add(change);
    }

    /// Does again what was done before the restart.
    ///
    /// @return false if it cannot have been done: the file is not this node's
    boolean replay(Change change) {
        switch (change) {
            case Change.Ballot ballot
            when ballot.term() >= term -> {
                term = ballot.term();
                vote = ballot.vote();
            }
            case Change.Written written
            when fits(written) -> {
                log.subList((int) written.index() - 1, log.size()).clear();
                log.add(written.entry());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean fits(Change.Written written) {
        long index = written.index();
        return index >= 1
                && index <= last() + 1
                && written.entry().term() >= termAt(index - 1)
                && written.entry().term() <= term;
    }

    /// The changes since the last call, to be saved.
    List<Change> takeUnsaved() {
        List<Change> taken = unsaved;
        unsaved = new ArrayList<>();
        return taken;
    }
}
