package org.jmill;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jmill.sched.Poller;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.trace.Trace;

/// libmill's verbs, as static methods for `import static org.jmill.Mill.*`. Each is a thin call to
/// an object, where the full contract stands.
///
/// {@snippet file="org/jmill/snippets/MillSnippet.java" region="example"}
///
/// A mill is one thread, a ready list, timers and a poller: [#run] makes one on the calling thread
/// and returns when its main coroutine returns. Several mills may run at once, one per thread,
/// sharing nothing. But for [#run], [#call] and [#gotrace], every verb is called inside a mill, on
/// its thread, and throws [MillPanic] elsewhere.
public final class Mill {
    /// Ready for reading, or for accepting a connection.
    public static final int FDW_IN = Poller.IN;

    /// Ready for writing, or connected.
    public static final int FDW_OUT = Poller.OUT;

    /// Closed, or in error.
    public static final int FDW_ERR = Poller.ERR;

    private Mill() {}

    // ---- running

    /// Runs `main` as the main coroutine of a new mill on the calling thread, with the default
    /// options.
    ///
    /// @param main what to run; when it ends, every other coroutine is cancelled and waited for
    /// @throws X what main throws; or, whatever its type, what left another coroutine
    /// @throws DeadlockException if every coroutine waits and nothing can wake one
    /// @throws CancelledException if the calling thread was interrupted and main let it pass
    /// @throws MillPanic if a mill runs on this thread already
    ///
    ///   Source: libmill's `main`. Unlike there, other coroutines do not die with main: their
    ///   `finally` blocks run.
    public static <X extends Exception> void run(Body<X> main) throws X {
        run(MillOptions.defaults(), main);
    }

    /// Runs `main` as [#run(Body)] does, with these options.
    ///
    /// @throws X as [#run(Body)]
    /// @throws MillPanic as [#run(Body)], or if the JVM does not allow the engine asked for; the
    ///   message names the flag to add
    public static <X extends Exception> void run(MillOptions options, Body<X> main) throws X {
        if (options == null) {
            throw new MillPanic("run mill: options are null; use MillOptions.defaults()");
        }
        if (main == null) {
            throw new MillPanic("run mill: body is null; give it the code to run");
        }
        MillRuntime.run(options, main);
    }

    /// Runs `main` as [#run(MillOptions,Body)] does and returns its result.
    ///
    /// @throws Exception what main throws
    public static <T> T call(MillOptions options, Callable<T> main) throws Exception {
        if (main == null) {
            throw new MillPanic("call mill: body is null; give it the code to run");
        }
        Result<T> result = new Result<>();
        run(options, () -> result.value = main.call());
        return result.value;
    }

    /// Runs `main` as [#run(MillOptions,Body)] does and returns its result; for code that says
    /// precisely what it throws.
    ///
    /// @throws X what main throws
    public static <T, X extends Exception> T call(MillOptions options, BlockingOperation<T, X> main) throws X {
        try {
            return call(options, (Callable<T>) main);
        } catch (Exception e) {
            throw MillRuntime.<X>sneak(e);
        }
    }

    private static final class Result<T> {
        private T value;
    }

    // ---- coroutines

    /// Starts a coroutine. It runs at once; the caller goes to the tail of the ready list.
    ///
    /// @param body what it runs; an exception that leaves it ends the mill, see
    ///   [MillOptions#uncaught(java.util.function.BiConsumer)]
    /// @return a handle, which may be ignored
    ///
    ///   Source: libmill `go(f(x))`.
    public static Coroutine go(Body<?> body) {
        return MillRuntime.current("go").go(null, body);
    }

    /// Starts a coroutine with a name, for messages and dumps.
    ///
    /// @param name the name; null for none
    /// @param body as for [#go(Body)]
    /// @return a handle, which may be ignored
    public static Coroutine go(String name, Body<?> body) {
        return MillRuntime.current("go").go(name, body);
    }

    /// Goes to the tail of the ready list. Java wants the call qualified: `Mill.yield()`.
    ///
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `yield`.
    public static void yield() {
        Scheduler scheduler = MillRuntime.current("yield").scheduler;
        Task self = scheduler.enter();
        if (Trace.on) {
            Trace.operation(self.id(), "yield()");
        }
        scheduler.yieldTurn();
    }

    /// [#yield] under a name that a static import can use unqualified.
    ///
    /// @throws CancelledException if the coroutine is cancelled
    public static void yieldNow() {
        Mill.yield();
    }

    /// The calling coroutine.
    public static Coroutine self() {
        return new Coroutine((Routine) MillRuntime.current("self").scheduler.enterQuietly());
    }

    /// The calling coroutine's local value; null at first.
    ///
    /// Source: libmill `cls`. See [CoroutineLocal] for more than one.
    public static Object cls() {
        return ((Routine) MillRuntime.current("cls").scheduler.enterQuietly()).local;
    }

    /// Sets the calling coroutine's local value.
    ///
    /// Source: libmill `setcls`.
    public static void setcls(Object value) {
        ((Routine) MillRuntime.current("setcls").scheduler.enterQuietly()).local = value;
    }

    /// Makes `count` coroutines ready for use by the next calls of `go` without a name, so that
    /// these need not make them.
    ///
    /// @param stackSize has no meaning here, since stacks grow by themselves; must not be negative
    /// @param valSize has no meaning here, since values are references; must not be negative
    /// @throws IllegalArgumentException if an argument is negative
    /// @throws MillPanic if a coroutine exists already
    ///
    ///   Source: libmill `goprepare`.
    public static void goprepare(int count, int stackSize, int valSize) {
        checkNotNegative("count", count);
        checkNotNegative("stack size", stackSize);
        checkNotNegative("value size", valSize);
        MillRuntime mill = MillRuntime.current("goprepare");
        mill.scheduler.enterQuietly();
        mill.prepare(count);
    }

    private static void checkNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("goprepare: " + what + " is negative: " + value);
        }
    }

    // ---- time

    /// The time in milliseconds; monotonic, of an origin without meaning. Deadlines are points on
    /// this clock.
    ///
    /// Source: libmill `now`.
    public static long now() {
        return MillRuntime.current("now").scheduler.nowMs();
    }

    /// The deadline that lies so far ahead: `now()` plus the duration in milliseconds, rounded up.
    ///
    /// @param ahead how far; a negative one gives a deadline in the past
    public static long after(Duration ahead) {
        if (ahead == null) {
            throw new MillPanic("after: duration is null");
        }
        long now = now();
        long ms;
        try {
            ms = ahead.plusNanos(999_999).toMillis();
        } catch (ArithmeticException e) {
            ms = ahead.isNegative() ? -now : Long.MAX_VALUE - now;
        }
        return Math.max(0, ms > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + ms);
    }

    /// Suspends until the deadline.
    ///
    /// @param deadlineMs as of [#now]; negative: for ever; past: until the next poll
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `msleep`.
    public static void msleep(long deadlineMs) {
        Scheduler scheduler = MillRuntime.current("msleep").scheduler;
        Task self = scheduler.enter();
        if (Trace.on) {
            Trace.operation(self.id(), "msleep()");
        }
        Waits.suspend(scheduler, self, Sleep.INSTANCE, deadlineMs);
    }

    /// Waits until a channel is ready for reading or writing.
    ///
    /// @param channel open, in non-blocking mode
    /// @param events [#FDW_IN], [#FDW_OUT] or both
    /// @param deadlineMs as of [#now]; negative: none; past: looks once
    /// @return the events that are ready; [#FDW_ERR] if the channel was cleaned or closed; 0 if the
    ///   deadline has passed. The JDK reports an error of the connection as readiness: the next
    ///   read or write throws it.
    /// @throws MillPanic if the channel is null, closed or in blocking mode, or another coroutine
    ///   waits for the same direction
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `fdwait`.
    public static int fdwait(SelectableChannel channel, int events, long deadlineMs) {
        return Descriptors.await(channel, events, deadlineMs);
    }

    /// Forgets a channel; to be called before it is closed. Whoever waits for it is woken with
    /// [#FDW_ERR].
    ///
    /// @throws MillPanic if the channel is null
    ///
    ///   Source: libmill `fdclean`, which aborts if somebody waits.
    public static void fdclean(SelectableChannel channel) {
        Descriptors.clean(channel);
    }

    // ---- channels

    /// Makes a channel: [Chan#make(int)].
    public static <T> Chan<T> chmake(int capacity) {
        return Chan.make(capacity);
    }

    /// Makes a channel that checks the class of its values: [Chan#make(Class,int)].
    public static <T> Chan<T> chmake(Class<T> type, int capacity) {
        return Chan.make(type, capacity);
    }

    /// Sends a value: [Chan#send(Object)].
    public static <T> void chs(Chan<T> channel, T value) {
        checked(channel, "chs").send(value);
    }

    /// Receives a value: [Chan#receive()].
    public static <T> T chr(Chan<T> channel) {
        return checked(channel, "chr").receive();
    }

    /// Ends a channel with `null` as its terminal value: [Chan#done()].
    public static void chdone(Chan<?> channel) {
        checked(channel, "chdone").done();
    }

    /// Ends a channel with a terminal value: [Chan#done(Object)].
    public static <T> void chdone(Chan<T> channel, T value) {
        checked(channel, "chdone").done(value);
    }

    /// Takes a reference: [Chan#dup].
    public static <T> Chan<T> chdup(Chan<T> channel) {
        return checked(channel, "chdup").dup();
    }

    /// Drops a reference: [Chan#close].
    public static void chclose(Chan<?> channel) {
        checked(channel, "chclose").close();
    }

    private static <C extends Chan<?>> C checked(C channel, String verb) {
        if (channel == null) {
            throw nullChannel(verb);
        }
        return channel;
    }

    private static MillPanic nullChannel(String verb) {
        return new MillPanic(verb + ": channel is null; make it with chmake");
    }

    /// Starts a choose statement: add clauses, then [Choose#end].
    ///
    /// Source: libmill `choose { … end }`.
    public static Choose choose() {
        MillRuntime mill = MillRuntime.current("choose");
        mill.scheduler.enterQuietly();
        return new Choose(mill);
    }

    // ---- other threads

    /// Makes an inbox, through which other threads hand values to this mill.
    ///
    /// @param capacity how many values wait in it, 1 to [Chan#CAPACITY_MAX]
    /// @throws IllegalArgumentException if the capacity is out of range
    public static <T> Inbox<T> inbox(int capacity) {
        MillRuntime mill = MillRuntime.current("inbox");
        mill.scheduler.enterQuietly();
        if (capacity < 1 || capacity > Chan.CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "inbox: capacity is not between 1 and " + Chan.CAPACITY_MAX + ": " + capacity);
        }
        return mill.newInbox(capacity);
    }

    /// Runs blocking Java code on another thread and suspends only the calling coroutine until it
    /// has ended. What the code throws is thrown here.
    ///
    /// A coroutine that is cancelled meanwhile does not wait: the code's thread is interrupted, and
    /// its result, should there be one, is closed if it is `AutoCloseable`, and dropped.
    ///
    /// @param code runs on a thread of a pool without limit; must not call verbs
    /// @return its result
    /// @throws Exception what the code throws
    /// @throws CancelledException if the coroutine is cancelled
    public static <T> T blocking(Callable<T> code) throws Exception {
        return BlockingCall.call(code);
    }

    /// As [#blocking(Callable)], for code that says precisely what it throws.
    ///
    /// @throws X what the code throws
    public static <T, X extends Exception> T blocking(BlockingOperation<T, X> code) throws X {
        try {
            return BlockingCall.call(code);
        } catch (Exception e) {
            throw MillRuntime.<X>sneak(e);
        }
    }

    // ---- looking

    /// Prints [#dump] on standard error.
    ///
    /// Source: libmill `goredump`.
    public static void goredump() {
        System.err.print(dump());
        System.err.flush();
    }

    /// What every coroutine of this mill does, and how its channels stand.
    public static Dump dump() {
        MillRuntime mill = MillRuntime.current("goredump");
        mill.scheduler.enterQuietly();
        return Dump.of(mill);
    }

    /// Switches the trace on or off, for all mills: one line an event on standard error. May be
    /// called by any thread.
    ///
    /// @param level 0: off; anything above: on
    /// @throws IllegalArgumentException if the level is negative
    ///
    ///   Source: libmill `gotrace`.
    public static void gotrace(int level) {
        if (level < 0) {
            throw new IllegalArgumentException("gotrace: level is negative: " + level);
        }
        Trace.setLevel(level);
    }

    /// What a sleeping coroutine waits for.
    private enum Sleep implements org.jmill.sched.Waiting {
        INSTANCE;

        @Override
        public void abandon(Task task) {}

        @Override
        public String describe(Task task) {
            return "msleep()";
        }
    }
}
