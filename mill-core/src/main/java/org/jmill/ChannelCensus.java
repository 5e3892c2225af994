package org.jmill;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jmill.sched.Link;
import org.jmill.sched.Task;

/// Counts the channels that a dump lists, and keeps the oldest of them. There may be a million, and
/// little memory: so it does not remember which ones it has seen. A channel is counted where the
/// one that stands first in its queues is met.
final class ChannelCensus {
    private final int keptMax;
    private final Set<Chan<?>> known; // To the mill; counted without a waiter.
    private final PriorityQueue<Chan<?>> kept =
            new PriorityQueue<>(Comparator.comparingLong(Chan<?>::id).reversed());
    private final Set<Chan<?>> ofOne = new LinkedHashSet<>(); // Those that one coroutine waits for.
    private int count;

    /// @param known the channels that are listed in any case
    ChannelCensus(Collection<Chan<?>> known, int keptMax) {
        this.keptMax = keptMax;
        this.known = new HashSet<>(known);
        known.forEach(this::add);
    }

    /// Takes in what a coroutine waits for; to be called once for each one.
    void addWaitedFor(Task task) {
        Dump.addWaitedFor(task, ofOne);
        for (Chan<?> channel : ofOne) {
            if (isFirst(task, channel) && !known.contains(channel)) {
                add(channel);
            }
        }
        ofOne.clear();
    }

    private static boolean isFirst(Task task, Chan<?> channel) {
        Link first = channel.receivers.isEmpty() ? channel.senders.first() : channel.receivers.first();
        return first != null && first.task() == task;
    }

    private void add(Chan<?> channel) {
        count++;
        kept.add(channel);
        if (kept.size() > keptMax) {
            kept.poll();
        }
    }

    int count() {
        return count;
    }

    /// The oldest ones, in the order of creation.
    List<Chan<?>> first() {
        return kept.stream().sorted(Comparator.comparingLong(Chan<?>::id)).toList();
    }
}
