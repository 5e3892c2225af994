package org.jmill;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jmill.sched.Link;
import org.jmill.sched.Task;
import org.jmill.sched.WaitQueue;
import org.jmill.world.Verb;

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
    private static final int ID_WIDTH = 9;
    private static final int RULE_LENGTH = 132;
    private static final String RULE = "-".repeat(RULE_LENGTH) + "\n";

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    private final StringBuilder text = new StringBuilder();
    private final Map<Dump.CoroutineRow, Alike> rows = new LinkedHashMap<>(); // By what of them is compared.
    private final Tally others = new Tally();
    private int shown;
    private boolean isOriginUnknown; // Of one at least.

    private DumpTable() {}

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
        List<Dump.ChannelRow> first = dump.channels().stream().limit(ROWS_MAX).toList();
        return table.end(first, dump.channels().size(), dump.unlisted(), dump.scopes());
    }

    /// The table of a mill, as it is now; on its thread.
    static String of(MillRuntime mill) {
        return of(mill, false);
    }

    /// As [#of(MillRuntime)], those first with whom a deadlock may have begun: who has a value and finds nobody to take
    /// it, then who waits for one, last who waits for what another coroutine is to do: to end, or to give something
    /// back. In a chain of waits, the last are the cause of nothing.
    static String ofDeadlock(MillRuntime mill) {
        return of(mill, true);
    }

    private static String of(MillRuntime mill, boolean isDeadlock) {
        DumpTable table = new DumpTable();
        int nowMs = mill.scheduler.reportMs();
        for (Cause cause : isDeadlock ? Cause.values() : new Cause[] {null}) {
            mill.scheduler.forEach(t -> {
                if (cause == null || cause == Cause.of(t)) {
                    table.add((Routine) t, nowMs);
                }
            });
        }
        ChannelCensus channels = new ChannelCensus(mill.channels.open(), ROWS_MAX);
        mill.scheduler.forEach(channels::addWaitedFor);
        List<Dump.ChannelRow> first =
                channels.first().stream().map(DumpTable::shortRow).toList();
        long unlisted = mill.channels.unlisted(channels.count());
        return table.end(first, channels.count(), unlisted, ScopeTree.of(mill, WAITERS_MAX));
    }

    /// What a coroutine's wait has to do with a deadlock, the likely causes first.
    private enum Cause {
        SENDS,
        RECEIVES,
        FOLLOWS;

        static Cause of(Task task) {
            Verb verb = task.waiting() == null ? null : task.waiting().verb();
            return switch (verb) {
                case SEND, PUBLISH -> SENDS;
                case JOIN, RESUME, END, LAST, SCOPE, PLACE, ACQUIRE, LOCK, READ, WRITE, CALL -> FOLLOWS;
                case null, default -> RECEIVES;
            };
        }
    }

    private boolean isFull() {
        return shown == ROWS_MAX;
    }

    private void add(Routine routine, int nowMs) {
        if (isFull()) {
            others.count(Dump.state(routine));
        } else {
            add(Dump.row(routine, nowMs));
        }
    }

    private void add(Dump.CoroutineRow row) {
        shown++;
        isOriginUnknown |= row.created().isEmpty();
        Dump.CoroutineRow key = new Dump.CoroutineRow(
                0, row.name(), row.state(), row.current(), row.created(), row.waitsMs() < 0 ? -1 : 0);
        rows.computeIfAbsent(key, k -> new Alike(row.id())).add(row.waitsMs());
    }

    /// Coroutines of whom a dump says the same, but for their numbers, and since when they wait.
    private static final class Alike {
        private final long first;
        private int count;
        private long waitsMs; // The longest.

        Alike(long first) {
            this.first = first;
        }

        void add(long ms) {
            count++;
            waitsMs = Math.max(waitsMs, ms);
        }

        @Override
        public String toString() {
            return "{" + first + "}" + (count > 1 ? " and " + more(count - 1) : "");
        }
    }

    private void addRows() {
        int width = rows.values().stream()
                .mapToInt(a -> a.toString().length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max(ID_WIDTH, width) + "s  %-42s %10s  %-40s %-24s %s";
        text.append('\n');
        line(String.format(format, "COROUTINE", "state", "waits ms", "current", "created", "name"));
        text.append(RULE);
        rows.forEach((row, alike) -> line(String.format(
                format,
                alike,
                row.state(),
                row.waitsMs() < 0 ? "" : grouped(alike.waitsMs),
                row.current(),
                row.created(),
                row.name())));
    }

    /// A row stays one, whatever stands in somebody's name.
    private void line(String line) {
        text.append(CONTROLS.matcher(line.stripTrailing()).replaceAll(" ")).append('\n');
    }

    private String end(List<Dump.ChannelRow> first, int channels, long unlisted, List<Dump.ScopeRow> scopes) {
        addRows();
        if (others.total > 0) {
            text.append("and ").append(others).append('\n');
        }
        if (isOriginUnknown) {
            text.append("created: -Djmill.strict=true, or gotrace(1) before, has it recorded\n");
        }
        text.append('\n');
        if (channels > 0) {
            text.append(String.format(
                    "CHANNEL  %-11s %-42s %-5s %-5s %-24s %s%n",
                    "msgs/max", "senders/receivers", "refs", "done", "created", "name"));
            text.append(RULE);
            addChannels(first);
            if (channels > first.size()) {
                text.append("and ").append(more(channels - first.size())).append('\n');
            }
            if (unlisted > 0) {
                text.append("and up to ").append(more(unlisted)).append(", for which nobody waits; some may be gone\n");
            }
            text.append('\n');
        }
        if (!scopes.isEmpty()) {
            text.append(String.format("SCOPE of %-33s %-54s %-7s %s%n", "", "children", "limit", "cancelled"));
            text.append(RULE);
            scopes.stream().limit(ROWS_MAX).forEach(row -> line(line(row)));
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

    /// Channels of which the same is said are one line.
    private void addChannels(List<Dump.ChannelRow> channels) {
        Map<String, List<Dump.ChannelRow>> alike = new LinkedHashMap<>();
        channels.forEach(
                row -> alike.computeIfAbsent(said(row), t -> new ArrayList<>()).add(row));
        alike.forEach((said, rows) -> {
            String more = rows.size() > 1 ? " and " + more(rows.size() - 1) : "";
            line(String.format("%-8s %s", "<" + rows.getFirst().id() + ">" + more, said));
        });
    }

    /// The row of a channel, but of its waiters only as many as are shown, and one more of whom there is a number.
    private static Dump.ChannelRow shortRow(Chan<?> channel) {
        return Dump.row(channel, new Waiters(channel.senders), new Waiters(channel.receivers));
    }

    /// The numbers of those in a queue, each looked for when it is asked after.
    private static final class Waiters extends AbstractList<Long> {
        private final WaitQueue queue;
        private final int size;

        Waiters(WaitQueue queue) {
            this.queue = queue;
            this.size = queue.size();
        }

        @Override
        public Long get(int index) {
            Link link = queue.first();
            for (int i = 0; i < index; i++) {
                link = WaitQueue.after(link);
            }
            return link.task().id();
        }

        @Override
        public int size() {
            return size;
        }
    }

    private static String said(Dump.ChannelRow row) {
        boolean sends = !row.waitingSenders().isEmpty();
        List<Long> waiters = sends ? row.waitingSenders() : row.waitingReceivers();
        return String.format(
                "%-11s %-42s %-5d %-5s %-24s %s",
                row.messages() + "/" + row.capacity(),
                waiters(sends, waiters.subList(0, Math.min(WAITERS_MAX, waiters.size())), waiters.size()),
                row.references(),
                row.done() ? "yes" : "no",
                row.created(),
                row.name());
    }

    private static String waiters(boolean sends, List<Long> first, int count) {
        if (count == 0) {
            return "";
        }
        return (sends ? "s:" : "r:") + numbers(first, count);
    }

    private static String more(long count) {
        return grouped(count) + " more";
    }

    private static String grouped(long count) {
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
