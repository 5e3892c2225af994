package org.jmill;

import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.StringJoiner;
import org.jmill.sched.Cancellation;
import org.jmill.sched.Failures;
import org.jmill.sched.Group;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.world.Reason;
import org.jmill.world.World;

/// The exceptions that the scheduler asks for: what happened, to whom, and what to do.
final class ErrorMessages implements Failures {
    /// What `java.net.Socket` says when its thread is interrupted; there is no type for it.
    private static final String CLOSED_BY_INTERRUPT = "Closed by interrupt";

    private static final int CAUSES_MAX = 100; // Looked through.

    private final MillRuntime mill;

    ErrorMessages(MillRuntime mill) {
        this.mill = mill;
    }

    /// A verb on a thread on which no mill runs.
    static MillPanic outside(String verb) {
        return new MillPanic(verb
                + ": thread "
                + name(Thread.currentThread())
                + " runs no mill"
                + elsewhere()
                + "; call it inside Mill.run(...), and reach a running mill from another thread through an Inbox");
    }

    /// The mills that do run, since the caller may have meant one of them.
    private static String elsewhere() {
        StringJoiner mills = new StringJoiner(", ", " (", ")").setEmptyValue("");
        for (MillRuntime mill : MillRuntime.live()) {
            Thread owner = mill.scheduler.owner();
            if (owner != null) {
                mills.add(mill + " runs on thread " + name(owner));
            }
        }
        return mills.toString();
    }

    /// On some engines coroutines are threads, without a name or with that of a thread of the JVM's, as `main`.
    private static String name(Thread thread) {
        String name = thread.getName().isEmpty() ? "#" + thread.threadId() : '"' + thread.getName() + '"';
        return thread.isVirtual() ? name + " (virtual)" : name;
    }

    static CancelledException cancellation(Task task, Waiting waiting) {
        return cancelled(waiting.verb().with(waiting.object(task)) + ": coroutine " + task, task);
    }

    /// Somebody wants a result of a coroutine that is gone.
    static CancelledException abandoned(String what, Group with) {
        return new CancelledException(
                what + ": " + scope(with) + " was abandoned, and it with that", Reason.ABANDONED, with, null);
    }

    @Override
    public RuntimeException cancelled(Task task) {
        return cancelled("call in " + task + ": coroutine", task);
    }

    /// A coroutine of which somebody wants a result was cancelled.
    static CancelledException cutOff(String message, Task task) {
        CancelledException whole = cancelled("", task);
        return new CancelledException(message, whole.reason(), whole.group(), null);
    }

    /// @param what the beginning of the message
    static CancelledException cancelled(String what, Task task) {
        ((Routine) task).excuseChooses();
        Group by = task.group().cancelledBy();
        if (by == null) { // A wait that was given up, behind a shield, as the mill can wait for nothing any more.
            by = task.scheduler().mill();
        }
        Cancellation why = by.why() == null ? new Cancellation(Reason.MAIN_END, null, null) : by.why();
        String message = what + " was cancelled" + told(by, why);
        return new CancelledException(message, why.reason(), by, why.failure(), !why.isAsPlanned());
    }

    private static String told(Group group, Cancellation why) {
        String more =
                switch (why.reason()) {
                    case CALL -> why.by() == null ? "" : " by " + why.by();
                    case SIBLING -> ": " + (why.by() == null ? "" : why.by() + " failed with ") + name(why.failure());
                    case DEADLINE -> " " + group.deadlineMs() + " of " + group.owner() + " has passed";
                    case STOPPED -> ", its grace has passed";
                    case SCOPE_END -> " of " + group.owner();
                    case ABANDONED, MAIN_END, INTERRUPT -> "";
                };
        String interrupted = why.reason() == Reason.INTERRUPT ? ", as its thread was interrupted" : "";
        return interrupted + " (" + why.reason() + more + ")";
    }

    /// The kind of a failure; what it says may be long, and stands in the cause.
    private static String name(Throwable failure) {
        return failure == null ? "nothing" : failure.getClass().getName();
    }

    @Override
    public RuntimeException wrongThread(Scheduler scheduler) {
        String here = name(Thread.currentThread());
        if (scheduler.hasEnded()) {
            return new MillPanic("call from thread "
                    + here
                    + ": its "
                    + mill
                    + " has ended; a query such as isDone() still answers, but what changes something or waits"
                    + " belongs inside its Mill.run(...)");
        }
        Thread owner = scheduler.owner();
        if (owner == null) {
            return new MillPanic("call from thread " + here + ": " + mill + " is not running on any thread now");
        }
        return new MillPanic("call from thread "
                + here
                + ": "
                + mill
                + " runs on thread "
                + name(owner)
                + "; hand values over through an Inbox");
    }

    @Override
    public RuntimeException duration(String verb, long deadlineMs) {
        return new MillPanic(verb + ": deadline " + deadlineMs + " lies before the mill's start: this is a duration;"
                + " use after(Duration) or now() + " + deadlineMs);
    }

    @Override
    public RuntimeException calledWhileAsked(Task task) {
        return new MillPanic(
                "call in " + task + ": verb was called while " + world() + " was asked for something; a random"
                        + " generator, and what a world hands out, must compute their answers without verbs");
    }

    @Override
    public RuntimeException breach(String rule, Throwable cause) {
        MillPanic breach = new MillPanic(
                "run " + mill + ": " + world() + " breaks a rule: " + rule + (cause == null ? "" : ": " + cause));
        if (cause != null) {
            breach.initCause(cause);
        }
        return breach;
    }

    /// The names of worlds are their makers', who may have made a mistake there too.
    private String world() {
        World world = mill.options.world;
        if (world == World.real()) {
            return "the " + world;
        }
        String name;
        try {
            name = String.valueOf(world.toString());
        } catch (RuntimeException e) {
            name = world.getClass().getName();
        }
        return "world " + name;
    }

    @Override
    public RuntimeException deadlock() {
        return TraceEnd.nowhere(new DeadlockException("run " + mill
                + ": deadlock, every coroutine waits and nothing can wake one\n" + DumpTable.ofDeadlock(mill)));
    }

    @Override
    public RuntimeException abandonsItself(Task task, Group scope) {
        return new MillPanic("abandon " + scope(scope) + ": " + task + " is one of those who would be gone; let another"
                + " coroutine do it: the one that has opened the scope, or one outside");
    }

    @Override
    public RuntimeException cannotAbandon(Group scope, Throwable obstacle) {
        String why = obstacle == null && mill.engine != Engine.CONTINUATION
                ? "engine " + mill.engine + " runs each coroutine on a thread, and a thread cannot be dropped; run the"
                        + " mill on Engine.CONTINUATION"
                : "a coroutine cannot leave the thread"
                        + (obstacle == null ? "" : " (" + obstacle.getMessage() + ")")
                        + "; do not suspend inside native code or a static initialiser";
        return new MillPanic("abandon " + scope(scope) + ": " + why);
    }

    private static String scope(Group scope) {
        return "scope of " + scope.owner();
    }

    @Override
    public RuntimeException pinned(Task task, String reason) {
        return new MillPanic("suspend "
                + task
                + ": the coroutine cannot leave the thread ("
                + reason
                + "); do not suspend inside native code or a static initialiser");
    }

    @Override
    public RuntimeException heldMonitor(Task task, String monitor) {
        return new MillPanic("suspend "
                + task
                + ": the coroutine holds the monitor of "
                + monitor
                + "; leave synchronized blocks before suspending, or use Engine.VIRTUAL");
    }

    @Override
    public Throwable uncaught(Task task, Throwable thrown) {
        TraceEnd.cut(thrown, (Routine) task);
        if (task.id() == 0) {
            return thrown;
        }
        if (mill.options.uncaught != null) {
            try {
                mill.options.uncaught.accept(new Coroutine((Routine) task), thrown);
            } catch (Throwable t) {
                Note.add(t, Note.Kind.CULPRIT, culprit(task));
                throw t;
            }
            return null;
        }
        Note.add(thrown, Note.Kind.CULPRIT, culprit(task));
        return thrown;
    }

    private static String culprit(Task task) {
        return "uncaught in coroutine " + describe((Routine) task);
    }

    private static String describe(Routine task) {
        return task.created() == null ? task.toString() : task + " created " + task.created();
    }

    @Override
    public boolean isCancellation(Throwable thrown) {
        return endsCancelled(thrown);
    }

    /// Whether a cancelled body that ends with this has ended well. The cancellation may be wrapped; but not that of a
    /// stretch of code which has ended, and of which this tells.
    static boolean endsCancelled(Throwable thrown) {
        CancelledException cancelled = cancellationIn(thrown);
        if (cancelled == null) {
            return isInterruption(thrown);
        }
        return cancelled == thrown || !cancelled.group().hasEnded();
    }

    /// The cancellation that an exception is, or wraps as its cause; null = none.
    static CancelledException cancellationIn(Throwable thrown) {
        Throwable t = thrown;
        for (int depth = 0; t != null && depth < CAUSES_MAX; depth++) { // There may be a circle.
            if (t instanceof CancelledException cancelled) {
                return cancelled;
            }
            t = t.getCause();
        }
        return null;
    }

    /// What a Java call makes of a cancellation on VIRTUAL.
    static boolean isInterruption(Throwable thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof ClosedByInterruptException
                || (thrown instanceof SocketException && CLOSED_BY_INTERRUPT.equals(thrown.getMessage()));
    }
}
