package org.jmill;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.trace.Trace;
import org.jmill.world.World;

/// Finds the coroutine that keeps a mill's thread for too long. [Watch] has it look a few times within the limit; the
/// mill does nothing for it: whoever runs, and how many turns there were before, is written down there anyhow.
///
/// A turn is the same one as at the last look if the same coroutine runs and nobody was taken from the ready list
/// since. A mill that waits in the poller has nobody who runs: who came there last is WAITING, or READY.
///
/// The time between two looks counts up to twice of what it is to be. A thread that looks late was kept from it by what
/// keeps all others, too: a garbage collection, a suspended machine, a processor that has much else to do.
///
/// Invariants:
/// - I1 A turn is told of once.
/// - I2 What was told of is told to be over.
final class StallWatch {
    private static final int LOOKS_IN_LIMIT = 4;
    private static final long EVERY_MAX_NS = TimeUnit.SECONDS.toNanos(1);
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");
    private static final List<String> IO = List.of("java.io.", "java.net.", "sun.nio.", "java.lang.Process");

    // QUIET -> SUSPECT  somebody runs
    // SUSPECT -> TOLD   he has run for too long
    // any -> QUIET      he has given the thread away, or the mill has ended
    private enum State {
        QUIET,
        SUSPECT,
        TOLD
    }

    private final MillRuntime mill;
    private final long limitNs; // 0 = nobody looks.
    private final long everyNs;

    // Guarded by this.
    private State state = State.QUIET;
    private Task task; // Whose turn it was at the last look.
    private long turn;
    private long sinceNs; // The first look at that turn.
    private long lastNs; // The last look.
    private long countedNs; // Of its time.
    private String blocking; // The Java call that blocks, as it was told; null = it computes.

    // Written by who looks, read by any thread.
    private volatile long count;
    private volatile long longestMs;

    /// @param limitMs 0: nobody looks
    StallWatch(MillRuntime mill, long limitMs) {
        this.mill = mill;
        this.limitNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
        this.everyNs = limitMs == 0 ? EVERY_MAX_NS : Math.min(EVERY_MAX_NS, limitNs / LOOKS_IN_LIMIT);
    }

    /// How often to look.
    long everyNs() {
        return everyNs;
    }

    /// How many there were.
    long count() {
        return count;
    }

    /// How long the longest of them was, or is.
    long longestMs() {
        return longestMs;
    }

    /// Looks who runs. Any thread but the mill's calls it.
    ///
    /// @param nowNs the time, which goes on while the mill's thread stands still
    synchronized void look(long nowNs) {
        if (limitNs == 0) {
            return;
        }
        if (!goesOn()) {
            over(nowNs);
            begin(nowNs);
        } else {
            countedNs += Math.min(nowNs - lastNs, 2 * everyNs);
            lastNs = nowNs;
            long forMs = TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs);
            if (state == State.TOLD) {
                longestMs = Math.max(longestMs, forMs);
            } else if (countedNs >= limitNs && !Debugger.IS_THERE) {
                tell(forMs);
            }
        }
    }

    /// The mill has ended; by its thread.
    synchronized void ended() {
        if (state == State.TOLD) {
            over(World.real().nanoTime());
        }
        state = State.QUIET;
        task = null;
    }

    /// Whether somebody ran at the last look.
    synchronized boolean suspects() {
        return state != State.QUIET;
    }

    private void begin(long nowNs) {
        Scheduler scheduler = mill.scheduler;
        turn = scheduler.runs();
        task = scheduler.running();
        sinceNs = nowNs;
        lastNs = nowNs;
        countedNs = 0;
        state = isRunning(task) ? State.SUSPECT : State.QUIET;
    }

    /// Whether it is still the same turn.
    private boolean goesOn() {
        Scheduler scheduler = mill.scheduler;
        return state != State.QUIET
                && scheduler.running() == task
                && scheduler.runs() == turn
                && isRunning(task)
                && !scheduler.hasEnded();
    }

    private static boolean isRunning(Task task) {
        return task != null && task.state() == TaskState.RUNNING;
    }

    private void over(long nowNs) {
        if (state == State.TOLD) {
            long ms = TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs);
            longestMs = Math.max(longestMs, ms);
            log(System.Logger.Level.INFO, "stall " + task + ": over after " + grouped(ms) + " ms");
            Trace.stalled(mill.options.name, task, ms, blocking);
        }
    }

    private void tell(long forMs) {
        Thread thread = mill.scheduler.owner();
        if (thread == null) {
            return;
        }
        Thread.State is = thread.getState();
        StackTraceElement[] frames = ownFrames(thread.getStackTrace());
        if (!goesOn()) {
            return; // What was seen may be of somebody else.
        }
        state = State.TOLD;
        blocking = blockingCall(is, frames);
        longestMs = Math.max(longestMs, forMs);
        String stack = Arrays.stream(frames).map(f -> "\n    at " + f).collect(Collectors.joining());
        String what = blocking != null
                ? "blocking Java call " + blocking + " keeps the thread of " + mill
                : "it computes, and keeps the thread of " + mill;
        log(
                System.Logger.Level.WARNING,
                "stall " + task + ": " + what + " for " + grouped(forMs) + " ms so far (limit "
                        + grouped(TimeUnit.NANOSECONDS.toMillis(limitNs)) + " ms), nobody else runs; " + advice()
                        + stack);
        Trace.stalls(
                mill.options.name, task, forMs, blocking, stack.stripIndent().strip());
        count = count + 1; // Last: whoever sees it finds the line and the event.
    }

    private String advice() {
        String elsewhere = "have it done by blocking(...)";
        if (blocking == null) {
            return "call yield() now and then, or " + elsewhere;
        }
        return mill.engine == Engine.VIRTUAL ? elsewhere : elsewhere + ", or take the engine VIRTUAL";
    }

    /// Those above the coroutine's beginning; below stand its host's, or the caller's of the mill.
    private static StackTraceElement[] ownFrames(StackTraceElement[] frames) {
        for (int i = 0; i < frames.length; i++) {
            String type = frames[i].getClassName();
            if (type.startsWith("org.jmill.")
                    && type.endsWith("Routine")
                    && frames[i].getMethodName().equals("run")) {
                return Arrays.copyOf(frames, i);
            }
        }
        return frames;
    }

    /// The call of the JDK's in which a thread waits for something that jmill does not know of, or null. A thread that
    /// is in a system call is RUNNABLE, says Java.
    private static String blockingCall(Thread.State state, StackTraceElement[] frames) {
        boolean waits =
                switch (state) {
                    case BLOCKED, WAITING, TIMED_WAITING -> true;
                    case NEW, RUNNABLE, TERMINATED ->
                        frames.length > 0 && frames[0].isNativeMethod() && startsWithAny(frames[0].getClassName(), IO);
                };
        if (!waits) {
            return null;
        }
        String call = state == Thread.State.BLOCKED ? "synchronized" : "";
        for (StackTraceElement frame : frames) {
            if (!startsWithAny(frame.getClassName(), JDK)) {
                break;
            }
            call = frame.getClassName() + "." + frame.getMethodName();
        }
        return call.isEmpty() ? "without a name" : call;
    }

    private static boolean startsWithAny(String name, List<String> beginnings) {
        return beginnings.stream().anyMatch(name::startsWith);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void log(System.Logger.Level level, String text) {
        System.getLogger("org.jmill").log(level, text);
    }

    /// Whoever stands at a breakpoint keeps the thread on purpose.
    private static final class Debugger {
        static final boolean IS_THERE = isThere();

        private Debugger() {}

        private static boolean isThere() {
            return ModuleLayer.boot().findModule("java.management").isPresent()
                    && ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                            .anyMatch(word -> word.startsWith("-agentlib:jdwp") || word.startsWith("-Xrunjdwp"));
        }
    }
}
