package org.jmill.examples.raft;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jmill.examples.net.Input;

/// What nodes say to one another. Each is a line of words; entries have a line each, behind it.
sealed interface Message {
    /// The longest line, in bytes: an entry with its term.
    int LINE_MAX = Table.COMMAND_MAX + 32;

    /// The term of who says it.
    long term();

    /// Asks for a vote.
    ///
    /// @param last the index of the candidate's last entry, and its term
    record Vote(long term, String candidate, long last, long lastTerm) implements Message {}

    /// Answers [Vote].
    record Voted(long term, boolean granted) implements Message {}

    /// Has a follower append entries, or just hear of the leader.
    ///
    /// @param before the index of the entry before them, and its term
    /// @param committed up to where the leader's log is final
    record Append(long term, String leader, long before, long beforeTerm, long committed, List<Entry> entries)
            implements Message {}

    /// Answers [Append].
    ///
    /// @param upTo up to which index the log is the leader's; if it does not match: up to which it might be
    record Appended(long term, boolean matches, long upTo) implements Message {}

    /// Its lines, as they are sent.
    default byte[] bytes() {
        return text().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String text() {
        return switch (this) {
            case Vote(long term, String candidate, long last, long lastTerm) ->
                line("vote", term, candidate, last, lastTerm);
            case Voted(long term, boolean granted) -> line("voted", term, granted);
            case Append(
                    long term,
                    String leader,
                    long before,
                    long beforeTerm,
                    long committed,
                    List<Entry> entries) -> {
                StringBuilder text =
                        new StringBuilder(line("append", term, leader, before, beforeTerm, committed, entries.size()));
                entries.forEach(entry -> text.append(line(entry.term(), entry.command())));
                yield text.toString();
            }
            case Appended(long term, boolean matches, long upTo) -> line("appended", term, matches, upTo);
        };
    }

    private static String line(Object... words) {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            texts.add(word.toString());
        }
        return String.join(" ", texts) + "\n";
    }

    /// Whether a line is the first of a question, and not a client's.
    static boolean isQuestion(String line) {
        return line.startsWith("vote ") || line.startsWith("append ");
    }

    /// Reads a message.
    ///
    /// @param line the first line
    /// @param more where the others come from
    /// @param deadlineMs for them
    /// @throws ProtocolException if it is none
    static Message read(String line, Input more, long deadlineMs) throws IOException {
        String[] words = line.split(" ");
        try {
            return switch (words[0] + words.length) {
                case "vote5" -> new Vote(number(words[1]), words[2], number(words[3]), number(words[4]));
                case "voted3" -> new Voted(number(words[1]), Boolean.parseBoolean(words[2]));
                case "append7" ->
                    new Append(
                            number(words[1]),
                            words[2],
                            number(words[3]),
                            number(words[4]),
                            number(words[5]),
                            entries(number(words[6]), more, deadlineMs));
                case "appended4" -> new Appended(number(words[1]), Boolean.parseBoolean(words[2]), number(words[3]));
                default -> throw new ProtocolException("read message: unknown: " + words[0]);
            };
        } catch (NumberFormatException e) {
            throw new ProtocolException("read message: not a number: " + e.getMessage());
        }
    }

    private static long number(String word) {
        long number = Long.parseLong(word);
        if (number < 0) {
            throw new NumberFormatException(word);
        }
        return number;
    }

    private static List<Entry> entries(long count, Input more, long deadlineMs) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String line = more.line(deadlineMs);
            if (line == null) {
                throw new EOFException("read message: stream ended before an entry");
            }
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new ProtocolException("read message: an entry has no term");
            }
            entries.add(new Entry(number(line.substring(0, space)), line.substring(space + 1)));
        }
        return entries;
    }
}
