package org.jmill.test.sim;

import java.util.ArrayDeque;
import java.util.PriorityQueue;

/// The time of a simulated world, and what is to happen in it. Of two things at the same time the one that was put down
/// first happens first.
///
/// Invariant I1: the time never goes back, and nothing that lies in the past is still to happen once [#runDue] has
/// returned.
public final class Agenda {
    /// Where the time begins: after 1,000 days, as in the real world. So a duration that is given for a deadline is
    /// seen to be none, see [Mill#checkDeadline][org.jmill.Mill#checkDeadline].
    public static final long START_NS = 1_000L * 24 * 60 * 60 * 1_000_000_000;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final ArrayDeque<Entry> due = new ArrayDeque<>();
    private long nowNs = START_NS;
    private long made;

    /// Something that is to happen.
    public static final class Entry implements Comparable<Entry> {
        private final long atNs;
        private final long number;
        private Runnable action; // null = it has happened, or will not.

        private Entry(long atNs, long number, Runnable action) {
            this.atNs = atNs;
            this.number = number;
            this.action = action;
        }

        /// It is not to happen. Does nothing where it has.
        public void cancel() {
            action = null;
        }

        /// When it happens.
        public long atNs() {
            return atNs;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /// The time, in nanoseconds of [World#nanoTime][org.jmill.world.World#nanoTime].
    public long nowNs() {
        return nowNs;
    }

    /// Puts something down.
    ///
    /// @param atNs when; what lies in the past happens at the next [#runDue]
    public Entry at(long atNs, Runnable action) {
        Entry entry = new Entry(Math.max(atNs, nowNs), made++, action);
        entries.add(entry);
        return entry;
    }

    /// Puts something down that happens so many nanoseconds from now.
    public Entry after(long delayNs, Runnable action) {
        long at = nowNs + Math.max(delayNs, 0);
        return at(at < nowNs ? Long.MAX_VALUE : at, action);
    }

    /// When the next thing happens; [Long#MAX_VALUE] if there is none.
    public long nextNs() {
        dropCancelled();
        Entry first = entries.peek();
        return first == null ? Long.MAX_VALUE : first.atNs;
    }

    /// Moves the time; never back.
    public void advanceTo(long ns) {
        nowNs = Math.max(nowNs, ns);
    }

    /// Does what is due. What these things put down for now is left to the next call.
    ///
    /// @return whether there was anything
    public boolean runDue() {
        for (Entry e = entries.peek(); e != null && e.atNs <= nowNs; e = entries.peek()) {
            due.add(entries.poll());
        }
        boolean any = false;
        for (Entry e = due.poll(); e != null; e = due.poll()) {
            Runnable action = e.action;
            if (action != null) {
                e.action = null;
                action.run();
                any = true;
            }
        }
        return any;
    }

    private void dropCancelled() {
        for (Entry e = entries.peek(); e != null && e.action == null; e = entries.peek()) {
            entries.poll();
        }
    }
}
