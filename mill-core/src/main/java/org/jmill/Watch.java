package org.jmill;

import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// Looks at the mills of this JVM from outside: a mill that has to end, and does not, is silent by itself. The log then
/// names who keeps it. That is once a second; more often at those that are watched for stalls, by their [StallWatch].
///
/// One thread does so for all, as long as there are mills.
final class Watch {
    private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int IDLE_LOOKS_MAX = 10; // Without a mill; then the thread ends.
    private static final long DUMP_PATIENCE_MS = 500;

    // IDLE -> WATCHING  a mill starts
    // WATCHING -> IDLE  there was none for a while
    private enum State {
        IDLE,
        WATCHING
    }

    private static State state = State.IDLE; // Guarded by the class.
    private static Thread thread; // That watches; null = none, or it has yet to begin. Guarded by the class.

    private final Map<MillRuntime, Boolean> told = new WeakHashMap<>();

    private Watch() {}

    /// A mill has been added to those that run.
    static synchronized void started() {
        if (state == State.IDLE) {
            state = State.WATCHING;
            World.real().workers().submit(Workers.Kind.WATCH, new Watch()::watch);
        } else {
            LockSupport.unpark(thread); // The new one may want to be looked at sooner.
        }
    }

    private void watch() {
        begins();
        int idle = 0;
        long lookedNs = World.real().nanoTime();
        do {
            LockSupport.parkNanos(untilNext());
            long nowNs = World.real().nanoTime();
            for (MillRuntime mill : MillRuntime.live()) {
                mill.stalls.look(nowNs);
            }
            if (nowNs - lookedNs >= EVERY_NS) {
                lookedNs = nowNs;
                idle = MillRuntime.live().length == 0 ? idle + 1 : 0;
                for (MillRuntime mill : MillRuntime.live()) {
                    look(mill);
                }
            }
        } while (!ends(idle));
    }

    private static synchronized void begins() {
        thread = Thread.currentThread();
    }

    private static long untilNext() {
        long ns = EVERY_NS;
        for (MillRuntime mill : MillRuntime.live()) {
            ns = Math.min(ns, mill.stalls.everyNs());
        }
        return ns;
    }

    private static synchronized boolean ends(int idle) {
        if (idle < IDLE_LOOKS_MAX) {
            return false;
        }
        state = State.IDLE;
        thread = null;
        return true;
    }

    private void look(MillRuntime mill) {
        long endingSince = mill.scheduler.endingSinceNs();
        long forNs = endingSince == 0 ? 0 : World.real().nanoTime() - endingSince;
        if (forNs > PATIENCE_NS && mill.options.world == World.real() && told.put(mill, true) == null) {
            tell(mill, TimeUnit.NANOSECONDS.toSeconds(forNs));
        }
    }

    private static void tell(MillRuntime mill, long seconds) {
        Thread owner = mill.scheduler.owner();
        String stack = owner == null
                ? ""
                : "\n" + mill.scheduler.running() + " is at\n    "
                        + String.join(
                                "\n    ",
                                Arrays.stream(owner.getStackTrace())
                                        .map(StackTraceElement::toString)
                                        .toList());
        String who = new DumpBean(mill, DUMP_PATIENCE_MS).dump();
        System.getLogger("org.jmill")
                .log(
                        System.Logger.Level.WARNING,
                        "end " + mill + ": everybody was cancelled " + seconds
                                + " s ago, and some go on; a coroutine that catches CancelledException must end soon,"
                                + " one that only tries or computes must look at isCancelled()\n" + who + stack);
    }
}
