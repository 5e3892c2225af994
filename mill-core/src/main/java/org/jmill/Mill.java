package org.jmill;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.trace.Trace;
import org.jmill.world.Poller;
import org.jmill.world.Verb;
import org.jmill.world.Workers;
import org.jmill.world.World;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/// libmill's verbs, as static methods for `import static org.jmill.Mill.*`. Each is a thin call to
/// an object, where the full contract stands.
///
/// {@snippet file="org/jmill/snippets/MillSnippet.java" region="example"}
///
/// A mill is a ready list, timers and a poller, served by one thread at a time. [#run] makes one
/// and returns when its main coroutine returns. Several mills may run at once, one per thread,
/// sharing nothing.
///
/// But for [#run], [#call], [#gotrace] and the cases of a [choose][Choose#of], every verb is called inside a mill, on
/// its thread, and throws [MillPanic] elsewhere. Verbs that may suspend throw [CancelledException] in a coroutine
/// that is cancelled; the others go on working there, so that `finally` blocks can use them. A
/// deadline is absolute, in milliseconds of [#now]; any negative one means none.
///
/// Source: libmill (`libmill.h`). `mfork` has no counterpart, since a JVM cannot fork: run several
/// mills.
///
/// @since 0.1.0
public final class Mill {
    /// Ready for reading, or for accepting a connection. A request to [#fdwait], and its answer.
    public static final int FDW_IN = Poller.IN;

    /// Ready for writing, or connected. A request to [#fdwait], and its answer.
    public static final int FDW_OUT = Poller.OUT;

    /// Closed, or cleaned with [#fdclean]. An answer of [#fdwait] only, never a request.
    public static final int FDW_ERR = Poller.ERR;

    private static final long NS_PER_MS = 1_000_000;
    private static final long MS_PER_S = 1_000;

    private Mill() {}

    // ---- running

    /// Runs `main` as the main coroutine of a new mill, with the default options. The calling
    /// thread is the mill's, or waits for it: see [Engine].
    ///
    /// When main ends, every other coroutine is cancelled, and this call returns when all have
    /// ended. Interrupting the calling thread cancels main at the mill's next poll; the interrupt
    /// flag is set again on return.
    ///
    /// The stack trace of what is thrown ends at the first frame of the coroutine that it has left, with a line
    /// that names it, and main's goes on into the caller of this method: on all engines alike.
    ///
    /// Called by any thread that is not inside a mill; on a virtual thread the engine CONTINUATION
    /// is not available.
    ///
    /// Source: libmill's `main`. Unlike there and in Go, other coroutines do not die with main:
    /// their `finally` blocks run.
    ///
    /// @param <X> what main may throw
    /// @param main what to run
    /// @throws X what main throws; or, whatever its type, what left another coroutine
    /// @throws DeadlockException if every coroutine waits and nothing can wake one
    /// @throws CancelledException if main was cancelled, for instance by an interrupt, and let the
    ///   exception pass
    /// @throws MillPanic if the body is null, or a mill runs on this thread already; in strict mode also if main is
    ///   to run on another thread, and the calling one holds a monitor
    public static <X extends Exception> void run(Body<X> main) throws X {
        run(MillOptions.defaults(), main);
    }

    /// Runs `main` as [#run(Body)] does, with these options.
    ///
    /// @param <X> what main may throw
    /// @param options how the mill runs
    /// @param main what to run
    /// @throws X as for [#run(Body)]
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(Body)], or if the options are null, or the JVM does not allow
    ///   the engine asked for; the message names the flag to add
    public static <X extends Exception> void run(MillOptions options, Body<X> main) throws X {
        checkRunnable("run", options, main);
        MillRuntime.run("run", options, main);
    }

    /// What [#run(Main)] runs: code that is told its own coroutine.
    @FunctionalInterface
    public interface Main extends Body<RuntimeException> {
        /// Runs the code, on the mill's thread.
        ///
        /// @param main the main coroutine, as [Mill#self] gives it
        void run(Coroutine main);

        /// Runs the code with the coroutine that calls.
        @Override
        default void run() {
            run(self());
        }
    }

    /// Runs `main` as [#run(Body)] does, and gives it its own coroutine. It is the one that Kotlin takes
    /// for `Mill.run { … }`, since it infers no type of exceptions.
    ///
    /// @param main what to run
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(Body)]
    public static void run(Main main) {
        run(MillOptions.defaults(), (Body<RuntimeException>) main);
    }

    /// Runs `main` as [#run(Main)] does, with these options.
    ///
    /// @param options how the mill runs
    /// @param main what to run
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(MillOptions,Body)]
    public static void run(MillOptions options, Main main) {
        run(options, (Body<RuntimeException>) main);
    }

    private static void checkRunnable(String verb, MillOptions options, Object main) {
        if (options == null) {
            throw new MillPanic(verb + " mill: options are null; use MillOptions.defaults()");
        }
        if (main == null) {
            throw new MillPanic(verb + " mill: body is null; give it the code to run");
        }
    }

    /// Runs `main` as [#run(Body)] does, with the default options, and returns its result.
    ///
    /// @param <T> the type of the result
    /// @param main what to run
    /// @return what main returns, may be null
    /// @throws Exception what main throws, or what left another coroutine
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(Body)]
    public static <T extends @Nullable Object> T call(Callable<T> main) throws Exception {
        return call(MillOptions.defaults(), main);
    }

    /// Runs `main` as [#run(Body)] does, with the default options, and returns its result; for code that
    /// says precisely what it throws.
    ///
    /// @param <T> the type of the result
    /// @param <X> what main may throw
    /// @param main what to run
    /// @return what main returns, may be null
    /// @throws X what main throws; or, whatever its type, what left another coroutine
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(Body)]
    public static <T extends @Nullable Object, X extends Exception> T call(BlockingOperation<T, X> main) throws X {
        return call(MillOptions.defaults(), main);
    }

    /// Runs `main` as [#run(MillOptions,Body)] does and returns its result.
    ///
    /// @param <T> the type of the result
    /// @param options how the mill runs
    /// @param main what to run
    /// @return what main returns, may be null
    /// @throws Exception what main throws, or what left another coroutine
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(MillOptions,Body)]
    public static <T extends @Nullable Object> T call(MillOptions options, Callable<T> main) throws Exception {
        checkRunnable("call", options, main);
        Result<T> result = new Result<>();
        MillRuntime.run("call", options, () -> result.value = main.call());
        return result.value;
    }

    /// Runs `main` as [#run(MillOptions,Body)] does and returns its result; for code that says
    /// precisely what it throws.
    ///
    /// @param <T> the type of the result
    /// @param <X> what main may throw
    /// @param options how the mill runs
    /// @param main what to run
    /// @return what main returns, may be null
    /// @throws X what main throws; or, whatever its type, what left another coroutine
    /// @throws DeadlockException as for [#run(Body)]
    /// @throws CancelledException as for [#run(Body)]
    /// @throws MillPanic as for [#run(MillOptions,Body)]
    public static <T extends @Nullable Object, X extends Exception> T call(
            MillOptions options, BlockingOperation<T, X> main) throws X {
        try {
            return call(options, (Callable<T>) main);
        } catch (Exception e) {
            throw MillRuntime.<X>sneak(e);
        }
    }

    private static final class Result<T extends @Nullable Object> {
        private T value;
    }

    // ---- coroutines

    /// Starts a coroutine. It runs at once, until it first suspends or ends; the caller goes to the
    /// tail of the ready list.
    ///
    /// Never throws [CancelledException]. A coroutine started while the mill ends is cancelled from
    /// the start: it runs up to its first blocking call. The child does not depend on its parent:
    /// it outlives it, and is not cancelled with it. It is in no scope, also where it is started in one:
    /// see [Scope#go(Body)].
    ///
    /// Source: libmill `go(f(x))`. Go does not run the new goroutine at once.
    ///
    /// @param body what it runs; an exception that leaves it ends the mill, see
    ///   [MillOptions#uncaught(java.util.function.BiConsumer)]
    /// @return a handle, which may be ignored
    /// @throws MillPanic if the body is null
    public static Coroutine go(Body<?> body) {
        return MillRuntime.current("go").go(null, body);
    }

    /// Starts a coroutine as [#go(Body)] does, with a name for messages and dumps.
    ///
    /// @param name need not be unique; null for none
    /// @param body as for [#go(Body)]
    /// @return a handle, which may be ignored
    /// @throws MillPanic if the body is null
    public static Coroutine go(@Nullable String name, Body<?> body) {
        return MillRuntime.current("go").go(name, body);
    }

    /// Goes to the tail of the ready list and returns when all who stood there before have had
    /// their turn. Java wants the call qualified: `Mill.yield()`.
    ///
    /// Source: libmill `yield`; Go's `runtime.Gosched`.
    ///
    /// @throws CancelledException if the coroutine was cancelled before the call
    public static void yield() {
        Scheduler scheduler = MillRuntime.current("yield").scheduler;
        scheduler.enter();
        if (Trace.on) {
            scheduler.telling().does(Verb.YIELD, null);
        }
        scheduler.giveTurnAway();
    }

    /// Does the same as [#yield], under a name that a static import can use unqualified.
    ///
    /// @throws CancelledException as for [#yield]
    public static void yieldNow() {
        Mill.yield();
    }

    /// Counts the coroutines that there are, main included.
    ///
    /// Source: Go's `runtime.NumGoroutine`.
    ///
    /// @return at least 1
    public static int living() {
        Scheduler scheduler = MillRuntime.current("living").scheduler;
        scheduler.enterQuietly();
        return scheduler.living();
    }

    /// Gives a handle on the calling coroutine. In the body of a [Coro] that is the `Coro`'s own
    /// coroutine, not its resumer's.
    ///
    /// @return a handle, equal to the one that `go` returned
    public static Coroutine self() {
        return new Coroutine((Routine) MillRuntime.current("self").scheduler.enterQuietly());
    }

    /// Gets the calling coroutine's local value. See [CoroutineLocal] for more than one. The body
    /// of a [Coro] has a value of its own, not that of its resumer.
    ///
    /// Source: libmill `cls`.
    ///
    /// @return the value; null if none was set
    public static @Nullable Object cls() {
        return ((Routine) MillRuntime.current("cls").scheduler.enterQuietly()).local();
    }

    /// Sets the calling coroutine's local value. It is not passed on to the coroutines that this
    /// one starts.
    ///
    /// Source: libmill `setcls`.
    ///
    /// @param value may be null
    public static void setcls(@Nullable Object value) {
        ((Routine) MillRuntime.current("setcls").scheduler.enterQuietly()).setLocal(value);
    }

    /// Makes `count` coroutines ready for use by the next calls of `go` without a name, so that
    /// these need not make them. They get their numbers now. A second call replaces what the first
    /// has made.
    ///
    /// Source: libmill `goprepare`.
    ///
    /// @param count how many, at least 0
    /// @param stackSize has no meaning here, since stacks grow by themselves; must not be negative
    /// @param valSize has no meaning here, since values are references; must not be negative
    /// @throws IllegalArgumentException if an argument is negative
    /// @throws MillPanic if a coroutine other than main exists
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

    /// Reads the clock of the mill. It is monotonic, and its origin has no meaning: it is not the
    /// time of day. Deadlines are points on this clock.
    ///
    /// Source: libmill `now`.
    ///
    /// @return the time in milliseconds, never negative
    public static long now() {
        return MillRuntime.current("now").scheduler.nowMs();
    }

    /// Computes the deadline that lies so far ahead: [#now] plus the duration in milliseconds,
    /// rounded up.
    ///
    /// @param ahead how far; a negative one gives a deadline in the past
    /// @return the deadline in milliseconds of [#now]; never negative, however far off
    /// @throws MillPanic if the duration is null
    public static long after(Duration ahead) {
        if (ahead == null) {
            throw new MillPanic("after: duration is null");
        }
        Scheduler scheduler = MillRuntime.current("after").scheduler;
        long nowNs = scheduler.nowNs();
        long aheadNs = TimeUnit.NANOSECONDS.convert(ahead); // The longest there is, if it is longer.
        long untilNs = aheadNs > Long.MAX_VALUE - nowNs ? Long.MAX_VALUE : nowNs + aheadNs;
        if (untilNs == Long.MAX_VALUE) {
            return farAhead(nowNs, ahead);
        }
        long untilMs = untilNs <= 0 ? 0 : (untilNs - 1) / NS_PER_MS + 1;
        return scheduler.isDuration(untilMs) ? 0 : untilMs;
    }

    /// What does not fit into nanoseconds, of which a long holds 292 years.
    private static long farAhead(long nowNs, Duration ahead) {
        long nowMs = nowNs / NS_PER_MS;
        if (ahead.getSeconds() >= (Long.MAX_VALUE - nowMs) / MS_PER_S - 1) {
            return Long.MAX_VALUE;
        }
        long partsNs = nowNs % NS_PER_MS + ahead.getNano() % NS_PER_MS;
        return nowMs + ahead.toMillis() + (partsNs + NS_PER_MS - 1) / NS_PER_MS;
    }

    /// Refuses a deadline that can only be meant as a duration, as all calls here do that take one: it is above 0, and
    /// lies before the mill's start, nearer to the origin of the clock. For libraries, whose calls should do so at
    /// once and not only where they have to wait. Never suspends.
    ///
    /// @param verb what was called, for the message
    /// @param deadlineMs as of [#now]; 0 (try once) and negative ones (none) are let pass, and so is one that has
    ///   passed
    /// @throws MillPanic if it is a duration
    public static void checkDeadline(String verb, long deadlineMs) {
        Scheduler scheduler = MillRuntime.current(verb).scheduler;
        scheduler.enterQuietly();
        scheduler.checkDeadline(verb, deadlineMs);
    }

    /// Suspends until the deadline. Coroutines with equal deadlines go on in the order in which
    /// they called.
    ///
    /// That the call returns says that the deadline has passed, not by how much: the others that
    /// are ready had their turn first.
    ///
    /// Source: libmill `msleep`.
    ///
    /// @param deadlineMs as of [#now]; negative: for ever; past: until the next poll
    /// @throws CancelledException if the coroutine is cancelled
    public static void msleep(long deadlineMs) {
        Scheduler scheduler = MillRuntime.current("msleep").scheduler;
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.SLEEP, null, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(Verb.SLEEP, null);
        }
        Waits.suspend(scheduler, self, Sleep.INSTANCE, deadlineMs);
    }

    /// Does the same as [#msleep(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [#after]
    /// @throws CancelledException as for [#msleep(long)]
    /// @throws MillPanic if the timeout is null, or as for [#msleep(long)]
    public static void msleep(Duration timeout) {
        msleep(after(timeout));
    }

    /// Suspends until a channel is ready for reading or writing, or the deadline passes.
    ///
    /// Readiness does not prove that the next read or write succeeds: an error of the connection is
    /// reported as readiness too, and that operation throws it; and somebody else may have taken
    /// what was there. Try the operation first, and wait only if it would block.
    ///
    /// Another thread that closes the channel wakes the coroutine within a second. Call [#fdclean]
    /// first to have it woken at once.
    ///
    /// Source: libmill `fdwait`, which reports errors as `FDW_ERR`.
    ///
    /// @param channel open, in non-blocking mode
    /// @param events [#FDW_IN], [#FDW_OUT] or both
    /// @param deadlineMs as of [#now]; negative: none; past: looks once
    /// @return the events that are ready; [#FDW_ERR] if the channel was cleaned or closed; 0 if the
    ///   deadline has passed
    /// @throws MillPanic if the channel is null, closed, in blocking mode, or never ready for such an
    ///   event; if the events are none or others; or if another coroutine waits for the same direction
    /// @throws FdwaitException if the channel cannot be registered: as where no descriptor is
    ///   left for the mill's selector, which is opened for the first wait of a mill
    /// @throws CancelledException if the coroutine is cancelled
    public static int fdwait(SelectableChannel channel, int events, long deadlineMs) {
        return Descriptors.await(channel, events, deadlineMs);
    }

    /// Does the same as [#fdwait(SelectableChannel,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param channel as for [#fdwait(SelectableChannel,int,long)]
    /// @param events as for [#fdwait(SelectableChannel,int,long)]
    /// @param timeout how far, as for [#after]
    /// @return as of [#fdwait(SelectableChannel,int,long)]
    /// @throws FdwaitException as for [#fdwait(SelectableChannel,int,long)]
    /// @throws CancelledException as for [#fdwait(SelectableChannel,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#fdwait(SelectableChannel,int,long)]
    public static int fdwait(SelectableChannel channel, int events, Duration timeout) {
        return fdwait(channel, events, after(timeout));
    }

    /// Forgets a channel; to be called before it is closed. Whoever waits for it is woken with
    /// [#FDW_ERR]. A channel that the mill does not know is let pass. Never suspends.
    ///
    /// Source: libmill `fdclean`, which aborts if somebody waits.
    ///
    /// @param channel open or closed
    /// @throws MillPanic if the channel is null
    public static void fdclean(SelectableChannel channel) {
        Descriptors.clean(channel);
    }

    // ---- channels

    /// Makes a channel: [Chan#make(int)].
    ///
    /// @param <T> the type of the values
    /// @param capacity as for [Chan#make(int)]
    /// @return an open channel with one reference
    /// @throws IllegalArgumentException if the capacity is out of range
    public static <T extends @Nullable Object> Chan<T> chmake(int capacity) {
        return Chan.make(capacity);
    }

    /// Makes a channel that checks the class of its values: [Chan#make(Class,int)].
    ///
    /// @param <T> the type of the values
    /// @param type as for [Chan#make(Class,int)]
    /// @param capacity as for [Chan#make(int)]
    /// @return an open channel with one reference
    /// @throws IllegalArgumentException if the capacity is out of range
    public static <T extends @Nullable Object> Chan<T> chmake(Class<T> type, int capacity) {
        return Chan.make(type, capacity);
    }

    /// Sends a value, and suspends while there is neither room nor a receiver: [Chan#send(Object)].
    ///
    /// @param <T> the type of the values
    /// @param channel where to send
    /// @param value may be null
    /// @throws MillPanic if the channel is null, or as for [Chan#send(Object)]
    /// @throws CancelledException if the coroutine is cancelled; the value was not sent
    public static <T extends @Nullable Object> void chs(Sink<T> channel, T value) {
        ((Chan<T>) checked(channel, "chs")).send(value);
    }

    /// Receives a value, and suspends while there is none: [Chan#receive()].
    ///
    /// @param <T> the type of the values
    /// @param channel from where to receive; one that has failed throws its failure
    /// @return the value, or the terminal one of a channel that is done
    /// @throws MillPanic if the channel is null or closed
    /// @throws CancelledException if the coroutine is cancelled; no value was taken
    public static <T extends @Nullable Object> T chr(Source<T> channel) {
        return ((Chan<T>) checked(channel, "chr")).receive();
    }

    /// Ends a channel with `null` as its terminal value: [Chan#done()].
    ///
    /// @param channel what to end
    /// @throws MillPanic if the channel is null, or as for [Chan#done(Object)]
    public static void chdone(Sink<?> channel) {
        checked(channel, "chdone").done();
    }

    /// Ends a channel with a terminal value: [Chan#done(Object)].
    ///
    /// @param <T> the type of the values
    /// @param channel what to end
    /// @param value the terminal value, may be null
    /// @throws MillPanic if the channel is null, or as for [Chan#done(Object)]
    public static <T extends @Nullable Object> void chdone(Sink<T> channel, T value) {
        checked(channel, "chdone").done(value);
    }

    /// Takes a reference: [Chan#dup].
    ///
    /// @param <T> the type of the values
    /// @param channel what to refer to
    /// @return the channel itself
    /// @throws MillPanic if the channel is null or closed
    public static <T extends @Nullable Object> Chan<T> chdup(Chan<T> channel) {
        return checked(channel, "chdup").dup();
    }

    /// Drops a reference: [Chan#close].
    ///
    /// @param channel what to let go
    /// @throws MillPanic if the channel is null, or as for [Chan#close]
    public static void chclose(Chan<?> channel) {
        checked(channel, "chclose").close();
    }

    private static <C extends @Nullable Object> C checked(C channel, String verb) {
        if (channel == null) {
            throw nullChannel(verb);
        }
        return channel;
    }

    private static MillPanic nullChannel(String verb) {
        return new MillPanic(verb + ": channel is null; make it with chmake");
    }

    /// Starts a choose statement: add clauses, then [Choose#end]. Nothing happens before that.
    ///
    /// Source: libmill `choose { … end }`.
    ///
    /// @return a choose without clauses
    public static Choose choose() {
        MillRuntime mill = MillRuntime.current("choose");
        Task self = mill.scheduler.enterQuietly();
        return new Choose(mill, mill.chooses == null ? null : mill.chooses.made((Routine) self));
    }

    // ---- cases of Choose.of

    /// A case of [Choose#of] that receives, and makes a result of the value:
    /// [Choose#in(Source,java.util.function.Consumer)].
    ///
    /// A lambda without a result stands in braces, `v -> { use(v); }`; of `v -> use(v)` the compiler wants a value.
    ///
    /// Source: libmill `in`.
    ///
    /// @param <T> the type of the channel's values
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param channel from where to receive; null is a panic of `Choose.of`
    /// @param handler gets the value, or the terminal one
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> Choose.Case<R, X> in(
            @Nullable Source<T> channel, Choose.Handler<? super T, ? extends R, X> handler) {
        checkHandler("in", handler);
        return Arm.of(choose -> choose.in(channel), choose -> handler.apply(choose.<T>value()));
    }

    /// A case of [Choose#of] that receives, as [#in(Source,Choose.Handler)], without a result.
    ///
    /// @param <T> the type of the channel's values
    /// @param <X> what the handler may throw
    /// @param channel as for [#in(Source,Choose.Handler)]
    /// @param handler as for [#in(Source,Choose.Handler)]
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <T extends @Nullable Object, X extends Exception> Choose.Case<Void, X> in(
            Source<T> channel, Choose.Action<? super T, X> handler) {
        checkHandler("in", handler);
        return Arm.of(choose -> choose.in(channel), choose -> {
            handler.accept(choose.<T>value());
            return null;
        });
    }

    /// A case of [Choose#of] that receives; the value is the result.
    ///
    /// @param <T> the type of the channel's values
    /// @param <X> inferred from the cases beside it
    /// @param channel as for [#in(Source,Choose.Handler)]
    /// @return the case
    /// @throws X never; named so that the compiler infers `RuntimeException`
    public static <T extends @Nullable Object, X extends Exception> Choose.Case<T, X> in(Source<T> channel) throws X {
        return Arm.of(choose -> choose.in(channel), Choose::value);
    }

    /// A case of [Choose#of] that receives, and tells a value from the end of the channel and from its failure, as
    /// [Chan#receiveOrDone()].
    ///
    /// @param <T> the type of the channel's values
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param channel as for [#in(Source,Choose.Handler)]
    /// @param handler gets a [Received.Value], a [Received.Done] or a [Received.Failed]
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <T extends @Nullable Object, R extends @Nullable Object, X extends Exception>
            Choose.Case<R, X> inOrDone(Source<T> channel, Choose.Handler<? super Received<T>, ? extends R, X> handler) {
        checkHandler("inOrDone", handler);
        return Arm.of(choose -> choose.in(channel), choose -> handler.apply(choose.<T>received()));
    }

    /// A case of [Choose#of] that receives, as [#inOrDone(Source,Choose.Handler)], without a result.
    ///
    /// @param <T> the type of the channel's values
    /// @param <X> what the handler may throw
    /// @param channel as for [#in(Source,Choose.Handler)]
    /// @param handler as for [#inOrDone(Source,Choose.Handler)]
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <T extends @Nullable Object, X extends Exception> Choose.Case<Void, X> inOrDone(
            Source<T> channel, Choose.Action<? super Received<T>, X> handler) {
        checkHandler("inOrDone", handler);
        return Arm.of(choose -> choose.in(channel), choose -> {
            handler.accept(choose.<T>received());
            return null;
        });
    }

    /// A case of [Choose#of] that sends a value, and then computes the result: [Choose#out(Sink,Object,Runnable)].
    ///
    /// Source: libmill `out`.
    ///
    /// @param <T> the type of the channel's values
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param channel where to send; null is a panic of `Choose.of`
    /// @param value may be null
    /// @param handler runs when the value was sent
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> Choose.Case<R, X> out(
            @Nullable Sink<T> channel, T value, BlockingOperation<? extends R, X> handler) {
        checkHandler("out", handler);
        return Arm.of(choose -> choose.out(channel, value), choose -> handler.call());
    }

    /// A case of [Choose#of] that sends a value, as [#out(Sink,Object,BlockingOperation)], without a result.
    ///
    /// @param <T> the type of the channel's values
    /// @param <X> what the handler may throw
    /// @param channel as for [#out(Sink,Object,BlockingOperation)]
    /// @param value may be null
    /// @param handler runs when the value was sent
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <T extends @Nullable Object, X extends Exception> Choose.Case<Void, X> out(
            Sink<T> channel, T value, Body<X> handler) {
        checkHandler("out", handler);
        return Arm.of(choose -> choose.out(channel, value), Mill.nothing(handler));
    }

    /// A case of [Choose#of] that sends a value, and has nothing to do then.
    ///
    /// @param <T> the type of the channel's values
    /// @param <X> inferred from the cases beside it
    /// @param channel as for [#out(Sink,Object,BlockingOperation)]
    /// @param value may be null
    /// @return the case; its result is null
    /// @throws X never; named so that the compiler infers `RuntimeException`
    public static <T extends @Nullable Object, X extends Exception> Choose.@Nullable Case<Void, X> out(
            Sink<T> channel, T value) throws X {
        return Arm.of(choose -> choose.out(channel, value), choose -> null);
    }

    /// A case of [Choose#of] that sends what a supplier gives, and then computes the result:
    /// [Choose#outFrom(Sink,java.util.function.Supplier,Runnable)].
    ///
    /// @param <T> the type of the channel's values
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param channel as for [#out(Sink,Object,BlockingOperation)]
    /// @param supplier is asked once, also if another case is taken, but not if this one is off
    /// @param handler runs when the value was sent
    /// @return the case
    /// @throws MillPanic if the supplier or the handler is null
    public static <T extends @Nullable Object, R extends @Nullable Object, X extends Exception>
            Choose.Case<R, X> outFrom(
                    Sink<T> channel, Supplier<? extends T> supplier, BlockingOperation<? extends R, X> handler) {
        checkSupplier(supplier);
        checkHandler("outFrom", handler);
        return Arm.of(choose -> choose.outFrom(channel, supplier), choose -> handler.call());
    }

    /// A case of [Choose#of] as [#outFrom(Sink,Supplier,BlockingOperation)], without a result.
    ///
    /// @param <T> the type of the channel's values
    /// @param <X> what the handler may throw
    /// @param channel as for [#out(Sink,Object,BlockingOperation)]
    /// @param supplier as for [#outFrom(Sink,Supplier,BlockingOperation)]
    /// @param handler runs when the value was sent
    /// @return the case
    /// @throws MillPanic if the supplier or the handler is null
    public static <T extends @Nullable Object, X extends Exception> Choose.Case<Void, X> outFrom(
            Sink<T> channel, Supplier<? extends T> supplier, Body<X> handler) {
        checkSupplier(supplier);
        checkHandler("outFrom", handler);
        return Arm.of(choose -> choose.outFrom(channel, supplier), Mill.nothing(handler));
    }

    /// The case of [Choose#of] for a deadline that has passed: [Choose#deadline(long)].
    ///
    /// Source: libmill `deadline`.
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param deadlineMs as of [#now]; negative: never; past: as for [Choose#deadline(long)]
    /// @param handler runs when the deadline has passed
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <R extends @Nullable Object, X extends Exception> Choose.Case<R, X> timeout(
            long deadlineMs, BlockingOperation<? extends R, X> handler) {
        checkHandler("timeout", handler);
        return Arm.late(choose -> choose.deadline(deadlineMs), choose -> handler.call());
    }

    /// The case of [Choose#of] for a deadline that has passed, as [#timeout(long,BlockingOperation)], without a result.
    ///
    /// @param <X> what the handler may throw
    /// @param deadlineMs as for [#timeout(long,BlockingOperation)]
    /// @param handler runs when the deadline has passed
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <X extends Exception> Choose.Case<Void, X> timeout(long deadlineMs, Body<X> handler) {
        checkHandler("timeout", handler);
        return Arm.late(choose -> choose.deadline(deadlineMs), Mill.nothing(handler));
    }

    /// The case of [Choose#of] for having waited so long: [#timeout(long,BlockingOperation)] with [#after].
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param timeout how long, from the choose on; negative or zero: tries once
    /// @param handler runs when it has passed
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <R extends @Nullable Object, X extends Exception> Choose.Case<R, X> timeout(
            Duration timeout, BlockingOperation<? extends R, X> handler) {
        checkTimeout(timeout);
        checkHandler("timeout", handler);
        return Arm.late(choose -> choose.deadline(after(timeout)), choose -> handler.call());
    }

    /// The case of [Choose#of] for having waited so long, as [#timeout(Duration,BlockingOperation)], without a result.
    ///
    /// @param <X> what the handler may throw
    /// @param timeout as for [#timeout(Duration,BlockingOperation)]
    /// @param handler runs when it has passed
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <X extends Exception> Choose.Case<Void, X> timeout(Duration timeout, Body<X> handler) {
        checkTimeout(timeout);
        checkHandler("timeout", handler);
        return Arm.late(choose -> choose.deadline(after(timeout)), Mill.nothing(handler));
    }

    /// The case of [Choose#of] that is taken when no other is ready: [Choose#otherwise()].
    ///
    /// Source: libmill `otherwise`; Go's `default`.
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param handler runs when no case was ready
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <R extends @Nullable Object, X extends Exception> Choose.Case<R, X> otherwise(
            BlockingOperation<? extends R, X> handler) {
        checkHandler("otherwise", handler);
        return Arm.late(Choose::otherwise, choose -> handler.call());
    }

    /// The case of [Choose#of] that is taken when no other is ready, without a result.
    ///
    /// @param <X> what the handler may throw
    /// @param handler runs when no case was ready
    /// @return the case
    /// @throws MillPanic if the handler is null
    public static <X extends Exception> Choose.Case<Void, X> otherwise(Body<X> handler) {
        checkHandler("otherwise", handler);
        return Arm.late(Choose::otherwise, Mill.nothing(handler));
    }

    /// A case of [Choose#of] that counts only under a condition: one that is off is never ready, like a nil channel in
    /// Go; as [Choose#when(boolean)]. It is written around the case, `when(room, in(ch, v -> …))`, so that the
    /// compiler sees which exceptions and results the cases have in common.
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    /// @param on whether the case counts
    /// @param one the case
    /// @return the case
    /// @throws X never; named so that the compiler infers `RuntimeException`
    /// @throws MillPanic if the case is null
    public static <R extends @Nullable Object, X extends Exception> Choose.Case<R, X> when(
            boolean on, Choose.Case<R, X> one) throws X {
        if (one == null) {
            throw new MillPanic("when choose: case is null; write when(on, in(…))");
        }
        return ((Arm<R, X>) one).when(on);
    }

    private static void checkTimeout(@Nullable Duration timeout) {
        if (timeout == null) {
            throw new MillPanic("timeout choose: duration is null; use otherwise to try once");
        }
    }

    private static void checkHandler(String verb, Object handler) {
        if (handler == null) {
            throw new MillPanic(verb + " choose: handler is null; give it the code to run");
        }
    }

    private static void checkSupplier(Object supplier) {
        if (supplier == null) {
            throw new MillPanic("outFrom choose: supplier is null; use out for a value");
        }
    }

    private static <X extends Exception> Choose.Handler<Choose, Void, X> nothing(Body<X> body) {
        return choose -> {
            body.run();
            return null;
        };
    }

    // ---- other threads

    /// Makes an inbox, through which other threads hand values to this mill. It keeps the mill
    /// waiting until it is closed: [Inbox].
    ///
    /// @param <T> the type of the values
    /// @param capacity how many values wait in it, 1 to [Chan#CAPACITY_MAX]
    /// @return an open inbox
    /// @throws IllegalArgumentException if the capacity is out of range
    public static <T extends @Nullable Object> Inbox<T> inbox(int capacity) {
        MillRuntime mill = MillRuntime.current("inbox");
        mill.scheduler.enterQuietly();
        if (capacity < 1 || capacity > Chan.CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "inbox: capacity is not between 1 and " + Chan.CAPACITY_MAX + ": " + capacity);
        }
        return mill.newInbox(capacity, null);
    }

    /// Runs blocking Java code on another thread and suspends only the calling coroutine until it
    /// has ended. What the code throws is thrown here.
    ///
    /// A coroutine that is cancelled meanwhile does not wait: the code's thread is interrupted, and
    /// its result, should there be one, is closed if it is `AutoCloseable`, and dropped. So the
    /// exception does not prove that the code has stopped, or that it had no effect.
    ///
    /// What the coroutine did before the call is visible to the code, and what the code did is
    /// visible to the coroutine afterwards.
    ///
    /// @param <T> the type of the result
    /// @param code is run by a [worker][Workers] of kind BLOCKING; must not call verbs
    /// @return what the code returns, may be null
    /// @throws Exception what the code throws
    /// @throws MillPanic if the code is null
    /// @throws CancelledException if the coroutine is cancelled
    public static <T extends @Nullable Object> T blocking(Callable<T> code) throws Exception {
        return BlockingCall.call(Workers.Kind.BLOCKING, code);
    }

    /// Runs blocking code as [#blocking(Callable)] does, by the workers of a kind: those have a limit of their own, and
    /// so keep nobody else's calls from running. For libraries that reach outside.
    ///
    /// @param <T> the type of the result
    /// @param kind what the code does
    /// @param code what to run
    /// @return what it returns
    /// @throws Exception what it throws
    /// @throws CancelledException as for [#blocking(Callable)]
    /// @throws MillPanic if the kind or the code is null
    public static <T extends @Nullable Object> T blocking(Workers.Kind kind, Callable<T> code) throws Exception {
        return BlockingCall.call(kind, code);
    }

    /// Counts what this mill has done so far, and what waits now. Never suspends.
    ///
    /// Source: none.
    ///
    /// @return the numbers as they are now
    public static Stats stats() {
        MillRuntime mill = MillRuntime.current("stats");
        mill.scheduler.enterQuietly();
        return Stats.of(mill);
    }

    /// Makes a signal, with which another thread wakes coroutines of this mill, once. Never suspends.
    ///
    /// @return a signal that is not yet raised
    public static Signal signal() {
        MillRuntime mill = MillRuntime.current("signal");
        mill.scheduler.enterQuietly();
        return new Signal(mill, Verb.SIGNAL);
    }

    /// Gives the world of this mill, for libraries that reach outside. What it hands out is asked through
    /// [#blocking(Workers.Kind,Callable)] where it may block. Never suspends. May be called by any thread.
    ///
    /// @return the world of the mill's options; where no mill runs, the real one
    public static World world() {
        return MillRuntime.worldHere();
    }

    /// Draws a number by the mill's generator, the one that picks the clauses of a choose: with a
    /// [seed][MillOptions#seed], a program draws the same each time. Never suspends.
    ///
    /// Source: none.
    ///
    /// @param bound how many numbers there are, at least 1
    /// @return 0 to `bound - 1`
    /// @throws IllegalArgumentException if the bound is below 1
    public static int draw(int bound) {
        MillRuntime mill = MillRuntime.current("draw");
        mill.scheduler.enterQuietly();
        if (bound < 1) {
            throw new IllegalArgumentException("draw: bound is below 1: " + bound);
        }
        return bound == 1 ? 0 : mill.scheduler.draw(mill.random, bound);
    }

    /// Does the same as [#blocking(Callable)], for code that says precisely what it throws.
    ///
    /// @param <T> the type of the result
    /// @param <X> what the code may throw
    /// @param code as for [#blocking(Callable)]
    /// @return what the code returns, may be null
    /// @throws X what the code throws
    /// @throws MillPanic if the code is null
    /// @throws CancelledException if the coroutine is cancelled
    public static <T extends @Nullable Object, X extends Exception> T blocking(BlockingOperation<T, X> code) throws X {
        try {
            return BlockingCall.call(Workers.Kind.BLOCKING, code);
        } catch (Exception e) {
            throw MillRuntime.<X>sneak(e);
        }
    }

    // ---- deadlines of stretches of code

    /// Runs a body that is to end by a deadline: from then on each call in it that may suspend throws
    /// [CancelledException], in the children of scopes in it, too. Only the body is cancelled: after `within`, the
    /// coroutine goes on as before.
    ///
    /// Of deadlines that lie in one another the tightest counts, and the `within` whose deadline it was throws.
    /// What the body has returned or thrown of its own by then is not lost: a body that swallows the cancellation
    /// has ended well.
    ///
    /// Source: none in libmill; libdill's deadlines, Go's `context.WithDeadline`, Trio's `fail_at`.
    ///
    /// @param <X> what the body may throw
    /// @param deadlineMs as of [#now]; negative: none; past: until the next poll
    /// @param body what to run, in the calling coroutine
    /// @throws X what the body throws
    /// @throws DeadlineException if the deadline has passed, and the body ended for it
    /// @throws CancelledException if the coroutine is cancelled otherwise
    /// @throws MillPanic if the body is null
    public static <X extends Exception> void within(long deadlineMs, Body<X> body) throws X {
        Region region = Region.within("within", deadlineMs, body);
        try {
            body.run();
        } catch (Throwable t) {
            throw MillRuntime.<X>sneak(region.told(t));
        } finally {
            region.end();
        }
    }

    /// Does the same as [#within(long,Body)], with a deadline that lies so far ahead.
    ///
    /// @param <X> as for [#within(long,Body)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#within(long,Body)]
    /// @throws X as for [#within(long,Body)]
    /// @throws DeadlineException as for [#within(long,Body)]
    /// @throws CancelledException as for [#within(long,Body)]
    /// @throws MillPanic if the timeout is null, or as for [#within(long,Body)]
    public static <X extends Exception> void within(Duration timeout, Body<X> body) throws X {
        within(after(timeout), body);
    }

    /// Runs a body as [#within(long,Body)] does and returns its result. A result that the body has returned is
    /// returned, even if the deadline passes as it returns.
    ///
    /// @param <T> the type of the result
    /// @param <X> what the body may throw
    /// @param deadlineMs as for [#within(long,Body)]
    /// @param body what to run, in the calling coroutine
    /// @return what the body returns, may be null
    /// @throws X what the body throws
    /// @throws DeadlineException as for [#within(long,Body)]
    /// @throws CancelledException as for [#within(long,Body)]
    /// @throws MillPanic if the body is null
    public static <T extends @Nullable Object, X extends Exception> T within(
            long deadlineMs, BlockingOperation<T, X> body) throws X {
        Region region = Region.within("within", deadlineMs, body);
        try {
            return body.call();
        } catch (Throwable t) {
            throw MillRuntime.<X>sneak(region.told(t));
        } finally {
            region.end();
        }
    }

    /// Does the same as [#within(long,BlockingOperation)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#within(long,BlockingOperation)]
    /// @param <X> as for [#within(long,BlockingOperation)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#within(long,BlockingOperation)]
    /// @return as of [#within(long,BlockingOperation)]
    /// @throws X as for [#within(long,BlockingOperation)]
    /// @throws DeadlineException as for [#within(long,BlockingOperation)]
    /// @throws CancelledException as for [#within(long,BlockingOperation)]
    /// @throws MillPanic if the timeout is null, or as for [#within(long,BlockingOperation)]
    public static <T extends @Nullable Object, X extends Exception> T within(
            Duration timeout, BlockingOperation<T, X> body) throws X {
        return within(after(timeout), body);
    }

    /// Runs a body as [#within(long,BlockingOperation)] does.
    ///
    /// @param <T> the type of the result
    /// @param deadlineMs as for [#within(long,Body)]
    /// @param body what to run, in the calling coroutine
    /// @return what the body returns, may be null
    /// @throws Exception what the body throws
    /// @throws DeadlineException as for [#within(long,Body)]
    /// @throws CancelledException as for [#within(long,Body)]
    /// @throws MillPanic if the body is null
    public static <T extends @Nullable Object> T within(long deadlineMs, Callable<T> body) throws Exception {
        return within(deadlineMs, operation(body));
    }

    /// Does the same as [#within(long,Callable)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#within(long,Callable)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#within(long,Callable)]
    /// @return as of [#within(long,Callable)]
    /// @throws Exception as for [#within(long,Callable)]
    /// @throws DeadlineException as for [#within(long,Callable)]
    /// @throws CancelledException as for [#within(long,Callable)]
    /// @throws MillPanic if the timeout is null, or as for [#within(long,Callable)]
    public static <T extends @Nullable Object> T within(Duration timeout, Callable<T> body) throws Exception {
        return within(after(timeout), body);
    }

    /// The same code, as what it may throw is not known more precisely.
    private static <T extends @Nullable Object> BlockingOperation<T, Exception> operation(Callable<T> code) {
        return code == null ? null : code::call;
    }

    /// Runs a body as [#within(long,BlockingOperation)] does; that the deadline has passed is no exception.
    ///
    /// Source: Kotlin's `withTimeoutOrNull`; here no deadline of another `within` is taken for this one.
    ///
    /// @param <T> the type of the result
    /// @param <X> what the body may throw
    /// @param deadlineMs as for [#within(long,Body)]
    /// @param body what to run, in the calling coroutine
    /// @return what the body returns; empty if the deadline has passed, and also for null
    /// @throws X what the body throws
    /// @throws CancelledException if the coroutine is cancelled otherwise
    /// @throws MillPanic if the body is null
    public static <T extends @Nullable Object, X extends Exception> Optional<@NonNull T> tryWithin(
            long deadlineMs, BlockingOperation<T, X> body) throws X {
        Region region = Region.within("tryWithin", deadlineMs, body);
        try {
            return Optional.ofNullable(body.call());
        } catch (Throwable t) {
            if (region.owns(t)) {
                return Optional.empty();
            }
            throw MillRuntime.<X>sneak(t);
        } finally {
            region.end();
        }
    }

    /// Does the same as [#tryWithin(long,BlockingOperation)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#tryWithin(long,BlockingOperation)]
    /// @param <X> as for [#tryWithin(long,BlockingOperation)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#tryWithin(long,BlockingOperation)]
    /// @return as of [#tryWithin(long,BlockingOperation)]
    /// @throws X as for [#tryWithin(long,BlockingOperation)]
    /// @throws CancelledException as for [#tryWithin(long,BlockingOperation)]
    /// @throws MillPanic if the timeout is null, or as for [#tryWithin(long,BlockingOperation)]
    public static <T extends @Nullable Object, X extends Exception> Optional<@NonNull T> tryWithin(
            Duration timeout, BlockingOperation<T, X> body) throws X {
        return tryWithin(after(timeout), body);
    }

    /// Runs a body as [#tryWithin(long,BlockingOperation)] does.
    ///
    /// @param <T> the type of the result
    /// @param deadlineMs as for [#within(long,Body)]
    /// @param body what to run, in the calling coroutine
    /// @return as of [#tryWithin(long,BlockingOperation)]
    /// @throws Exception what the body throws
    /// @throws CancelledException if the coroutine is cancelled otherwise
    /// @throws MillPanic if the body is null
    public static <T extends @Nullable Object> Optional<@NonNull T> tryWithin(long deadlineMs, Callable<T> body)
            throws Exception {
        return tryWithin(deadlineMs, operation(body));
    }

    /// Does the same as [#tryWithin(long,Callable)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#tryWithin(long,Callable)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#tryWithin(long,Callable)]
    /// @return as of [#tryWithin(long,Callable)]
    /// @throws Exception as for [#tryWithin(long,Callable)]
    /// @throws CancelledException as for [#tryWithin(long,Callable)]
    /// @throws MillPanic if the timeout is null, or as for [#tryWithin(long,Callable)]
    public static <T extends @Nullable Object> Optional<@NonNull T> tryWithin(Duration timeout, Callable<T> body)
            throws Exception {
        return tryWithin(after(timeout), body);
    }

    /// Tells by when the calling code is to end: the tightest deadline of all [#within] around it and around the
    /// scopes that it is in, as far as the innermost [#shield], whose own deadline counts, too. It is for what is
    /// outside of jmill: the timeout of a query, the header of a request.
    ///
    /// Source: Go's `Context.Deadline`.
    ///
    /// @return as of [#now]; -1 for none
    public static long deadline() {
        Task self = MillRuntime.current("deadline").scheduler.enterQuietly();
        return Math.max(-1, self.group().tightestMs());
    }

    /// Runs a body that may wait although the coroutine is cancelled, until a deadline: what a `finally` block has to
    /// say to others before it goes. When the body has ended, the cancellation is seen again.
    ///
    /// Source: Trio's shielded cancel scopes; Kotlin's `NonCancellable`, which has no deadline.
    ///
    /// @param <X> what the body may throw
    /// @param deadlineMs as of [#now]; from then on, calls in the body throw [CancelledException] again
    /// @param body what to run, in the calling coroutine
    /// @throws X what the body throws
    /// @throws DeadlineException if the deadline has passed, the body ended for it, and the coroutine is not
    /// cancelled
    /// @throws CancelledException if the deadline has passed, and the coroutine is cancelled
    /// @throws MillPanic if the deadline is negative, or the body null
    public static <X extends Exception> void shield(long deadlineMs, Body<X> body) throws X {
        Region region = Region.shield(deadlineMs, body);
        try {
            body.run();
        } catch (Throwable t) {
            throw MillRuntime.<X>sneak(region.told(t));
        } finally {
            region.end();
        }
    }

    /// Does the same as [#shield(long,Body)], with a deadline that lies so far ahead.
    ///
    /// @param <X> as for [#shield(long,Body)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#shield(long,Body)]
    /// @throws X as for [#shield(long,Body)]
    /// @throws DeadlineException as for [#shield(long,Body)]
    /// @throws CancelledException as for [#shield(long,Body)]
    /// @throws MillPanic if the timeout is null, or as for [#shield(long,Body)]
    public static <X extends Exception> void shield(Duration timeout, Body<X> body) throws X {
        shield(after(timeout), body);
    }

    /// Runs a body as [#shield(long,Body)] does and returns its result.
    ///
    /// @param <T> the type of the result
    /// @param <X> what the body may throw
    /// @param deadlineMs as for [#shield(long,Body)]
    /// @param body what to run, in the calling coroutine
    /// @return what the body returns, may be null
    /// @throws X what the body throws
    /// @throws DeadlineException as for [#shield(long,Body)]
    /// @throws CancelledException as for [#shield(long,Body)]
    /// @throws MillPanic as for [#shield(long,Body)]
    public static <T extends @Nullable Object, X extends Exception> T shield(
            long deadlineMs, BlockingOperation<T, X> body) throws X {
        Region region = Region.shield(deadlineMs, body);
        try {
            return body.call();
        } catch (Throwable t) {
            throw MillRuntime.<X>sneak(region.told(t));
        } finally {
            region.end();
        }
    }

    /// Does the same as [#shield(long,BlockingOperation)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#shield(long,BlockingOperation)]
    /// @param <X> as for [#shield(long,BlockingOperation)]
    /// @param timeout how far, as for [#after]
    /// @param body as for [#shield(long,BlockingOperation)]
    /// @return as of [#shield(long,BlockingOperation)]
    /// @throws X as for [#shield(long,BlockingOperation)]
    /// @throws DeadlineException as for [#shield(long,BlockingOperation)]
    /// @throws CancelledException as for [#shield(long,BlockingOperation)]
    /// @throws MillPanic if the timeout is null, or as for [#shield(long,BlockingOperation)]
    public static <T extends @Nullable Object, X extends Exception> T shield(
            Duration timeout, BlockingOperation<T, X> body) throws X {
        return shield(after(timeout), body);
    }

    // ---- several at once

    /// Runs all at once, each in a coroutine, and returns the first result. The others are cancelled, and waited for; a
    /// result that comes too late is closed, if it is `AutoCloseable`.
    ///
    /// Source: none in libmill; Java's `Joiner.anySuccessfulResultOrThrow`.
    ///
    /// If all have failed, the first failure is thrown as it is, whatever its type, the others suppressed.
    ///
    /// @param <T> the type of the result
    /// @param callables at least one
    /// @return the first result, may be null
    /// @throws CancelledException if the calling coroutine is cancelled
    /// @throws MillPanic if there is no callable, or one is null
    @SafeVarargs
    @SuppressWarnings("varargs") // It is read only.
    public static <T extends @Nullable Object> T race(Callable<? extends T>... callables) {
        return Race.run(callables == null ? null : Arrays.asList(callables), -1);
    }

    /// Runs one after the other, as [#race(Callable...)] does, but gives each one a start: the next one begins when so
    /// much time has passed, or one has failed, and none has come to a result.
    ///
    /// Source: "happy eyeballs" (RFC 8305); hedged requests.
    ///
    /// @param <T> the type of the result
    /// @param staggerMs in milliseconds, at least 0
    /// @param callables at least one
    /// @return the first result, may be null
    /// @throws IllegalArgumentException if the time is negative
    /// @throws CancelledException as for [#race(Callable...)]
    /// @throws MillPanic as for [#race(Callable...)]
    public static <T extends @Nullable Object> T race(long staggerMs, List<? extends Callable<? extends T>> callables) {
        if (staggerMs < 0) {
            throw new IllegalArgumentException("race: stagger is negative: " + staggerMs);
        }
        return Race.run(callables, staggerMs);
    }

    /// Does the same as [#race(long,List)], with so long a start.
    ///
    /// @param <T> as for [#race(long,List)]
    /// @param stagger how long; what is below a millisecond is rounded up
    /// @param callables as for [#race(long,List)]
    /// @return as of [#race(long,List)]
    /// @throws IllegalArgumentException if the time is negative
    /// @throws CancelledException as for [#race(long,List)]
    /// @throws MillPanic if the time is null, or as for [#race(long,List)]
    public static <T extends @Nullable Object> T race(
            Duration stagger, List<? extends Callable<? extends T>> callables) {
        return race(millis("race", "stagger", stagger), callables);
    }

    /// Runs all at once, each in a coroutine, and returns all results. The first failure cancels the others, and is
    /// thrown as it is, whatever its type.
    ///
    /// Source: none in libmill; Kotlin's `awaitAll`, Jox's `par`.
    ///
    /// @param <T> the type of the results
    /// @param callables any number
    /// @return the results, in the order of the callables; cannot be changed, may hold nulls
    /// @throws CancelledException if the calling coroutine is cancelled
    /// @throws MillPanic if a callable is null
    @SafeVarargs
    @SuppressWarnings("varargs") // It is read only.
    public static <T extends @Nullable Object> List<T> par(Callable<? extends T>... callables) {
        return par(callables == null ? null : Arrays.asList(callables));
    }

    /// Runs all at once, as [#par(Callable...)] does.
    ///
    /// @param <T> the type of the results
    /// @param callables any number
    /// @return as of [#par(Callable...)]
    /// @throws CancelledException as for [#par(Callable...)]
    /// @throws MillPanic as for [#par(Callable...)]
    public static <T extends @Nullable Object> List<T> par(Collection<? extends Callable<? extends T>> callables) {
        try {
            return Scope.<Callable<? extends T>, T, Exception>all(Integer.MAX_VALUE, callables, Callable::call);
        } catch (Exception e) {
            throw MillRuntime.<RuntimeException>sneak(e);
        }
    }

    /// What [#par(int,Iterable,Work)] does with an item.
    ///
    /// @param <A> the type of the items
    /// @param <T> the type of the results
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Work<A extends @Nullable Object, T extends @Nullable Object, X extends Exception> {
        /// Computes the result of one item.
        ///
        /// @param item the item
        /// @return its result, may be null
        /// @throws X as the code likes
        T apply(A item) throws X;
    }

    /// Does the same with all items, at most `limit` at once, each in a coroutine, and returns all results. The first
    /// failure cancels the others, and is thrown. The next item is asked for when there is a place for it.
    ///
    /// Source: none in libmill; Jox's `mapPar`.
    ///
    /// @param <A> the type of the items
    /// @param <T> the type of the results
    /// @param <X> what the work may throw
    /// @param limit how many at once, at least 1
    /// @param items any number
    /// @param work what to do with each
    /// @return the results, in the order of the items; cannot be changed, may hold nulls
    /// @throws X what the work throws
    /// @throws IllegalArgumentException if the limit is below 1
    /// @throws CancelledException if the calling coroutine is cancelled
    /// @throws MillPanic if items, one of them, or the work is null
    public static <A extends @Nullable Object, T extends @Nullable Object, X extends Exception> List<T> par(
            int limit, Iterable<? extends A> items, Work<? super A, ? extends T, X> work) throws X {
        return Scope.<A, T, X>all(limit, items, work);
    }

    // ---- Java's stages

    /// Waits until a stage has completed: a `CompletableFuture`, or whatever an asynchronous library gives. Suspends
    /// the calling coroutine, and keeps no thread. A stage that is complete already is not waited for.
    ///
    /// ```java
    /// HttpResponse<String> answer = await(client.sendAsync(request, BodyHandlers.ofString()));
    /// ```
    ///
    /// What the stage has failed with is thrown as it is, without the `CompletionException` or `ExecutionException`
    /// around it, though the compiler knows of no checked one; where it is awaited is suppressed in it. A stage
    /// that was cancelled gives its `CancellationException`, which is not this coroutine's
    /// [CancelledException].
    ///
    /// A coroutine that is cancelled while it waits leaves the stage as it is, and so does a deadline that passes;
    /// see [#awaitOrCancel(CompletionStage)]. While somebody waits for a stage the mill is not in a deadlock, as
    /// any thread may complete it: one that nobody ever does is waited for without end.
    ///
    /// Source: none; C# and JavaScript have `await`, which can only be written in functions of a special kind.
    ///
    /// @param <T> the type of the result
    /// @param stage what to wait for, of whatever thread
    /// @return the stage's result, may be null
    /// @throws MillPanic if the stage is null
    /// @throws CancelledException if the coroutine is cancelled; the stage goes on
    public static <T extends @Nullable Object> T await(CompletionStage<? extends T> stage) {
        return StageWait.await("await", stage, -1, false);
    }

    /// Waits as [#await(CompletionStage)] does, at most until the deadline. A stage that has completed by the time the
    /// deadline is looked at counts first.
    ///
    /// @param <T> the type of the result
    /// @param stage as for [#await(CompletionStage)]
    /// @param deadlineMs as of [#now]; negative: none; past: does not wait beyond the next poll
    /// @return the stage's result, may be null
    /// @throws DeadlineException if the deadline has passed; the stage goes on
    /// @throws MillPanic as for [#await(CompletionStage)]
    /// @throws CancelledException as for [#await(CompletionStage)]
    public static <T extends @Nullable Object> T await(CompletionStage<? extends T> stage, long deadlineMs) {
        return StageWait.await("await", stage, deadlineMs, false);
    }

    /// Does the same as [#await(CompletionStage,long)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#await(CompletionStage,long)]
    /// @param stage as for [#await(CompletionStage,long)]
    /// @param timeout how far, as for [#after]
    /// @return as of [#await(CompletionStage,long)]
    /// @throws DeadlineException as for [#await(CompletionStage,long)]
    /// @throws CancelledException as for [#await(CompletionStage,long)]
    /// @throws MillPanic if the timeout is null, or as for [#await(CompletionStage,long)]
    public static <T extends @Nullable Object> T await(CompletionStage<? extends T> stage, Duration timeout) {
        return await(stage, after(timeout));
    }

    /// Waits as [#await(CompletionStage)] does, but cancels the stage if this coroutine does not get to the end of the
    /// wait: nobody else wants its result. What that does is the stage's affair; a `CompletableFuture` forgets the
    /// computation rather than stop it, an `HttpClient` closes the connection.
    ///
    /// @param <T> the type of the result
    /// @param stage as for [#await(CompletionStage)]
    /// @return the stage's result, may be null
    /// @throws MillPanic as for [#await(CompletionStage)]
    /// @throws CancelledException if the coroutine is cancelled; the stage was cancelled, as far as it lets itself
    ///   be
    public static <T extends @Nullable Object> T awaitOrCancel(CompletionStage<? extends T> stage) {
        return StageWait.await("awaitOrCancel", stage, -1, true);
    }

    /// Waits as [#awaitOrCancel(CompletionStage)] does, at most until the deadline.
    ///
    /// @param <T> the type of the result
    /// @param stage as for [#await(CompletionStage)]
    /// @param deadlineMs as for [#await(CompletionStage,long)]
    /// @return the stage's result, may be null
    /// @throws DeadlineException if the deadline has passed; the stage was cancelled, as far as it lets itself be
    /// @throws MillPanic as for [#await(CompletionStage)]
    /// @throws CancelledException as for [#awaitOrCancel(CompletionStage)]
    public static <T extends @Nullable Object> T awaitOrCancel(CompletionStage<? extends T> stage, long deadlineMs) {
        return StageWait.await("awaitOrCancel", stage, deadlineMs, true);
    }

    /// Does the same as [#awaitOrCancel(CompletionStage,long)], with a deadline that lies so far ahead.
    ///
    /// @param <T> as for [#awaitOrCancel(CompletionStage,long)]
    /// @param stage as for [#awaitOrCancel(CompletionStage,long)]
    /// @param timeout how far, as for [#after]
    /// @return as of [#awaitOrCancel(CompletionStage,long)]
    /// @throws DeadlineException as for [#awaitOrCancel(CompletionStage,long)]
    /// @throws CancelledException as for [#awaitOrCancel(CompletionStage,long)]
    /// @throws MillPanic if the timeout is null, or as for [#awaitOrCancel(CompletionStage,long)]
    public static <T extends @Nullable Object> T awaitOrCancel(CompletionStage<? extends T> stage, Duration timeout) {
        return awaitOrCancel(stage, after(timeout));
    }

    // ---- at their times

    /// Makes a channel that gets the time at a fixed rate: each value is the time of its tick, as of [#now]. Ticks that
    /// nobody has taken in time are left out, and the others are not late for it. It has room for one, and is done
    /// when the enclosing scope, or the mill, ends; `chdone` ends it before.
    ///
    /// Source: Go's `time.NewTicker`.
    ///
    /// @param periodMs in milliseconds, at least 1; the first tick comes after one period
    /// @return the channel
    /// @throws IllegalArgumentException if the period is below 1
    public static Chan<Long> ticker(long periodMs) {
        return beginTicker(periodMs).chan();
    }

    /// Does the same as [#ticker(long)], with a period of this length.
    ///
    /// @param period how long; what is below a millisecond is rounded up
    /// @return as of [#ticker(long)]
    /// @throws IllegalArgumentException if the period is zero or negative
    /// @throws MillPanic if the period is null
    public static Chan<Long> ticker(Duration period) {
        return ticker(millis("ticker", "period", period));
    }

    /// So long a time in milliseconds, rounded away from zero; the longest there is, if it is longer.
    static long millis(String verb, String what, Duration duration) {
        if (duration == null) {
            throw new MillPanic(verb + ": " + what + " is null");
        }
        long ms = TimeUnit.MILLISECONDS.convert(duration); // Rounded towards zero.
        boolean isWhole = duration.getNano() % NS_PER_MS == 0;
        return isWhole || ms == Long.MAX_VALUE || ms == Long.MIN_VALUE ? ms : ms + (duration.isNegative() ? -1 : 1);
    }

    private static Ticker beginTicker(long periodMs) {
        MillRuntime mill = MillRuntime.current("ticker");
        Task self = mill.scheduler.enterQuietly();
        if (periodMs < 1) {
            throw new IllegalArgumentException("ticker: period is below 1 ms: " + periodMs);
        }
        return Ticker.begin(mill, self, Ticker.later(mill.scheduler.nowMs(), periodMs), periodMs);
    }

    /// Makes a channel that gets the deadline, once it has passed, and is done then; or when the enclosing scope, or
    /// the mill, ends before.
    ///
    /// Source: Go's `time.After`; here it ends with the scope.
    ///
    /// @param deadlineMs as of [#now]; negative: never
    /// @return the channel
    public static Chan<Long> timer(long deadlineMs) {
        MillRuntime mill = MillRuntime.current("timer");
        Task self = mill.scheduler.enterQuietly();
        mill.scheduler.checkDeadline("timer", deadlineMs);
        return Ticker.begin(mill, self, deadlineMs, -1).chan();
    }

    /// Does the same as [#timer(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [#after]
    /// @return as of [#timer(long)]
    /// @throws MillPanic if the timeout is null, or as for [#timer(long)]
    public static Chan<Long> timer(Duration timeout) {
        return timer(after(timeout));
    }

    /// Starts a coroutine that runs a body at a fixed rate, as [#ticker(long)] ticks: a daemon of the enclosing scope;
    /// where there is none, as by [#go(Body)].
    ///
    /// @param periodMs in milliseconds, at least 1
    /// @param body what to run each time; an exception that leaves it ends the scope, or the mill
    /// @return a handle, to cancel it
    /// @throws IllegalArgumentException if the period is below 1
    /// @throws MillPanic if the body is null
    /// @throws CancelledException if the calling coroutine is cancelled and in a scope
    public static Coroutine every(long periodMs, Body<?> body) {
        if (body == null) {
            throw new MillPanic("every: body is null; give it the code to run");
        }
        Ticker ticker = beginTicker(periodMs);
        return Scope.daemonHere("every " + periodMs + " ms", () -> {
            try {
                for (Iterator<Long> due = ticker.chan().iterator(); due.hasNext(); due.next()) {
                    body.run();
                }
            } finally {
                ticker.end();
            }
        });
    }

    /// Does the same as [#every(long,Body)], with a period of this length.
    ///
    /// @param period how long; what is below a millisecond is rounded up
    /// @param body as for [#every(long,Body)]
    /// @return as of [#every(long,Body)]
    /// @throws IllegalArgumentException if the period is zero or negative
    /// @throws MillPanic if the period is null, or as for [#every(long,Body)]
    /// @throws CancelledException as for [#every(long,Body)]
    public static Coroutine every(Duration period, Body<?> body) {
        return every(millis("every", "period", period), body);
    }

    /// Starts a coroutine that runs a body once, when the deadline has passed: a daemon of the enclosing scope, which
    /// may end before; where there is none, as by [#go(Body)].
    ///
    /// @param deadlineMs as of [#now]; negative: never; past: at the next poll
    /// @param body what to run; an exception that leaves it ends the scope, or the mill
    /// @return a handle, to cancel it
    /// @throws MillPanic if the body is null
    /// @throws CancelledException as for [#every(long,Body)]
    public static Coroutine at(long deadlineMs, Body<?> body) {
        if (body == null) {
            throw new MillPanic("at: body is null; give it the code to run");
        }
        checkDeadline("at", deadlineMs);
        return Scope.daemonHere("at " + deadlineMs, () -> {
            msleep(deadlineMs);
            body.run();
        });
    }

    /// Does the same as [#at(long,Body)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [#after]
    /// @param body as for [#at(long,Body)]
    /// @return as of [#at(long,Body)]
    /// @throws CancelledException as for [#at(long,Body)]
    /// @throws MillPanic if the timeout is null, or as for [#at(long,Body)]
    public static Coroutine at(Duration timeout, Body<?> body) {
        return at(after(timeout), body);
    }

    // ---- looking

    /// Prints what the coroutines of this mill do, and how its channels stand, on standard error: the text of
    /// [#dump], for the first 1,000 of each, and how many more there are.
    ///
    /// Source: libmill `goredump`, which prints them all.
    public static void goredump() {
        MillRuntime mill = MillRuntime.current("goredump");
        mill.scheduler.enterQuietly();
        System.err.print(DumpTable.of(mill));
        System.err.flush();
    }

    /// Tells what every coroutine of this mill does, and how its channels stand. Never suspends. All of them are
    /// in the result, however many there are; its text has a limit: [Dump].
    ///
    /// @return a snapshot, which any thread may read
    public static Dump dump() {
        MillRuntime mill = MillRuntime.current("dump");
        mill.scheduler.enterQuietly();
        return Dump.of(mill);
    }

    /// Switches the trace on or off, for all mills: one line an event on standard error. May be
    /// called by any thread; a running mill may learn of it a little late.
    ///
    /// Source: libmill `gotrace`.
    ///
    /// @param level 0: off; anything above: on
    /// @throws IllegalArgumentException if the level is negative
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
        public Verb verb() {
            return Verb.SLEEP;
        }
    }
}
