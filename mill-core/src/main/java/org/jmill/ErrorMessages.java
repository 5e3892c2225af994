package org.jmill;

import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.StringJoiner;
import org.jmill.sched.Failures;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.world.World;

/// The exceptions that the scheduler asks for: what happened, to whom, and what to do.
final class ErrorMessages implements Failures {
    /// What `java.net.Socket` says when its thread is interrupted; there is no type for it.
    private static final String CLOSED_BY_INTERRUPT = "Closed by interrupt";

    private static final int CULPRITS_MAX = 16; // Of one exception.

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
        return new CancelledException(
                waiting.verb().with(waiting.object(task)) + ": coroutine " + task + " was cancelled" + cause(task));
    }

    /// Main is cancelled by a call, by a failure, or by an interrupt of the thread, which comes from outside
    /// the program and is to be told from the others. Not every engine has the scheduler see it, so it is
    /// what remains. Called by the coroutine itself.
    private static String cause(Task task) {
        boolean byInterrupt =
                task.id() == 0 && !task.scheduler().isEnding() && !MillRuntime.current("cancel").mainCancelledByCall;
        return byInterrupt ? ", as its thread was interrupted" : "";
    }

    @Override
    public RuntimeException cancelled(Task task) {
        return new CancelledException("call in " + task + ": coroutine was cancelled" + cause(task));
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
        return new DeadlockException(
                "run " + mill + ": deadlock, every coroutine waits and nothing can wake one\n" + DumpTable.of(mill));
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
        if (task.id() == 0) {
            return thrown;
        }
        if (mill.options.uncaught != null) {
            try {
                mill.options.uncaught.accept(new Coroutine((Routine) task), thrown);
            } catch (Throwable t) {
                addCulprit(t, culprit(task));
                throw t;
            }
            return null;
        }
        addCulprit(thrown, culprit(task));
        return thrown;
    }

    private static String culprit(Task task) {
        return "uncaught in coroutine " + describe((Routine) task);
    }

    /// The exception is the user's, and may be a constant that is thrown for years.
    private static void addCulprit(Throwable thrown, String text) {
        int told = 0;
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed instanceof Culprit culprit) {
                if (culprit.getMessage().equals(text)) {
                    return;
                }
                told++;
            }
        }
        if (told < CULPRITS_MAX) {
            thrown.addSuppressed(new Culprit(text));
        }
    }

    private static String describe(Routine task) {
        return task.created() == null ? task.toString() : task + " created " + task.created();
    }

    @Override
    public boolean isCancellation(Throwable thrown) {
        return endsCancelled(thrown);
    }

    /// Whether a cancelled body that ends with this has ended well.
    static boolean endsCancelled(Throwable thrown) {
        return thrown instanceof CancelledException
                || thrown instanceof InterruptedException // What a Java call makes of it on VIRTUAL.
                || thrown instanceof ClosedByInterruptException
                || (thrown instanceof SocketException && CLOSED_BY_INTERRUPT.equals(thrown.getMessage()));
    }

    /// Names the coroutine that an exception has left; suppressed in that exception.
    private static final class Culprit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Culprit(String message) {
            super(message, null, false, false);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
