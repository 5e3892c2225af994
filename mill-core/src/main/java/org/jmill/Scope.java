package org.jmill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jmill.sched.Alarm;
import org.jmill.sched.Cancellation;
import org.jmill.sched.Group;
import org.jmill.sched.Keeper;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.sched.Timer;
import org.jmill.trace.Trace;
import org.jmill.world.Reason;
import org.jmill.world.Verb;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// Coroutines that end together: a body, and the children that are started in the scope. [#run] returns when all of
/// them have ended, never before, and throws what went wrong in any of them.
///
/// {@snippet file="org/jmill/snippets/ScopeSnippet.java" region="example"}
///
/// The first failure counts: it cancels the body and the other children, and is thrown by [#run] as it is, with those
/// that come after it suppressed; of many that are alike nine, and one that counts the others. With [#onFailure]
/// children fail by themselves instead. Whatever cancels the coroutine that called [#run] cancels the children; it
/// waits for their ends all the same.
///
/// Scopes lie in one another, and the mill is the outermost one: its children are those of [Mill#go].
///
/// All methods but [#executor], [#future] and [#toString], which any thread may call, are called on the mill's thread,
/// by any coroutine of it, while the scope lasts; they throw [MillPanic] elsewhere, and afterwards.
///
/// Source: none in libmill; libdill's bundles, Go's `errgroup` with a `context`, Trio's nurseries and Java's
/// `StructuredTaskScope`. Unlike an errgroup it never leaves a child behind, and no error is lost or wrapped.
///
/// @since 0.1.0
public final class Scope {
    /// How many tasks of other threads may wait to become children: 65,536. More are refused.
    public static final int QUEUE_MAX = 1 << 16;

    private static final int UNLIMITED = 0;
    private static final VarHandle ENTRANCE = entrance();
    private static final Object SHUT = new Object();

    private final MillRuntime mill;
    private final Scheduler scheduler;
    private final Group group;

    // The mill's thread only.
    private int limit = UNLIMITED;
    private int promised; // Places, to coroutines that have been woken for them.
    private ParkingLot places; // null = nobody has waited for one
    private BiConsumer<? super Coroutine, ? super Throwable> handler; // null = a failure ends the scope
    private Chan<Object> stopping; // null = nobody has asked for it
    private Timer grace; // null = it was not asked to stop
    private Set<Task> daemons; // null = there were none
    private Set<Ticker> tickers; // That end with it; null = there were none.

    // By any thread: null, the Entrance, or SHUT.
    @SuppressWarnings("FieldMayBeFinal")
    private volatile Object entrance;

    /// The body of a scope, without a result.
    ///
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Code<X extends Exception> {
        /// Runs the body.
        ///
        /// @param scope where it starts children
        /// @throws X as the code likes
        void run(Scope scope) throws X;
    }

    /// The body of a scope, with a result.
    ///
    /// @param <T> the type of the result
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Computation<T extends @Nullable Object, X extends Exception> {
        /// Runs the body.
        ///
        /// @param scope where it starts children
        /// @return the result, may be null
        /// @throws X as the code likes
        T call(Scope scope) throws X;
    }

    private static VarHandle entrance() {
        try {
            return MethodHandles.lookup().findVarHandle(Scope.class, "entrance", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Scope(MillRuntime mill) {
        this.mill = mill;
        this.scheduler = mill.scheduler;
        this.group = scheduler.enterGroup(Group.Kind.SCOPE, -1, new Answers(), this);
    }

    // ---- its life

    /// Runs a body in a new scope, in the calling coroutine, and returns when it and all children have ended.
    ///
    /// Never throws because a child was cancelled, nor because of [#cancel] or [#stop(long)]. If the caller is
    /// cancelled while it waits for the children, these are cancelled and waited for, too. If that has cut one of
    /// them short, the cancellation is thrown; if all have come to their ends nevertheless, it is not.
    ///
    /// Source: Trio's `open_nursery`; libdill's `bundle`.
    ///
    /// @param <X> what the body may throw
    /// @param body what to run
    /// @throws X what the body throws; or, whatever its type, what left a child
    /// @throws CancelledException if the calling coroutine is cancelled
    /// @throws MillPanic if the body is null
    public static <X extends Exception> void run(Code<X> body) throws X {
        Scope scope = open("run", body);
        Throwable thrown = null;
        try {
            body.run(scope);
        } catch (Throwable t) {
            thrown = t;
        }
        Throwable told = scope.close(thrown);
        if (told != null && (scope.group.failure() != null || !scope.isEcho(thrown))) {
            throw MillRuntime.<X>sneak(told);
        }
        if (told == null && scope.wasCutOff()) {
            throw ErrorMessages.cancelled("scope: coroutine " + scope.group.owner(), scope.group.owner());
        }
    }

    /// Runs a body as [#run] does and returns its result. What the body has returned is returned, even if a deadline
    /// passes, or the caller is cancelled, while the children come to their ends.
    ///
    /// @param <T> the type of the result
    /// @param <X> what the body may throw
    /// @param body what to run
    /// @return what the body returns, may be null
    /// @throws X as for [#run]
    /// @throws CancelledException if the calling coroutine is cancelled; or if the scope is, by [#cancel] or
    ///   [#stop(long)], and the body gave no result
    /// @throws MillPanic if the body is null
    public static <T extends @Nullable Object, X extends Exception> T call(Computation<T, X> body) throws X {
        Scope scope = open("call", body);
        T result = null;
        Throwable thrown = null;
        try {
            result = body.call(scope);
        } catch (Throwable t) {
            thrown = t;
        }
        Throwable told = scope.close(thrown);
        if (told != null) {
            throw MillRuntime.<X>sneak(told);
        }
        return result;
    }

    private static Scope open(String verb, Object body) {
        MillRuntime mill = MillRuntime.current("scope");
        if (body == null) {
            throw new MillPanic(verb + " scope: body is null; give it the code to run");
        }
        return new Scope(mill);
    }

    /// The body has ended: waits for the children.
    ///
    /// @param thrown what has left the body, or null
    /// @return what is to be thrown; null = nothing
    private @Nullable Throwable close(@Nullable Throwable thrown) {
        boolean isCancellation = thrown != null && group.isCancelled() && ErrorMessages.endsCancelled(thrown);
        if (thrown != null && !isCancellation) {
            if (group.failure() != null) { // It is to be suppressed there.
                TraceEnd.cut(thrown, (Routine) group.owner());
            }
            group.fail(group.owner(), thrown);
        }
        try {
            awaitAll();
        } catch (Throwable t) { // It cannot be suspended here; but children never outlive a scope.
            scheduler.fail(t);
            throw t;
        } finally {
            endTickers();
            scheduler.disarm(grace);
            scheduler.leave(group);
            turnAway();
        }
        return group.failure() == null ? thrown : group.failure();
    }

    /// Coroutines of other scopes may still wait for a place; there will be none.
    private void turnAway() {
        while (places != null && places.wakeFirst()) {
            promised++;
        }
    }

    /// Waits for the children, and for the tasks that other threads, or the children, have brought.
    private void awaitAll() {
        group.awaitChildren();
        if (!ENTRANCE.compareAndSet(this, null, SHUT)) {
            Entrance open = (Entrance) entrance;
            boolean isShut = false;
            while (!isShut) {
                isShut = open.shut(group.isCancelled());
                group.awaitChildren();
            }
        }
    }

    /// Whether the exception comes from the cancellation of this very scope.
    private boolean isEcho(Throwable thrown) {
        CancelledException cancelled = ErrorMessages.cancellationIn(thrown);
        return !group.isCutOffBy(cancelled == null ? null : cancelled.group());
    }

    private boolean wasCutOff() {
        return group.wasCutOff() && group.owner().isCancelled();
    }

    // ---- children

    /// Starts a child; it runs at once, as by [Mill#go]. Where the scope is [full][#limit], waits for a place first.
    ///
    /// @param body what it runs; an exception that leaves it ends the scope
    /// @return a handle, which may be ignored
    /// @throws MillPanic if the body is null, or the scope has ended
    /// @throws CancelledException if the calling coroutine is cancelled; the child was not started
    public Coroutine go(Body<?> body) {
        return go(null, body);
    }

    /// Starts a child as [#go(Body)] does, with a name for messages and dumps.
    ///
    /// @param name need not be unique; null for none
    /// @param body as for [#go(Body)]
    /// @return a handle, which may be ignored
    /// @throws MillPanic as for [#go(Body)]
    /// @throws CancelledException as for [#go(Body)]
    public Coroutine go(@Nullable String name, Body<?> body) {
        checkOpen("go", body, true);
        awaitPlace();
        return new Coroutine(start(name, body));
    }

    /// Starts a child as [#go(Body)] does, unless the scope is [full][#limit]. Does not wait for a place.
    ///
    /// Source: errgroup's `TryGo`.
    ///
    /// @param body as for [#go(Body)]
    /// @return whether it was started
    /// @throws MillPanic as for [#go(Body)]
    /// @throws CancelledException as for [#go(Body)]
    public boolean tryGo(Body<?> body) {
        checkOpen("tryGo", body, true);
        boolean hasPlace = !isFull();
        if (hasPlace) {
            start(null, body);
        } else {
            scheduler.completed();
        }
        return hasPlace;
    }

    /// Starts a child with a result, as [#go(Body)] starts one without.
    ///
    /// @param <T> the type of the result
    /// @param body what it runs; an exception that leaves it ends the scope, too
    /// @return where to wait for the result
    /// @throws MillPanic as for [#go(Body)]
    /// @throws CancelledException as for [#go(Body)]
    public <T extends @Nullable Object> Fork<T> fork(Callable<? extends T> body) {
        return fork(null, body);
    }

    /// Starts a child with a result, as [#fork(Callable)] does, with a name for messages and dumps.
    ///
    /// @param <T> the type of the result
    /// @param name need not be unique; null for none
    /// @param body as for [#fork(Callable)]
    /// @return where to wait for the result
    /// @throws MillPanic as for [#go(Body)]
    /// @throws CancelledException as for [#go(Body)]
    public <T extends @Nullable Object> Fork<T> fork(@Nullable String name, Callable<? extends T> body) {
        checkOpen("fork", body, true);
        awaitPlace();
        Fork<T> fork = new Fork<>(mill, body);
        Routine child = mill.newRoutine(name, fork);
        fork.begins(child);
        start(child);
        return fork;
    }

    /// Starts a child that serves the others: it is cancelled when the body and all children but daemons have ended.
    /// It has no part in the [limit][#limit].
    ///
    /// @param body what it runs; an exception that leaves it ends the scope
    /// @return a handle, which may be ignored
    /// @throws MillPanic if the body is null, or the scope has ended
    /// @throws CancelledException as for [#go(Body)]
    public Coroutine daemon(Body<?> body) {
        return daemon(null, body);
    }

    /// Starts a daemon as [#daemon(Body)] does, with a name for messages and dumps.
    ///
    /// @param name need not be unique; null for none
    /// @param body as for [#daemon(Body)]
    /// @return a handle, which may be ignored
    /// @throws MillPanic as for [#daemon(Body)]
    /// @throws CancelledException as for [#go(Body)]
    public Coroutine daemon(@Nullable String name, Body<?> body) {
        checkOpen("daemon", body, true);
        Routine child = mill.newRoutine(name, body);
        addDaemon(child);
        try {
            start(child);
        } catch (Throwable t) {
            if (child.state() == TaskState.FRESH) {
                forgetDaemon(child);
            }
            throw t;
        }
        return new Coroutine(child);
    }

    private void addDaemon(Task child) {
        if (daemons == null) {
            daemons = new HashSet<>();
        }
        daemons.add(child);
        group.oneDaemon(1);
    }

    private void forgetDaemon(Task child) {
        if (daemons != null && daemons.remove(child)) {
            group.oneDaemon(-1);
        }
    }

    private Routine start(String name, Body<?> body) {
        return start(mill.newRoutine(name, body));
    }

    private Routine start(Routine child) {
        child.begin(group);
        child.inheritFrom((Routine) scheduler.enterQuietly());
        try {
            scheduler.spawn(child);
        } catch (Throwable t) {
            handOn();
            throw t;
        }
        return child;
    }

    private void checkOpen(String verb, Object body, boolean mayWait) {
        if (mayWait) {
            scheduler.enter();
        } else {
            scheduler.enterQuietly();
        }
        if (body == null) {
            throw new MillPanic(verb + " " + this + ": body is null; give it the code to run");
        }
        if (group.hasEnded()) {
            throw new MillPanic(
                    verb + " " + this + ": it has ended; start children before its body and all of them have");
        }
    }

    // ---- places

    /// Sets how many children, daemons apart, there may be at once. [#go] and [#fork] then wait for a place, first
    /// come, first served. Those that are there already stay.
    ///
    /// Source: errgroup's `SetLimit`.
    ///
    /// @param children how many, at least 1
    /// @return this scope
    /// @throws IllegalArgumentException if the limit is below 1
    /// @throws MillPanic if the scope has ended
    public Scope limit(int children) {
        checkOpen("limit", this, false);
        if (children < 1) {
            throw new IllegalArgumentException("limit " + this + ": " + children
                    + " is below 1, so that nobody could ever start; leave it out for no limit");
        }
        limit = children;
        handOn();
        return this;
    }

    boolean isFull() {
        return limit != UNLIMITED && group.living() - group.daemons() + promised >= limit;
    }

    private void awaitPlace() {
        if (!isFull()) {
            return;
        }
        if (places == null) {
            places = new ParkingLot(Verb.PLACE, this);
        }
        places.park(null, -1);
        promised--;
        if (group.hasEnded()) { // Nobody of its own waits here then.
            throw new MillPanic("go " + this + ": it has ended while a place in it was waited for");
        }
    }

    private void handOn() {
        while (places != null && !isFull() && places.wakeFirst()) {
            promised++;
        }
        if (entrance instanceof Entrance open) {
            open.letIn();
        }
    }

    // ---- other threads

    /// Gives an executor whose tasks, from any thread, become children of the scope, first come, first served. Where
    /// the scope is [full][#limit], they wait for a place; more than [#QUEUE_MAX] that wait are refused. While the
    /// scope has an executor, its mill is not in a deadlock: another thread may always bring a task.
    ///
    /// A task that was accepted is run, unless the mill ends; one that fails ends the scope, see [#onFailure].
    /// Tasks are accepted while the body, a child or a task before them has not ended, or, once the scope is
    /// cancelled, a child; afterwards `execute` throws `RejectedExecutionException`. May be called by any thread.
    ///
    /// Source: none; for `HttpServer.setExecutor`, `CompletableFuture.thenRunAsync` and the like.
    ///
    /// @return the executor, always the same
    /// @throws RejectedExecutionException if the scope has ended
    public Executor executor() {
        Entrance open = openEntrance("executor");
        if (scheduler.isOnThread()) {
            open.keepAwake();
        } else {
            scheduler.mailbox().post(open::keepAwake);
        }
        return open;
    }

    /// Runs a body as a child of the scope, for a caller outside of the mill: it gets what the body returns or throws;
    /// that does not end the scope. To cancel the future cancels the child. May be called by any thread.
    ///
    /// Source: Kotlin's `future`, where a failure ends the scope, too.
    ///
    /// @param <T> the type of the result
    /// @param body what to run
    /// @return the result to come
    /// @throws RejectedExecutionException if the scope has ended, or [#QUEUE_MAX] tasks wait for their turn
    public <T extends @Nullable Object> CompletableFuture<T> future(Callable<? extends T> body) {
        return openEntrance("future").future(body);
    }

    private Entrance openEntrance(String verb) {
        Object now = entrance;
        if (now == null) {
            Entrance made = new Entrance(this, mill);
            now = ENTRANCE.compareAndSet(this, null, made) ? made : entrance;
        }
        if (now instanceof Entrance open) {
            return open;
        }
        throw new RejectedExecutionException(verb + " " + this + ": it has ended");
    }

    /// Starts a child that runs when it is its turn: the caller runs on, or is no coroutine.
    void startLater(Body<?> body) {
        Routine child = mill.newRoutine(null, body);
        child.begin(group);
        scheduler.spawnLater(child);
    }

    // ---- failing

    /// Lets children fail by themselves: `action` is told, the others go on. What the action throws ends the scope. It
    /// runs in the child that has failed. The body's own failure ends the scope as ever.
    ///
    /// Source: Erlang's supervisors; Kotlin's `supervisorScope`.
    ///
    /// @param action takes the child and what left it
    /// @return this scope
    /// @throws MillPanic if the action is null, or the scope has ended
    public Scope onFailure(BiConsumer<? super Coroutine, ? super Throwable> action) {
        checkOpen("onFailure", this, false);
        if (action == null) {
            throw new MillPanic("onFailure " + this + ": action is null; leave it out for a failure to end the scope");
        }
        handler = action;
        return this;
    }

    // ---- ending early

    /// Cancels the body and all children. [#run] then returns normally, unless something else went wrong. Never
    /// suspends, nor throws: who calls it learns of the cancellation at its next call.
    ///
    /// Source: Go's `context.CancelFunc`; Trio's `CancelScope.cancel`.
    ///
    /// @throws MillPanic if the scope has ended
    public void cancel() {
        cancel(null);
    }

    /// Cancels the body and all children as [#cancel()] does.
    ///
    /// @param reason why, for the messages; null for none
    /// @throws MillPanic if the scope has ended
    public void cancel(@Nullable String reason) {
        checkOpen("cancel", this, false);
        Task self = scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.CANCEL, this);
        }
        group.cancel(new Cancellation(Reason.CALL, reason == null ? self : self + ": " + reason, null));
        scheduler.stepped();
    }

    /// Cancels the body and all children, since there is a winner.
    void endBy(Cancellation.Winner winner) {
        group.cancel(new Cancellation(Reason.CALL, winner, null));
    }

    /// Asks the body and the children to come to their ends: [#stopping] is done at once, and who still runs after the
    /// grace is cancelled. Never suspends. Of several calls the shortest grace counts.
    ///
    /// Source: none; what servers do at SIGTERM.
    ///
    /// @param graceMs in milliseconds from now, at least 0
    /// @throws IllegalArgumentException if the grace is negative
    /// @throws MillPanic if the scope has ended
    public void stop(long graceMs) {
        checkOpen("stop", this, false);
        if (graceMs < 0) {
            throw new IllegalArgumentException("stop " + this + ": grace is negative: " + graceMs);
        }
        long nowMs = scheduler.nowMs();
        long untilMs = Ticker.later(nowMs, graceMs);
        Alarm alarm = at -> group.cancel(new Cancellation(Reason.STOPPED, null, null));
        if (grace == null) {
            grace = new Timer(alarm);
            if (stopping != null) {
                stopping.done();
            }
        } else if (grace.isArmedBefore(untilMs)) {
            return;
        }
        scheduler.disarm(grace);
        if (graceMs == 0) {
            alarm.ring(nowMs);
        } else {
            scheduler.arm(grace, untilMs);
        }
    }

    /// Does the same as [#stop(long)], with a grace of this length.
    ///
    /// @param grace how long; what is below a millisecond is rounded up
    /// @throws IllegalArgumentException if the grace is negative
    /// @throws MillPanic if the grace is null, or as for [#stop(long)]
    public void stop(Duration grace) {
        stop(Mill.millis("stop " + this, "grace", grace));
    }

    /// Gives the channel that is done when the scope is asked to [stop][#stop(long)]: to choose on, beside what
    /// else a body waits for. Nothing is ever sent on it.
    ///
    /// @return the channel, always the same
    /// @throws MillPanic if the scope has ended
    public Chan<?> stopping() {
        checkOpen("stopping", this, false);
        if (stopping == null) {
            stopping = Chan.make(0);
            if (grace != null) {
                stopping.done();
            }
        }
        return stopping;
    }

    // ---- for those who simulate machines

    /// Closes the scope to the outside: from now on each coroutine that is started in it is a child of it, or of a
    /// scope in it. Those of [Mill#go], and [Coro]s, which otherwise would be the mill's, are [daemons][#daemon] of
    /// it: as in a mill, they are cancelled when the body has ended and the other children have.
    ///
    /// So a program that knows nothing of the scope is all in it: a simulated machine, which can be
    /// [abandoned][#abandon].
    ///
    /// Source: none.
    ///
    /// @return this scope
    /// @throws MillPanic if the scope has ended
    public Scope enclose() {
        checkOpen("enclose", this, false);
        group.enclose();
        return this;
    }

    /// Finds the innermost scope around the calling coroutine that [encloses][#enclose] all that is started in it. A
    /// world may ask, too, while it is asked for something.
    ///
    /// @return the scope; null if there is none, or no mill runs on this thread
    public static @Nullable Scope enclosure() {
        MillRuntime mill = MillRuntime.here();
        Task self = mill == null ? null : mill.scheduler.enterToLook();
        Group found = self == null ? null : self.group().enclosing();
        return found == null ? null : (Scope) found.about();
    }

    /// Has all coroutines of the scope, and of the scopes in it, be no more, as if the machine that runs them had
    /// lost its power: they never run again, not even their `finally` blocks, and no failure comes of that. Only in
    /// a world that simulates one, and on [Engine#CONTINUATION]. Never suspends.
    ///
    /// The coroutine that has opened this scope is not one of them: it goes on, and may start others. What they
    /// have sent stays in its channel, but what was on its way to them is lost. Locks and permits that they hold
    /// stay held; inboxes that they have opened stay open. A [Coroutine#join] on one of them returns; a [Fork#join]
    /// throws [CancelledException], with [Reason#ABANDONED], and so does `resume` of a [Coro] that is gone. A
    /// `blocking` call goes on, and nobody gets its result. Tickers of the scope end.
    ///
    /// [Mill#go] starts coroutines of the mill, which are not of the scope unless it [encloses][#enclose] them.
    ///
    /// Source: none; the crash of a machine in tests of distributed programs, as FoundationDB's and TigerBeetle's.
    ///
    /// @return how many coroutines there were
    /// @throws MillPanic in the real world, or on another engine; if the calling coroutine is one of them; or if
    ///   the scope has ended
    public int abandon() {
        checkOpen("abandon", this, false);
        if (mill.options.world == World.real()) {
            throw new MillPanic("abandon " + this + ": only in a world that simulates machines; in the real one nobody"
                    + " would give back what the coroutines hold: cancel the scope");
        }
        int gone = scheduler.abandon(group);
        endTickers();
        return gone;
    }

    /// Does the same with all items, each in a child of a scope.
    static <A extends @Nullable Object, T extends @Nullable Object, X extends Exception> List<T> all(
            int limit, Iterable<? extends A> items, Mill.Work<? super A, ? extends T, X> work) throws X {
        if (items == null || work == null) {
            throw new MillPanic("par: the items or the work is null");
        }
        List<T> results = new ArrayList<>();
        run(scope -> {
            scope.limit(limit);
            for (A item : items) {
                if (item == null) {
                    throw new MillPanic("par: item " + results.size() + " is null");
                }
                int index = results.size();
                results.add(null);
                scope.go(() -> results.set(index, work.apply(item)));
            }
        });
        return Collections.unmodifiableList(results);
    }

    /// Starts a daemon of the enclosing scope, or a coroutine of the mill.
    static Coroutine daemonHere(String name, Body<?> body) {
        MillRuntime mill = MillRuntime.current("daemon");
        Scope scope = enclosing(mill.scheduler.enterQuietly());
        return scope == null ? mill.go(name, body) : scope.daemon(name, body);
    }

    /// Has a ticker end with the scope.
    void keep(Ticker ticker) {
        if (tickers == null) {
            tickers = new LinkedHashSet<>();
        }
        tickers.add(ticker);
    }

    /// A ticker has ended before the scope, which may be a long one.
    void forget(Ticker ticker) {
        if (tickers != null) {
            tickers.remove(ticker);
        }
    }

    private void endTickers() {
        Set<Ticker> all = tickers;
        tickers = null;
        if (all != null) {
            all.forEach(Ticker::end);
        }
    }

    /// The innermost scope around the code of the calling coroutine; null = only the mill.
    static Scope enclosing(Task self) {
        Group found = self.group();
        while (found.kind() != Group.Kind.SCOPE && found.outer() != null) {
            found = found.outer();
        }
        return (Scope) found.about();
    }

    Group group() {
        return group;
    }

    int limit() {
        return limit;
    }

    /// Gives `scope of {3}`, with the coroutine that has opened it. Any thread may call it.
    @Override
    public String toString() {
        return "scope of " + group.owner();
    }

    /// What the scheduler asks.
    private final class Answers implements Keeper {
        @Override
        public Throwable uncaught(Task child, Throwable thrown) {
            TraceEnd.cut(thrown, (Routine) child);
            if (handler == null) {
                return thrown;
            }
            handler.accept(new Coroutine((Routine) child), thrown);
            return null;
        }

        @Override
        public void childEnded(Task child) {
            forgetDaemon(child);
            handOn();
        }

        @Override
        public void takesIn(Task child) {
            addDaemon(child);
        }

        @Override
        public void abandoned() {
            endTickers();
            scheduler.disarm(grace);
            turnAway();
            Object before = ENTRANCE.getAndSet(Scope.this, SHUT);
            if (before instanceof Entrance open) {
                open.abandon();
            }
        }

        @Override
        public boolean expectsChildren() {
            return entrance instanceof Entrance open && open.expectsTasks();
        }
    }
}
