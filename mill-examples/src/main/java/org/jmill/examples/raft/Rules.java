package org.jmill.examples.raft;

import static org.jmill.Mill.draw;
import static org.jmill.Mill.now;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// The rules of Raft: what a node does when it is asked, answered, or has waited long enough. They wait for nothing
/// and know neither sockets nor files: the [Node] saves the changes in `durable`, calls [#saved], and only then hands
/// out what they have to say.
///
/// Invariants:
/// - I1 Nothing is counted, and no peer is asked, but when all changes are saved.
/// - I2 A client waits in `machine` only while the node leads, and for an entry of this term.
///
/// Source: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", figure 2.
final class Rules {
    private final String name;
    private final Durable durable;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Timing timing;
    private final Flaw flaw;
    private final Witness witness;
    private final Machine machine;
    private Role role = Role.FOLLOWER;
    private String leader = ""; // Of this term; empty: unknown.
    private long electionMs; // When to stand, if no leader is heard of.

    Rules(String name, List<String> others, Durable durable, Timing timing, Flaw flaw, Witness witness) {
        this.name = name;
        this.durable = durable;
        this.timing = timing;
        this.flaw = flaw;
        this.witness = witness;
        this.machine = new Machine(name, durable, witness);
        others.forEach(other -> peers.put(other, new Peer(other)));
        beginWaiting();
    }

    private void beginWaiting() {
        electionMs = now() + timing.electionMs() + draw(timing.electionMs());
    }

    // ---- time

    /// When [#wake] is to be called, unless something happens before; the largest number: never.
    long deadline() {
        long ms = role == Role.LEADER ? Long.MAX_VALUE : electionMs;
        for (Peer peer : peers.values()) {
            ms = asks(peer) ? Math.min(ms, peer.dueMs()) : ms;
        }
        return ms;
    }

    /// Time has passed.
    void wake() {
        if (role != Role.LEADER && electionMs <= now()) {
            stand();
        }
    }

    private void stand() {
        role = Role.CANDIDATE;
        leader = "";
        durable.vote(durable.term() + 1, name);
        peers.values().forEach(peer -> peer.begin(durable.last()));
        beginWaiting();
    }

    // ---- questions of others

    /// Answers a peer's question, once all is saved.
    void ask(Message question, Consumer<Message> answer) {
        if (question.term() > durable.term()) {
            follow(question.term());
        }
        machine.answer(
                answer,
                switch (question) {
                    case Message.Vote vote -> new Message.Voted(durable.term(), grants(vote));
                    case Message.Append append -> append(append);
                    default -> throw new IllegalArgumentException("ask: is an answer: " + question);
                });
    }

    /// A later term has begun.
    private void follow(long term) {
        boolean led = role == Role.LEADER;
        role = Role.FOLLOWER;
        leader = "";
        durable.vote(term, "");
        machine.giveUp();
        if (led) {
            beginWaiting();
        }
    }

    private boolean grants(Message.Vote vote) {
        boolean free = durable.vote().isEmpty() || durable.vote().equals(vote.candidate());
        boolean ahead = durable.isAheadOf(vote.last(), vote.lastTerm());
        boolean granted = vote.term() == durable.term() && role == Role.FOLLOWER && free && !ahead;
        if (granted) {
            if (durable.vote().isEmpty()) {
                durable.vote(durable.term(), vote.candidate());
            }
            beginWaiting();
        }
        return granted;
    }

    private Message append(Message.Append append) {
        if (append.term() < durable.term()) {
            return new Message.Appended(durable.term(), false, 0);
        }
        if (role == Role.LEADER) {
            throw new IllegalStateException("append: two lead in term " + durable.term() + ": " + append.leader());
        }
        role = Role.FOLLOWER;
        leader = append.leader();
        beginWaiting();
        long before = append.before();
        if (before > durable.last() || durable.termAt(before) != append.beforeTerm()) {
            return new Message.Appended(durable.term(), false, Math.min(durable.last(), before - 1));
        }
        long index = before;
        for (Entry entry : append.entries()) {
            index++;
            if (index > durable.last() || durable.termAt(index) != entry.term()) {
                machine.checkOpen(index);
                write(index, entry);
            }
        }
        machine.commit(Math.min(append.committed(), index));
        return new Message.Appended(durable.term(), true, index);
    }

    private void write(long index, Entry entry) {
        durable.write(index, entry);
        witness.writes(name, index, durable.termAt(index - 1), entry);
    }

    // ---- what clients want

    /// Takes a client's command into the log; the answer comes when it is applied.
    void command(String command, Consumer<String> client) {
        if (role == Role.LEADER) {
            write(durable.last() + 1, new Entry(durable.term(), command));
            machine.await(client);
            peers.values().forEach(Peer::hurry);
        } else {
            machine.answer(client, leader.isEmpty() ? "error: there is no leader; ask again" : "moved " + leader);
        }
    }

    // ---- what peers answer

    /// The next question for each peer that is to have one.
    Map<String, Message> questions() {
        Map<String, Message> questions = new LinkedHashMap<>();
        for (Peer peer : peers.values()) {
            if (asks(peer) && peer.dueMs() <= now()) {
                peer.ask(timing);
                long last = durable.last();
                Message vote = new Message.Vote(durable.term(), name, last, durable.termAt(last));
                questions.put(peer.name, role == Role.LEADER ? append(peer) : vote);
            }
        }
        return questions;
    }

    private boolean asks(Peer peer) {
        return role == Role.LEADER || role == Role.CANDIDATE && !peer.voted;
    }

    private Message append(Peer peer) {
        long before = peer.next() - 1;
        List<Entry> entries = durable.behind(before, timing.batchMax());
        return new Message.Append(durable.term(), name, before, durable.termAt(before), machine.committed(), entries);
    }

    /// A peer has answered.
    ///
    /// @param question what it was asked
    /// @param answer null: it did not
    void answered(String name, Message question, Message answer) {
        Peer peer = peers.get(name);
        peer.busy = false;
        if (answer == null) {
            return;
        }
        if (answer.term() > durable.term()) {
            follow(answer.term());
        }
        if (question.term() != durable.term() || role == Role.FOLLOWER) {
            return;
        }
        if (answer instanceof Message.Voted voted) {
            peer.voted |= voted.granted();
        } else if (answer instanceof Message.Appended appended && !appended.matches()) {
            peer.differs(appended.upTo());
        } else if (answer instanceof Message.Appended appended) {
            peer.matches(appended.upTo());
            if (peer.match() < durable.last()) {
                peer.hurry();
            }
        }
    }

    // ---- what is final

    /// All changes are on the disk.
    ///
    /// @return what is to be said now
    List<Runnable> saved() {
        long votes = 1 + peers.values().stream().filter(peer -> peer.voted).count();
        if (role == Role.CANDIDATE && 2 * votes > 1 + peers.size()) {
            lead();
        }
        if (role == Role.LEADER) {
            count();
        }
        return machine.takeAnswers();
    }

    private void lead() {
        role = Role.LEADER;
        leader = name;
        peers.values().forEach(peer -> peer.begin(durable.last()));
        witness.leads(name, durable.term());
    }

    /// Finds what a majority has. An entry of an earlier term may yet be lost then; it is final with the first one of
    /// this term (5.4.2 in the paper).
    private void count() {
        long[] copies = LongStream.concat(
                        LongStream.of(durable.last()), peers.values().stream().mapToLong(Peer::match))
                .sorted()
                .toArray();
        long most = copies[(copies.length - 1) / 2];
        if (flaw == Flaw.COMMITS_OLD_TERM || durable.termAt(most) == durable.term()) {
            machine.commit(most);
        }
    }

    /// What it is, for people.
    @Override
    public String toString() {
        return role.name().toLowerCase(Locale.ROOT) + " of " + (leader.isEmpty() ? "nobody" : leader) + ", term "
                + durable.term() + ", " + durable.last() + " entries, " + machine.committed() + " committed";
    }
}
