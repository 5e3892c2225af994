package org.jmill;

import java.util.EnumMap;
import java.util.Map;
import org.jmill.sched.Scheduler;
import org.jmill.world.Workers;

/// What a mill counts: how much it has done, and how much waits now. Immutable; any thread may read it.
/// [Mill#stats] makes one.
///
/// Source: none; of Go's `runtime/metrics` it answers the part about the scheduler.
///
/// @param runs how often a coroutine was taken from the ready list
/// @param polls how often the outside was looked at
/// @param letters how many letters from other threads were taken
/// @param living how many coroutines there are, main included
/// @param ready how many of them could run, but for the one that does
/// @param timers how many deadlines are armed
/// @param descriptors how many coroutines wait for a descriptor
/// @param workers for each kind of code that blocks: how many threads run it, how many may, and how many calls wait for
///   one; shared by all mills of a world
/// @param stalls how often a coroutine has kept the thread for longer than [MillOptions#stall] allows; 0 where nobody
///   looks
/// @param longestStallMs the longest of them, in milliseconds, one that lasts among them
/// @since 0.1.0
public record Stats(
        long runs,
        long polls,
        long letters,
        int living,
        int ready,
        int timers,
        int descriptors,
        Map<Workers.Kind, Workers.Load> workers,
        long stalls,
        long longestStallMs) {
    /// Makes one without stalls.
    ///
    /// @param runs as above
    /// @param polls as above
    /// @param letters as above
    /// @param living as above
    /// @param ready as above
    /// @param timers as above
    /// @param descriptors as above
    /// @param workers as above
    public Stats(
            long runs,
            long polls,
            long letters,
            int living,
            int ready,
            int timers,
            int descriptors,
            Map<Workers.Kind, Workers.Load> workers) {
        this(runs, polls, letters, living, ready, timers, descriptors, workers, 0, 0);
    }

    /// Makes one from a copy of the map.
    public Stats {
        workers = Map.copyOf(workers);
    }

    static Stats of(MillRuntime mill) {
        Scheduler scheduler = mill.scheduler;
        Map<Workers.Kind, Workers.Load> workers = new EnumMap<>(Workers.Kind.class);
        Workers all = Asked.workers(mill);
        for (Workers.Kind kind : Workers.Kind.values()) {
            workers.put(kind, Asked.of(mill, "load gives a number, and throws nothing", () -> all.load(kind)));
        }
        return new Stats(
                scheduler.runs(),
                scheduler.polls(),
                scheduler.mailbox().taken(),
                scheduler.living(),
                scheduler.ready(),
                scheduler.timers(),
                scheduler.poller().waiters(),
                workers,
                mill.stalls.count(),
                mill.stalls.longestMs());
    }
}
