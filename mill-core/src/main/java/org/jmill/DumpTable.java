package org.jmill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jmill.sched.Link;
import org.jmill.sched.WaitQueue;

/// A dump as text, in libmill's columns, with the names behind them. It has a limit: so
/// many coroutines and channels, and a line that counts the others.
///
/// It is made of a [Dump], or of a mill itself. In the second case what is not shown costs neither a
/// row nor a walk over a stack, and next to no memory: a million coroutines in a deadlock may leave
/// little of that.
final class DumpTable {
    /// How many coroutines are shown, and how many channels.
    static final int ROWS_MAX = 1000;

    private static final int WAITERS_MAX = 20; // Of one channel.
    private static final int RULE_LENGTH = 120;
    private static final String RULE = "-".repeat(RULE_LENGTH) + "\n";

    private final StringBuilder text = new StringBuilder();
    private final Tally others = new Tally();
    private int shown;

    private DumpTable() {
        text.append(String.format("%nCOROUTINE  %-42s %-40s %-24s %s%n", "state", "current", "created", "name"));
        text.append(RULE);
    }

    /// The table of a snapshot.
    static String of(Dump dump) {
        DumpTable table = new DumpTable();
        for (Dump.CoroutineRow row : dump.coroutines()) {
            if (table.isFull()) {
                table.others.count(row.state());
            } else {
                table.add(row);
            }
        }
        List<String> lines =
                dump.channels().stream().limit(ROWS_MAX).map(DumpTable::line).toList();
        return table.end(lines, dump.channels().size(), dump.scopes());
    }

    /// The table of a mill, as it is now; on its thread.
    static String of(MillRuntime mill) {
        DumpTable table = new DumpTable();
        ChannelCensus channels = new ChannelCensus(mill.channels.open(), ROWS_MAX);
        mill.scheduler.forEach(t -> {
            if (table.isFull()) {
                table.others.count(Dump.state((Routine) t));
            } else {
                table.add(Dump.row((Routine) t));
            }
            channels.addWaitedFor(t);
        });
        List<String> lines = channels.first().stream().map(DumpTable::line).toList();
        return table.end(lines, channels.count(), ScopeTree.of(mill, WAITERS_MAX));
    }

    private boolean isFull() {
        return shown == ROWS_MAX;
    }

    private void add(Dump.CoroutineRow row) {
        shown++;
        text.append(String.format(
                        "%-8s   %-42s %-40s %-24s %s",
                        "{" + row.id() + "}", row.state(), row.current(), row.created(), row.name())
                .stripTrailing());
        text.append('\n');
    }

    private String end(List<String> channelLines, int channels, List<Dump.ScopeRow> scopes) {
        if (others.total > 0) {
            text.append("and ").append(others).append('\n');
        }
        text.append('\n');
        if (channels > 0) {
            text.append(String.format(
                    "CHANNEL  %-11s %-42s %-5s %-5s %-24s %s%n",
                    "msgs/max", "senders/receivers", "refs", "done", "created", "name"));
            text.append(RULE);
            channelLines.forEach(line -> text.append(line).append('\n'));
            if (channels > channelLines.size()) {
                text.append("and ").append(more(channels - channelLines.size())).append('\n');
            }
            text.append('\n');
        }
        if (!scopes.isEmpty()) {
            text.append(String.format("SCOPE of %-33s %-54s %-7s %s%n", "", "children", "limit", "cancelled"));
            text.append(RULE);
            scopes.stream()
                    .limit(ROWS_MAX)
                    .forEach(row -> text.append(line(row)).append('\n'));
            if (scopes.size() > ROWS_MAX) {
                text.append("and ").append(more(scopes.size() - ROWS_MAX)).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String line(Dump.ScopeRow row) {
        List<Long> first = row.children().stream().limit(WAITERS_MAX).toList();
        return String.format(
                        "%-42s %-54s %-7s %s",
                        "  ".repeat(row.depth()) + "{" + row.owner() + "} " + row.name(),
                        numbers(first, row.living()),
                        row.limit() == 0 ? "none" : row.limit(),
                        row.cancelled())
                .stripTrailing();
    }

    private static String numbers(List<Long> first, int count) {
        String numbers = first.stream().map(n -> "{" + n + "}").collect(Collectors.joining(","));
        return numbers + (count > first.size() ? " and " + more(count - first.size()) : "");
    }

    private static String line(Dump.ChannelRow row) {
        boolean sends = !row.waitingSenders().isEmpty();
        List<Long> waiters = sends ? row.waitingSenders() : row.waitingReceivers();
        return line(row, waiters(sends, waiters.stream().limit(WAITERS_MAX).toList(), waiters.size()));
    }

    private static String line(Chan<?> channel) {
        boolean sends = !channel.senders.isEmpty();
        WaitQueue queue = sends ? channel.senders : channel.receivers;
        List<Long> first = new ArrayList<>();
        for (Link link = queue.first(); link != null && first.size() < WAITERS_MAX; link = WaitQueue.after(link)) {
            first.add(link.task().id());
        }
        return line(Dump.row(channel, List.of(), List.of()), waiters(sends, first, queue.size()));
    }

    private static String line(Dump.ChannelRow row, String waiters) {
        return String.format(
                        "%-8s %-11s %-42s %-5d %-5s %-24s %s",
                        "<" + row.id() + ">",
                        row.messages() + "/" + row.capacity(),
                        waiters,
                        row.references(),
                        row.done() ? "yes" : "no",
                        row.created(),
                        row.name())
                .stripTrailing();
    }

    private static String waiters(boolean sends, List<Long> first, int count) {
        if (count == 0) {
            return "";
        }
        return (sends ? "s:" : "r:") + numbers(first, count);
    }

    private static String more(int count) {
        return grouped(count) + " more";
    }

    private static String grouped(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// Counts the coroutines that are not shown by what they wait for: `698,990 chr(<1>)`. Where one verb waits for
    /// too many different things, by the verb: `698,990 chr(...)`. So it stays small.
    private static final class Tally {
        private static final int TEXTS_MAX = 10;

        private final Map<String, Map<String, Integer>> verbs = new LinkedHashMap<>();
        private int total;

        void count(String state) {
            total++;
            int paren = state.indexOf('(');
            String verb = paren < 0 ? state : state.substring(0, paren);
            String any = verb + "(...)";
            Map<String, Integer> texts = verbs.computeIfAbsent(verb, v -> new LinkedHashMap<>());
            if (texts.size() == TEXTS_MAX && !texts.containsKey(state)) {
                int sum = texts.values().stream().mapToInt(Integer::intValue).sum();
                texts.clear();
                texts.put(any, sum);
            }
            texts.merge(texts.containsKey(any) ? any : state, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return verbs.values().stream()
                    .flatMap(texts -> texts.entrySet().stream())
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .map(e -> grouped(e.getValue()) + " " + e.getKey())
                    .collect(Collectors.joining(", ", more(total) + ": ", ""));
        }
    }
}
