package org.jmill;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jmill.sched.Link;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.sched.WaitQueue;
import org.jmill.trace.Origins;

/// What every coroutine of a mill does, and how its channels stand: libmill's `goredump` as data.
/// [#toString] gives it as a table in libmill's columns.
///
/// The data have a row for every coroutine, and each costs a walk over its stack, 10 to 20 µs: with a million of
/// them that takes a while and a few hundred megabytes. All that is text shows the first 1,000 coroutines and the
/// first 1,000 channels and counts the others, those coroutines by what they wait for: [#toString],
/// [Mill#goredump], the message of a [DeadlockException], and the dump over JMX. The last three do without the
/// data, so that what they do not show costs next to nothing.
///
/// A channel is listed while somebody waits for it, and otherwise as long as it is in use, as far
/// as the mill still knows it: up to 1,024 channels. How many others there may be, [#unlisted] says.
///
/// Immutable; any thread may read it. [Mill#dump] makes one.
///
/// Source: libmill `goredump` (`debug.c`), which has no names.
///
/// @param coroutines one row a coroutine, in the order of creation
/// @param channels one row a channel, in the order of creation
/// @param scopes one row an open scope, each behind the one that it lies in
/// @param unlisted how many channels have no row at most: nobody waits for them, and they may be gone
/// @since 0.1.0
public record Dump(List<CoroutineRow> coroutines, List<ChannelRow> channels, List<ScopeRow> scopes, long unlisted) {
    /// One coroutine.
    ///
    /// @param id its number; 0 is main
    /// @param name its name, or ""
    /// @param state what it does: `RUNNING`, `ready`, or what it waits for: `chr(<3>)`
    /// @param current where it is, `Pump.java:41`; `---` for the one that runs
    /// @param created where it was created; "" where that is not recorded, `<main>` for main
    /// @param waitsMs for how long it waits, in milliseconds, up to 49 days; -1 if it does not. It is counted from
    ///   when the mill last looked at the clock before: that is about once a millisecond, but not within a turn
    public record CoroutineRow(long id, String name, String state, String current, String created, long waitsMs) {
        /// Makes the row of one that does not wait.
        ///
        /// @param id its number
        /// @param name as given to `go`
        /// @param state what it does
        /// @param current where it is
        /// @param created where it was created
        public CoroutineRow(long id, String name, String state, String current, String created) {
            this(id, name, state, current, created, -1);
        }
    }

    /// One channel.
    ///
    /// @param id its number
    /// @param messages how many values lie in it
    /// @param capacity how many it can hold
    /// @param waitingSenders the numbers of the coroutines that wait to send, first come first
    /// @param waitingReceivers the numbers of the coroutines that wait to receive, first come first
    /// @param references how many references are open
    /// @param done whether it is done, or has failed
    /// @param created where it was created; "" where that is not recorded
    /// @param name its name, or ""
    public record ChannelRow(
            long id,
            int messages,
            int capacity,
            List<Long> waitingSenders,
            List<Long> waitingReceivers,
            int references,
            boolean done,
            String created,
            String name) {}

    /// One scope that is open.
    ///
    /// @param owner the number of the coroutine that has opened it
    /// @param name the name of that coroutine, or ""
    /// @param depth in how many scopes it lies
    /// @param living how many children live
    /// @param children their numbers; the first 20 in what is text from the start
    /// @param limit how many there may be at once; 0 for no limit
    /// @param cancelled why it is cancelled by itself; "" if it is not
    public record ScopeRow(
            long owner, String name, int depth, int living, List<Long> children, int limit, String cancelled) {}

    /// Makes a dump that lists all channels.
    ///
    /// @param coroutines one row a coroutine
    /// @param channels one row a channel
    /// @param scopes one row an open scope
    public Dump(List<CoroutineRow> coroutines, List<ChannelRow> channels, List<ScopeRow> scopes) {
        this(coroutines, channels, scopes, 0);
    }

    /// Makes a dump from copies of the lists.
    public Dump {
        coroutines = List.copyOf(coroutines);
        channels = List.copyOf(channels);
        scopes = List.copyOf(scopes);
    }

    /// Looks at a mill; on its thread.
    static Dump of(MillRuntime mill) {
        int nowMs = mill.scheduler.reportMs();
        List<CoroutineRow> rows = new ArrayList<>();
        Set<Chan<?>> channels = new LinkedHashSet<>(mill.channels.open());
        mill.scheduler.forEach(t -> {
            rows.add(row((Routine) t, nowMs));
            addWaitedFor(t, channels);
        });
        List<ChannelRow> channelRows = channels.stream()
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .map(Dump::row)
                .toList();
        long unlisted = mill.channels.unlisted(channels.size());
        return new Dump(rows, channelRows, ScopeTree.of(mill, Integer.MAX_VALUE), unlisted);
    }

    /// @param nowMs from [Scheduler#reportMs]
    static CoroutineRow row(Routine routine, int nowMs) {
        boolean running = routine.state() == TaskState.RUNNING;
        String current = running ? "---" : Origins.innermost(routine.stackTrace());
        String created = routine.id() == 0 ? "<main>" : orEmpty(routine.created());
        long waitsMs = Scheduler.waitedMs(routine, nowMs);
        return new CoroutineRow(routine.id(), routine.name(), state(routine), current, created, waitsMs);
    }

    static String state(Routine routine) {
        return switch (routine.state()) {
            case RUNNING -> "RUNNING";
            case FRESH, READY -> "ready";
            case WAITING -> routine.waiting().describe(routine);
            case BLOCKED -> "blocked in Java code";
            case DONE -> "done";
        };
    }

    static void addWaitedFor(Task task, Set<Chan<?>> channels) {
        if (task.waiting() instanceof ChannelEnd end) {
            channels.add(end.channel());
        } else if (task.waiting() instanceof Choose.Wait wait) {
            wait.choose().addChannels(channels);
        }
    }

    private static ChannelRow row(Chan<?> channel) {
        return row(channel, numbers(channel.senders), numbers(channel.receivers));
    }

    static ChannelRow row(Chan<?> channel, List<Long> senders, List<Long> receivers) {
        return new ChannelRow(
                channel.id(),
                channel.buffered(),
                channel.limit(),
                senders,
                receivers,
                channel.references(),
                channel.isMarkedDone(),
                orEmpty(channel.created()),
                channel.name());
    }

    private static List<Long> numbers(WaitQueue queue) {
        List<Long> numbers = new ArrayList<>();
        for (Link link = queue.first(); link != null; link = WaitQueue.after(link)) {
            numbers.add(link.task().id());
        }
        return List.copyOf(numbers);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /// Gives the table, in libmill's columns, with the names of coroutines and channels behind them: the first 1,000
    /// coroutines and the first 1,000 channels, and how many more there are. Of the coroutines waiting for one
    /// channel it names the first 20. Rows that say the same are one, which tells how many they are; of the times
    /// they wait, the longest.
    @Override
    public String toString() {
        return DumpTable.of(this);
    }
}
