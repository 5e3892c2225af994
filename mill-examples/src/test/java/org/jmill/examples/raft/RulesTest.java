package org.jmill.examples.raft;

import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// The rules of one node, `a` of `a`, `b` and `c`, without a network: what it says to what it hears.
class RulesTest {
    private static final Timing TIMING = new Timing(100, 10, 50, 2);

    private final Durable durable = new Durable();
    private final List<String> heard = new ArrayList<>(); // By clients.
    private Rules rules;

    private void run(Flaw flaw, Body<?> body) throws Exception {
        TestMill.virtualTime(Engine.CONTINUATION).run(() -> {
            rules = new Rules("a", List.of("b", "c"), durable, TIMING, flaw, Witness.NOBODY);
            body.run();
        });
    }

    private void run(Body<?> body) throws Exception {
        run(Flaw.NONE, body);
    }

    /// Has the changes saved, the answers given and the questions asked.
    private Map<String, Message> step() {
        rules.wake();
        durable.takeUnsaved();
        rules.saved().forEach(Runnable::run);
        return rules.questions();
    }

    private Message ask(Message question) {
        List<Message> answer = new ArrayList<>();
        rules.ask(question, answer::add);
        assertEquals(List.of(), answer, "the answer comes when all is saved");
        step();
        return answer.getFirst();
    }

    private Message append(long term, long before, long beforeTerm, long committed, Entry... entries) {
        return ask(new Message.Append(term, "b", before, beforeTerm, committed, List.of(entries)));
    }

    private static Entry entry(long term) {
        return new Entry(term, "put k " + term);
    }

    /// Has it elected, by b.
    private Map<String, Message> lead() {
        Mill.msleep(rules.deadline());
        Message.Vote vote = (Message.Vote) step().get("b");
        rules.answered("b", vote, new Message.Voted(vote.term(), true));
        rules.answered("c", vote, null);
        return step();
    }

    // ---- votes

    @Test
    void votesOnceInATermAndForTheSameOneAgain() throws Exception {
        run(() -> {
            assertEquals(new Message.Voted(5, true), ask(new Message.Vote(5, "b", 0, 0)));
            assertEquals(new Message.Voted(5, false), ask(new Message.Vote(5, "c", 0, 0)));
            assertEquals(new Message.Voted(5, true), ask(new Message.Vote(5, "b", 0, 0)));
            assertEquals(new Message.Voted(6, true), ask(new Message.Vote(6, "c", 0, 0)));
            assertEquals(new Message.Voted(6, false), ask(new Message.Vote(5, "b", 0, 0)), "an earlier term");
        });
    }

    @Test
    void whoseLogIsBehindGetsNoVote() throws Exception {
        run(() -> {
            append(3, 0, 0, 0, entry(2), entry(3));
            assertEquals(new Message.Voted(4, false), ask(new Message.Vote(4, "c", 9, 2)), "longer, but older");
            assertEquals(new Message.Voted(4, false), ask(new Message.Vote(4, "c", 1, 3)), "as new, but shorter");
            assertEquals(new Message.Voted(4, true), ask(new Message.Vote(4, "c", 2, 3)), "the same");
        });
    }

    @Test
    void standsWhenNoLeaderIsHeardOfAndVotesForItself() throws Exception {
        run(() -> {
            long start = rules.deadline();
            append(1, 0, 0, 0);
            assertEquals(true, rules.deadline() >= now() + TIMING.electionMs(), "it has heard of one");
            Mill.msleep(Math.max(start, rules.deadline()));
            Message vote = new Message.Vote(2, "a", 0, 0);
            assertEquals(Map.of("b", vote, "c", vote), step());
            assertEquals(new Message.Voted(2, false), ask(new Message.Vote(2, "b", 0, 0)));
        });
    }

    // ---- the log

    @Test
    void appendsOnlyBehindWhatIsTheSame() throws Exception {
        run(() -> {
            assertEquals(new Message.Appended(1, true, 2), append(1, 0, 0, 0, entry(1), entry(1)));
            assertEquals(new Message.Appended(1, false, 2), append(1, 3, 1, 0, entry(1)), "there is a gap");
            assertEquals(new Message.Appended(3, false, 1), append(3, 2, 2, 0, entry(3)), "another term");
            assertEquals(new Message.Appended(3, true, 2), append(3, 1, 1, 0, entry(3)), "in place of the second");
            assertEquals(List.of(entry(1), entry(3)), durable.behind(0, 9));
            assertEquals(new Message.Appended(3, true, 1), append(3, 0, 0, 0, entry(1)), "a late one drops nothing");
            assertEquals(2, durable.last());
        });
    }

    @Test
    void finalEntryIsNeverWrittenOver() throws Exception {
        run(() -> {
            append(1, 0, 0, 1, entry(1));
            assertThrows(IllegalStateException.class, () -> append(2, 0, 0, 0, entry(2)));
        });
    }

    @Test
    void leaderGoesBackToWhereTheLogsAreTheSame() throws Exception {
        run(() -> {
            append(1, 0, 0, 0, entry(1), entry(1));
            Message.Append first = (Message.Append) lead().get("b");
            assertEquals(2, first.before());
            rules.answered("b", first, new Message.Appended(first.term(), false, 0));
            Message.Append second = (Message.Append) step().get("b");
            assertEquals(0, second.before());
            assertEquals(List.of(entry(1), entry(1)), second.entries());
        });
    }

    // ---- what is final

    @Test
    void clientIsAnsweredWhenAMajorityHasItsCommand() throws Exception {
        run(() -> {
            Message.Append empty = (Message.Append) lead().get("b");
            rules.answered("b", empty, new Message.Appended(1, true, 0));
            rules.command("put k 7", heard::add);
            rules.command("get k", heard::add);
            Message.Append append = (Message.Append) step().get("b");
            assertEquals(List.of(), heard);
            rules.answered("b", append, new Message.Appended(1, true, 2));
            step();
            assertEquals(List.of("ok", "value 7"), heard);
        });
    }

    private void copyAnEarlierEntry() {
        append(1, 0, 0, 0, entry(1));
        Message.Append empty = (Message.Append) lead().get("b");
        rules.answered("b", empty, new Message.Appended(2, true, 1));
        step();
    }

    @Test
    void entryOfAnEarlierTermIsFinalOnlyWithOneOfThisTerm() throws Exception {
        run(() -> {
            copyAnEarlierEntry();
            assertEquals("leader of a, term 2, 1 entries, 0 committed", rules.toString());
            rules.command("get k", heard::add);
            Message.Append append = (Message.Append) step().get("b");
            rules.answered("b", append, new Message.Appended(2, true, 2));
            step();
            assertEquals(List.of("value 1"), heard);
        });
    }

    @Test
    void flawTakesItForFinalAtOnce() throws Exception {
        run(Flaw.COMMITS_OLD_TERM, () -> {
            copyAnEarlierEntry();
            assertEquals("leader of a, term 2, 1 entries, 1 committed", rules.toString());
        });
    }

    @Test
    void leaderThatHearsOfALaterTermTellsItsClientsThatItKnowsNothing() throws Exception {
        run(() -> {
            rules.command("put k 1", heard::add);
            step();
            lead();
            rules.command("put k 2", heard::add);
            append(9, 0, 0, 0);
            rules.command("put k 3", heard::add);
            step();
            assertEquals(
                    List.of(
                            "error: there is no leader; ask again",
                            "error: leads no more; it may be done or not",
                            "moved b"),
                    heard);
        });
    }
}
