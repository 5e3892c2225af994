package org.jmill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.ChannelView;
import org.jmill.world.ChoiceView;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// Waits for whichever of several channel operations can go ahead first, and does exactly that one.
///
/// Written with handlers, or with the index of the clause that was chosen; one that is kept may be
/// ended again and again, which allocates nothing. [#of] is a choose that returns a result, and whose handlers may
/// throw. Strict mode finds one that is never ended: see [MillOptions#strict].
///
/// {@snippet file="org/jmill/snippets/ChooseSnippet.java" region="example"}
///
/// [#end] looks at the clauses in the order written. If several are ready it picks one at random,
/// each with the same chance; if none is, it takes `otherwise`, or waits for the first, at most
/// until the deadline. Both count as [#TIMEOUT]. A choose without clauses waits for ever; one with
/// a deadline only is a sleep. A clause never meets another one of the same choose.
///
/// All methods but [#toString] are called on the mill's thread, [#value()] and [#received] also by any
/// thread once the mill has ended; one choose is used by one coroutine at a time.
/// Handlers, guards and suppliers run in the coroutine that called [#end]. What they throw leaves
/// [#end]: a guard or a supplier before any clause was performed, a handler after its clause was. So does the
/// failure of a channel, where a clause has a handler for its values.
///
/// Source: libmill `choose { in out otherwise deadline end }` (`chan.c`). Unlike libmill, a clause
/// that appears twice with a deadline that expires simply times out. Unlike Go's `select`, there is
/// a deadline, and guards take the place of nil channels.
///
/// @since 0.1.0
public final class Choose {
    // Invariants:
    // I1 `waiter` is non-null exactly while a coroutine is suspended in end(), or about to be.
    // I2 No clause is queued while `waiter` is null.
    // I3 While `waiter` is set, exactly one clause is queued per channel end that an enabled clause
    //    names.

    /// The index that [#end] returns for `otherwise` and for a deadline that has passed: -1.
    public static final int TIMEOUT = -1;

    private static final int CLAUSES_MIN = 4;

    private final MillRuntime mill;
    private final Scheduler scheduler;
    private final Wait wait = new Wait();
    private UnendedChooses.Place madeAt; // null = nobody asks, or it was ended
    private Clause[] clauses = new Clause[CLAUSES_MIN];
    private int[] ready = new int[CLAUSES_MIN]; // Which of them can go ahead, while one is picked.
    private int count;
    private long waitDeadlineMs; // Of the end() under way.
    private int endsChecked; // How many clauses `repeatedEnds` speaks of.
    private RepeatedEnds repeatedEnds; // null = no two of them name the same end.
    private boolean hasCode; // A guard or a supplier.
    private boolean hasHandler; // Of a clause, `otherwise` or the deadline.
    private boolean biased;
    private boolean hasOtherwise;
    private boolean hasDeadline;
    private long deadlineMs = -1;
    private Runnable onTimeout; // of `otherwise` or the deadline; null = none
    private BooleanSupplier timeoutGuard; // null = always on
    private boolean lastIsTimeout; // what `when` applies to

    // Of the end() under way, or the last one.
    private boolean running;
    private Task waiter; // I1
    private int chosen = TIMEOUT;
    private Object value;
    private boolean terminal;

    /// @param madeAt is told that it was ended; null = nobody asks
    Choose(MillRuntime mill, UnendedChooses.@Nullable Place madeAt) {
        this.mill = mill;
        this.madeAt = madeAt;
        this.scheduler = mill.scheduler;
    }

    // ---- with a result

    /// A case of [#of]: a clause with a handler that gives a result. [Mill] makes them: `in`, `inOrDone`, `out`,
    /// `outFrom`, `timeout`, `otherwise`, and `when` around one of them. Any thread may make one; it may be used
    /// again.
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handler may throw
    public sealed interface Case<R extends @Nullable Object, X extends Exception> permits Arm {}

    /// What a case does with what was received, without a result: a lambda in braces that returns nothing.
    ///
    /// @param <T> the type of what was received
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Action<T extends @Nullable Object, X extends Exception> {
        /// Takes what was received.
        ///
        /// @param received the value, may be null
        /// @throws X as the code likes
        void accept(T received) throws X;
    }

    /// What a case makes of what was received. It is an [Action] too, so that the compiler takes it wherever a lambda
    /// could be either.
    ///
    /// @param <T> the type of what was received
    /// @param <R> the type of the result
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Handler<T extends @Nullable Object, R extends @Nullable Object, X extends Exception>
            extends Action<T, X> {
        /// Computes the result.
        ///
        /// @param received the value, may be null
        /// @return the result, may be null
        /// @throws X as the code likes
        R apply(T received) throws X;

        @Override
        default void accept(T received) throws X {
            apply(received);
        }
    }

    /// Performs one of the cases and returns what its handler returns.
    ///
    /// {@snippet file="org/jmill/snippets/ChooseOfSnippet.java" region="example"}
    ///
    /// It is a choose with these clauses and its [#end], in every respect: which case is taken, when it suspends,
    /// whom it lets run, what it checks. The handler runs when that is over, and may call any verb. Its result type
    /// is the one that the place wants, or else what all handlers have in common; handlers without a result give
    /// null. Where none throws a checked exception, neither does this.
    ///
    /// Source: libmill `choose { … end }`, which has no value; in OCaml `select` of events that are wrapped, in
    /// Kotlin `select { … }`.
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handlers may throw
    /// @param cases as made by `in`, `inOrDone`, `out`, `outFrom`, `timeout`, `otherwise` and `when` of [Mill]
    /// @return what the handler of the case returns
    /// @throws X what that handler throws; or, whatever its type, the failure of the channel from which it received
    /// @throws MillPanic if the cases or one of them is null, or as for [#in(Source)], [#otherwise()] and [#end];
    ///   no clause was performed
    /// @throws CancelledException if the coroutine is cancelled; no clause was performed
    @SafeVarargs
    @SuppressWarnings("varargs") // It is read only.
    public static <R extends @Nullable Object, X extends Exception> R of(Case<? extends R, X>... cases) throws X {
        return Arm.choose("of", unwatched(), cases);
    }

    /// Does the same as [#of], but takes the first ready case in the order written: see [#biased()].
    ///
    /// @param <R> the type of the result
    /// @param <X> what the handlers may throw
    /// @param cases as for [#of]
    /// @return as of [#of]
    /// @throws X as for [#of]
    /// @throws MillPanic as for [#of]
    /// @throws CancelledException as for [#of]
    @SafeVarargs
    @SuppressWarnings("varargs") // It is read only.
    public static <R extends @Nullable Object, X extends Exception> R ofBiased(Case<? extends R, X>... cases) throws X {
        return Arm.choose("ofBiased", unwatched().biased(), cases);
    }

    /// One that is ended in any case.
    private static Choose unwatched() {
        MillRuntime mill = MillRuntime.current("choose");
        mill.scheduler.enterQuietly();
        return new Choose(mill, null);
    }

    // ---- clauses

    /// Adds a clause that receives; see [#value()] and [#received] for what it got.
    ///
    /// Source: libmill `in`.
    ///
    /// @param channel from where to receive, of this mill
    /// @return this choose
    /// @throws MillPanic if the channel is null or another mill's, or the choose is being ended
    public Choose in(Source<?> channel) {
        return add(Clause.in(this, count, checked(channel, "in"), null));
    }

    /// Adds a clause that receives and hands the value to `handler`. The terminal value of a
    /// channel that is done comes like any other; [#received] tells them apart. The failure of one that has
    /// [failed][Chan#fail] is thrown by [#end] in place of the handler.
    ///
    /// Source: libmill `in`.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel from where to receive, of this mill
    /// @param handler takes the value
    /// @return this choose
    /// @throws MillPanic as for [#in(Source)], or if the handler is null
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> Choose in(Source<T> channel, Consumer<? super T> handler) {
        checkHandler(handler, "in");
        return add(Clause.in(this, count, checked(channel, "in"), (Consumer<Object>) handler));
    }

    /// Adds a clause that sends a value.
    ///
    /// Source: libmill `out`.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel where to send, of this mill
    /// @param toSend the value, may be null; the same at each [#end]
    /// @return this choose
    /// @throws MillPanic as for [#in(Source)]
    public <T extends @Nullable Object> Choose out(Sink<T> channel, T toSend) {
        return add(Clause.out(this, count, checked(channel, "out"), toSend, null, null));
    }

    /// Adds a clause that sends a value and then runs `handler`.
    ///
    /// Source: libmill `out`.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel where to send, of this mill
    /// @param toSend the value, may be null; the same at each [#end]
    /// @param handler runs when the value was sent
    /// @return this choose
    /// @throws MillPanic as for [#in(Source)], or if the handler is null
    public <T extends @Nullable Object> Choose out(Sink<T> channel, T toSend, Runnable handler) {
        checkHandler(handler, "out");
        return add(Clause.out(this, count, checked(channel, "out"), toSend, null, handler));
    }

    /// Adds a clause that sends what `supplier` gives; it is asked at each [#end], whether or not
    /// the clause is then chosen (as Go evaluates the operands of a select), but not if the clause
    /// is switched off.
    ///
    /// Source: none in libmill.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel where to send, of this mill
    /// @param supplier gives the value, may give null
    /// @return this choose
    /// @throws MillPanic as for [#in(Source)], or if the supplier is null
    public <T extends @Nullable Object> Choose outFrom(Sink<T> channel, Supplier<? extends T> supplier) {
        checkSupplier(supplier);
        return add(Clause.out(this, count, checked(channel, "outFrom"), null, supplier, null));
    }

    /// Adds a clause as [#outFrom(Sink,Supplier)] does, with a handler.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel where to send, of this mill
    /// @param supplier gives the value, may give null
    /// @param handler runs when the value was sent
    /// @return this choose
    /// @throws MillPanic as for [#in(Source)], or if the supplier or the handler is null
    public <T extends @Nullable Object> Choose outFrom(
            Sink<T> channel, Supplier<? extends T> supplier, Runnable handler) {
        checkSupplier(supplier);
        checkHandler(handler, "outFrom");
        return add(Clause.out(this, count, checked(channel, "outFrom"), null, supplier, handler));
    }

    /// Adds the clause that is taken when no other is ready: the choose then never waits.
    ///
    /// Source: libmill `otherwise`; Go's `default`.
    ///
    /// @return this choose
    /// @throws MillPanic if there is an `otherwise` or a `deadline` already, or the choose is being
    ///   ended
    public Choose otherwise() {
        return timeout(null, true, -1);
    }

    /// Adds an `otherwise` as [#otherwise()] does, with a handler.
    ///
    /// @param handler runs when no clause was ready
    /// @return this choose
    /// @throws MillPanic as for [#otherwise()], or if the handler is null
    public Choose otherwise(Runnable handler) {
        checkHandler(handler, "otherwise");
        return timeout(handler, true, -1);
    }

    /// Adds a deadline.
    ///
    /// Source: libmill `deadline`; Go's `case <-time.After(d)`.
    ///
    /// @param newDeadlineMs as of [Mill#now]; negative: none; past: the choose still takes a clause
    ///   that is ready or becomes ready until the next poll
    /// @return this choose
    /// @throws MillPanic as for [#otherwise()]
    public Choose deadline(long newDeadlineMs) {
        return timeout(null, false, newDeadlineMs);
    }

    /// Does the same as [#deadline(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#deadline(long)]
    /// @throws MillPanic if the timeout is null, or as for [#deadline(long)]
    public Choose deadline(Duration timeout) {
        return deadline(after("deadline", timeout));
    }

    /// Adds a deadline as [#deadline(long)] does, with a handler.
    ///
    /// @param newDeadlineMs as for [#deadline(long)]
    /// @param handler runs when the deadline has passed
    /// @return this choose
    /// @throws MillPanic as for [#otherwise()], or if the handler is null
    public Choose deadline(long newDeadlineMs, Runnable handler) {
        checkHandler(handler, "deadline");
        return timeout(handler, false, newDeadlineMs);
    }

    /// Does the same as [#deadline(long,Runnable)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @param handler as for [#deadline(long,Runnable)]
    /// @return as of [#deadline(long,Runnable)]
    /// @throws MillPanic if the timeout is null, or as for [#deadline(long,Runnable)]
    public Choose deadline(Duration timeout, Runnable handler) {
        return deadline(after("deadline", timeout), handler);
    }

    /// Sets another deadline for the next [#end] of a kept choose, whose handler and guard stay;
    /// adds one if there was none.
    ///
    /// Source: none in libmill.
    ///
    /// @param newDeadlineMs as for [#deadline(long)]
    /// @return this choose
    /// @throws MillPanic if the choose has an `otherwise`, or is being ended
    public Choose rearm(long newDeadlineMs) {
        checkIdle("rearm");
        if (hasOtherwise) {
            throw panic("rearm choose: it has an 'otherwise', so it never waits");
        }
        checkDeadline("rearm", newDeadlineMs);
        hasDeadline = true;
        deadlineMs = newDeadlineMs;
        return this;
    }

    /// Does the same as [#rearm(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#rearm(long)]
    /// @throws MillPanic if the timeout is null, or as for [#rearm(long)]
    public Choose rearm(Duration timeout) {
        return rearm(after("rearm", timeout));
    }

    /// Switches the clause written last on or off; a clause that is off is never ready, like a nil
    /// channel in Go. An `otherwise` or a deadline that is off is as if it were not written.
    ///
    /// Source: none in libmill.
    ///
    /// @param on whether the clause counts
    /// @return this choose
    /// @throws MillPanic if there is no clause before it, or the choose is being ended
    public Choose when(boolean on) {
        return when(() -> on);
    }

    /// Switches the clause written last on or off, as `guard` says at each [#end].
    ///
    /// Source: none in libmill.
    ///
    /// @param guard whether the clause counts
    /// @return this choose
    /// @throws MillPanic as for [#when(boolean)], or if the guard is null
    public Choose when(BooleanSupplier guard) {
        checkIdle("when");
        if (guard == null) {
            throw panic("when choose: guard is null; leave it out");
        }
        if (lastIsTimeout) {
            timeoutGuard = guard;
        } else if (count == 0) {
            throw panic("when choose: no clause before it; write when() behind a clause");
        } else {
            clauses[count - 1].guard = guard;
            hasCode = true;
        }
        return this;
    }

    /// Takes the first ready clause in the order written instead of a random one. A clause that is
    /// always ready then starves those behind it.
    ///
    /// Source: none in libmill or Go.
    ///
    /// @return this choose
    /// @throws MillPanic if the choose is being ended
    public Choose biased() {
        checkIdle("biased");
        biased = true;
        return this;
    }

    private Choose add(Clause clause) {
        if (count == clauses.length) {
            clauses = Arrays.copyOf(clauses, count * 2);
            ready = new int[count * 2];
        }
        clauses[count++] = clause;
        hasCode |= clause.supplier != null;
        hasHandler |= clause.hasHandler();
        lastIsTimeout = false;
        return this;
    }

    private Choose timeout(Runnable handler, boolean isOtherwise, long newDeadlineMs) {
        checkIdle(isOtherwise ? "otherwise" : "deadline");
        if (hasOtherwise || hasDeadline) {
            throw panic((isOtherwise ? "otherwise" : "deadline")
                    + " choose: there is an 'otherwise' or 'deadline' already; write one"
                    + " only");
        }
        checkDeadline("deadline", newDeadlineMs);
        hasOtherwise = isOtherwise;
        hasDeadline = !isOtherwise;
        deadlineMs = newDeadlineMs;
        onTimeout = handler;
        hasHandler |= handler != null;
        lastIsTimeout = true;
        return this;
    }

    /// A [Source] or [Sink], each of which is a channel.
    private Chan<?> checked(Object end, String verb) {
        checkIdle(verb);
        Chan<?> channel = (Chan<?>) end;
        if (channel == null) {
            throw panic(
                    verb + " choose: channel is null; make it with chmake, and switch its clause off with when(false)");
        }
        if (channel.mill != mill) {
            throw panic(verb + " choose: channel " + channel.title() + " belongs to another mill");
        }
        return channel;
    }

    private void checkDeadline(String verb, long newDeadlineMs) {
        if (scheduler.isDuration(newDeadlineMs) && madeAt != null) {
            noteEnded();
        }
        scheduler.checkDeadline(verb + " choose", newDeadlineMs);
    }

    private long after(String verb, Duration timeout) {
        if (timeout == null) {
            throw panic(verb + " choose: timeout is null; leave it out to wait without end");
        }
        return Mill.after(timeout);
    }

    private void checkHandler(Object handler, String verb) {
        if (handler == null) {
            throw panic(verb + " choose: handler is null; leave it out to use the index");
        }
    }

    private void checkSupplier(Object supplier) {
        if (supplier == null) {
            throw panic("outFrom choose: supplier is null; use out for a value");
        }
    }

    /// A clause that could not be added: nobody is to end such a choose.
    private MillPanic panic(String message) {
        if (madeAt != null) {
            noteEnded();
        }
        return new MillPanic(message);
    }

    private void checkIdle(String verb) {
        scheduler.enterQuietly();
        checkNotRunning(verb);
    }

    private void checkNotRunning(String verb) {
        if (running) {
            throw panic(verb + " choose: it is being ended; make another with choose()");
        }
    }

    // ---- ending

    /// Performs one clause, and runs its handler. Suspends until a clause is ready or the deadline
    /// has passed, if none is ready and there is no `otherwise`. With an `otherwise`, too, others
    /// may run before it returns, as the [Order] of the mill says.
    ///
    /// [#TIMEOUT] proves that no clause was performed, not that none is ready by now.
    ///
    /// Source: libmill `end`; Go's `select`.
    ///
    /// @return the index of the clause, counting `in` and `out` in the order written from 0, or
    ///   [#TIMEOUT] for `otherwise` and a passed deadline
    /// @throws MillPanic if a channel is closed, an `out` names a channel that is done or an
    ///   inbox's, a value has the wrong class, or another coroutine is in this very method. All
    ///   clauses that are on are checked, even if another one is ready, and none was performed
    /// @throws CancelledException if the coroutine is cancelled; no clause was performed
    public int end() {
        if (madeAt != null) {
            noteEnded();
        }
        Task self = hasOtherwise ? scheduler.enterHavingHeard() : scheduler.enter();
        checkNotRunning("end");
        running = true;
        try {
            if (mustWait(self)) {
                Waits.suspend(scheduler, self, wait, waitDeadlineMs);
            }
        } catch (Throwable t) {
            running = false; // Here: if the stack has overflowed, there may be none for the call.
            endsChecked = 0; // Marks may be left on the ends.
            forget();
            throw t;
        }
        running = false;
        return hasHandler ? runHandler() : chosen;
    }

    private void noteEnded() {
        madeAt.ended();
        madeAt = null;
    }

    private int runHandler() {
        int index = chosen; // A handler may end this very choose again.
        if (index >= 0) {
            Clause clause = clauses[index];
            if (terminal && clause.hasHandler()) {
                checkNotFailed();
            }
            clause.handle(value);
        } else if (onTimeout != null) {
            onTimeout.run();
        }
        return index;
    }

    /// Something has thrown: a panic, a cancellation, or the user's supplier, guard or generator.
    private void forget() {
        leaveQueues();
        RepeatedEnds.unmark(clauses, count);
    }

    /// Performs a clause that is ready, or takes `otherwise`, or else prepares the wait: all of [#end] but that.
    /// One long method on purpose. The JIT compiler inlines up to 325 bytes of code (`FreqInlineSize`), so this is
    /// called, and has returned when the coroutine waits; what then is parked is one small frame of [#end].
    ///
    /// @return whether the coroutine is to wait, for which all is prepared
    private boolean mustWait(Task self) {
        if (Trace.on) {
            scheduler.telling().does(Verb.CHOOSE, wait);
        }
        chosen = TIMEOUT;
        value = null;
        terminal = false;
        boolean timeoutOn = timeoutGuard == null || timeoutGuard.getAsBoolean();
        if (hasCode) {
            for (int i = 0; i < count; i++) {
                clauses[i].evaluate();
            }
        }
        if (hasCode || timeoutGuard != null) {
            scheduler.enter(); // That code may have waited, and the coroutine may be cancelled by now.
        }
        int candidates = 0;
        for (int i = 0; i < count; i++) {
            if (clauses[i].look()) {
                ready[candidates++] = i;
            }
        }
        if (candidates > 0) {
            boolean draws = candidates > 1 && !biased;
            clauses[ready[draws ? scheduler.draw(mill.random, candidates) : 0]].perform();
        } else if (!(hasOtherwise && timeoutOn)) {
            if (endsChecked < count) {
                repeatedEnds = RepeatedEnds.of(this, clauses, count);
                endsChecked = count;
            }
            if (repeatedEnds != null) {
                repeatedEnds.draw(clauses, count, biased ? null : mill);
            }
            waitDeadlineMs = hasDeadline && timeoutOn ? deadlineMs : -1;
            return true;
        }
        forgetSupplied();
        if (chosen == TIMEOUT) {
            scheduler.foundNothing();
        } else {
            scheduler.completed();
        }
        return false;
    }

    /// The coroutine that waits, or null.
    Task waiter() {
        return waiter;
    }

    /// Notes what was done.
    void settle(Clause clause, Object newValue, boolean isTerminal) {
        chosen = clause.index;
        value = newValue;
        terminal = isTerminal;
    }

    /// The other side of a channel has taken up a queued clause.
    void fired(Clause clause, Object newValue, boolean isTerminal) {
        Task task = waiter;
        leaveQueues();
        settle(clause, newValue, isTerminal);
        scheduler.wake(task, clause.index);
    }

    /// Drops what suppliers gave for clauses that were not performed.
    private void forgetSupplied() {
        if (hasCode) {
            for (int i = 0; i < count; i++) {
                clauses[i].forgetSupplied();
            }
        }
    }

    private void leaveQueues() {
        waiter = null;
        for (int i = 0; i < count; i++) {
            Clause clause = clauses[i];
            clause.end.remove(clause);
        }
        forgetSupplied();
    }

    /// Adds the channels it waits for.
    void addChannels(Set<Chan<?>> channels) {
        for (int i = 0; i < count; i++) {
            if (clauses[i].enabled) {
                channels.add(clauses[i].channel);
            }
        }
    }

    // ---- what came of it

    /// Gives the value that the last [#end] received: that of the clause, or the terminal value of
    /// its channel. What type that is nobody checks: [#value(Source)] knows.
    ///
    /// The compiler takes for `T` what the place wants, and in a call with `Object...` that is an array:
    /// `printf("%d", c.value())` throws a `ClassCastException`. Write `c.value(ch)` there, or `c.<Integer>value()`.
    ///
    /// @param <T> the type of that channel's values; not checked
    /// @return the value, may be null
    /// @throws MillPanic if it did not receive. If the channel has failed, the failure itself is thrown, whatever
    ///   its type, as by [Chan#receive()]
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> T value() {
        checkReceived("value");
        checkNotFailed();
        return (T) value;
    }

    /// Gives what the last [#end] received, telling a value from the terminal one and from a failure.
    ///
    /// @param <T> the type of that channel's values; not checked
    /// @return a [Received.Value], a [Received.Done] or a [Received.Failed]
    /// @throws MillPanic if it did not receive
    public <T extends @Nullable Object> Received<T> received() {
        checkReceived("received");
        return Chan.received(terminal, value);
    }

    /// Gives the value that the last [#end] received from this channel, typed by it.
    ///
    /// ```java
    /// switch (c.end()) {
    ///     case 0 -> System.out.printf("%d%n", c.value(numbers));
    ///     case 1 -> System.out.printf("%s%n", c.value(words));
    /// }
    /// ```
    ///
    /// Source: libmill's `in(ch, T, v)`, where the clause names both.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel the one that the chosen clause names
    /// @return the value, or the terminal one; may be null
    /// @throws MillPanic if it did not receive, or from another channel. If the channel has failed, the failure
    /// itself
    ///   is thrown, as by [#value()]
    public <T extends @Nullable Object> T value(Source<T> channel) {
        checkReceived("value", channel);
        return value();
    }

    /// Gives what the last [#end] received from this channel, as [#received()] does, typed by the channel.
    ///
    /// @param <T> the type of the channel's values
    /// @param channel the one that the chosen clause names
    /// @return a [Received.Value], a [Received.Done] or a [Received.Failed]
    /// @throws MillPanic if it did not receive, or from another channel
    public <T extends @Nullable Object> Received<T> received(Source<T> channel) {
        checkReceived("received", channel);
        return received();
    }

    private void checkReceived(String verb, Source<?> channel) {
        checkReceived(verb);
        Chan<?> from = clauses[chosen].channel;
        if (from != channel) {
            String asked = channel == null ? "null" : ((Chan<?>) channel).title();
            throw new MillPanic(verb + " choose: the last end() received from " + from.title() + ", not " + asked
                    + "; look at its result first");
        }
    }

    private void checkNotFailed() {
        if (terminal && value instanceof Failure failure) {
            throw failure.toReader();
        }
    }

    private void checkReceived(String verb) {
        scheduler.enterToLook();
        if (chosen < 0 || clauses[chosen].sends) {
            throw new MillPanic(verb + " choose: the last end() did not receive; look at its result first");
        }
    }

    /// Gives `choose(<1>,<3>)`: the channels of its clauses, but for those that the last [#end] found switched off.
    /// Any thread may call it; it may be out of date.
    @Override
    public String toString() {
        return Verb.CHOOSE.of(channels());
    }

    private String channels() {
        StringBuilder text = new StringBuilder();
        Clause[] all = clauses; // Another thread may see an older one than `count` speaks of, or gaps.
        int number = Math.min(count, all.length);
        String separator = "";
        for (int i = 0; i < number; i++) {
            Clause clause = all[i];
            if (clause != null && clause.enabled) {
                text.append(separator).append(clause.channel.title());
                separator = ",";
            }
        }
        return text.toString();
    }

    /// Checks I1 to I3; for tests.
    void checkInvariants() {
        if (waiter != null && waiter.waiting() != wait) {
            throw new AssertionError("I1 " + wait.describe(waiter));
        }
        for (int i = 0; i < count; i++) {
            Clause clause = clauses[i];
            int queued = 0;
            for (int j = 0; j < count; j++) {
                queued += clauses[j].end == clause.end && clause.end.has(clauses[j]) ? 1 : 0;
            }
            if (waiter == null ? queued > 0 : clause.enabled && queued != 1) {
                throw new AssertionError((waiter == null ? "I2 " : "I3 ") + wait.describe(waiter));
            }
            if (waiter == null && clause.supplier != null && clause.value() != null) {
                throw new AssertionError("clause " + i + " keeps its value");
            }
        }
    }

    /// What a coroutine in [#end] waits for.
    final class Wait implements Waiting, ChoiceView {
        Choose choose() {
            return Choose.this;
        }

        @Override
        public void enlist(Task task) {
            waiter = task;
            if (repeatedEnds != null) {
                repeatedEnds.enlist(clauses, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                if (clauses[i].enabled) {
                    clauses[i].end.add(clauses[i]);
                }
            }
        }

        @Override
        public void abandon(Task task) {
            leaveQueues();
        }

        @Override
        public Verb verb() {
            return Verb.CHOOSE;
        }

        @Override
        public Object object(Task task) {
            return this;
        }

        @Override
        public List<ChannelView> channels() {
            List<ChannelView> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                all.add(clauses[i].channel);
            }
            return all;
        }

        @Override
        public String toString() {
            return Choose.this.channels();
        }
    }
}
