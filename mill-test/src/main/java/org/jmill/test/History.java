package org.jmill.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// What clients did to an object and what it answered, and whether that can be: whether there is an order, one
/// operation after the other, that explains all results, where each operation stands between its call and its return.
/// Such a history is *linearizable* (Herlihy and Wing 1990).
///
/// {@snippet file="org/jmill/test/snippets/HistorySnippet.java" region="example"}
///
/// **What has not returned** may have happened, at any time since its call, or not at all: an operation that threw, one
/// whose coroutine was cancelled or crashed, one that is still under way. Only what was refused certainly has not
/// happened; see [#refusals] and [Call#refused].
///
/// **How it is found out.** By the search of Wing and Gong (1993) with Lowe's memory (2017) of where it has been, for
/// each key of the [Model] by itself. It goes from return to return, and of the operations that could come next, it
/// tries that first which has to. So a history in which little happens at the same time is gone through once, however
/// long it is; where much does, the search has a limit; see [#statesMax].
///
/// All methods are called on the mill's thread, or, outside of a mill, by one thread at a time. None but [#call]
/// suspends, and that only as far as its code does.
///
/// Source: none; Jepsen's Knossos and Porcupine answer the same question.
///
/// @param <O> the operations; see [Op], [Fifo] and [Counter] for ready ones
/// @param <R> the results
/// @since 0.1.0
public final class History<O extends @Nullable Object, R extends @Nullable Object> {
    private static final long STATES_MAX = 1_000_000;

    private final Model<?, O, R> model;
    private final LongSupplier clock;
    private final Supplier<String> caller;
    private final List<Call<O, R>> calls = new ArrayList<>(); // In the order in which they began.
    private Predicate<? super Throwable> refusals = thrown -> false;
    private long statesMax = STATES_MAX;
    private long events; // How many calls have begun or returned.

    /// The code of an operation, for [#call].
    ///
    /// @param <O> the operation
    /// @param <R> the result
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Code<O extends @Nullable Object, R extends @Nullable Object, X extends Exception> {
        /// Does the operation.
        ///
        /// @param op the operation
        /// @return its result
        /// @throws X as the code likes
        R apply(O op) throws X;
    }

    /// @param clock gives the step; it may stand, but does not go back
    /// @param caller gives the name of who calls
    History(Model<?, O, R> model, LongSupplier clock, Supplier<String> caller) {
        if (model == null) {
            throw new MillPanic("history: model is null; take Register.model(), for instance");
        }
        this.model = model;
        this.clock = clock == null ? this::events : clock;
        this.caller = caller;
    }

    /// Makes an empty history whose time is counted in calls and returns.
    ///
    /// @param <O> the operations
    /// @param <R> the results
    /// @param model what the object is to do
    /// @return the history
    /// @throws MillPanic if the model is null
    public static <O extends @Nullable Object, R extends @Nullable Object> History<O, R> of(Model<?, O, R> model) {
        return new History<>(model, null, History::callingCoroutine);
    }

    /// Makes an empty history with another time, to be shown to people; the order of things is that in which they are
    /// noted.
    static <O extends @Nullable Object, R extends @Nullable Object> History<O, R> of(
            Model<?, O, R> model, LongSupplier clock) {
        return new History<>(model, clock, History::callingCoroutine);
    }

    /// Says which exceptions tell that an operation certainly did not happen: that the connection was refused, for
    /// instance, or that the server answered "I am not the leader". All others leave it open.
    ///
    /// @param certain whether the exception is such a one
    /// @return this history
    /// @throws MillPanic if it is null
    public History<O, R> refusals(Predicate<? super Throwable> certain) {
        if (certain == null) {
            throw new MillPanic("refusals: predicate is null");
        }
        refusals = certain;
        return this;
    }

    /// Says how far the search may go; unless it is said, to a million states for each key, and one more for each
    /// call.
    ///
    /// @param newMax how many states; one is which calls have a place, and what the object holds then; at least 1
    /// @return this history
    /// @throws MillPanic if it is less
    public History<O, R> statesMax(long newMax) {
        if (newMax < 1) {
            throw new MillPanic("statesMax: it is less than 1: " + newMax);
        }
        statesMax = newMax;
        return this;
    }

    /// Does an operation, and notes when it was called, when it returned and with what. If it throws, that is noted and
    /// thrown on. Suspends if the code does.
    ///
    /// @param <X> what the code may throw
    /// @param op the operation
    /// @param code does it
    /// @return its result
    /// @throws X as the code does
    /// @throws MillPanic if the operation or the code is null
    public <X extends Exception> R call(O op, Code<? super O, ? extends R, X> code) throws X {
        if (code == null) {
            throw new MillPanic("call " + op + ": code is null");
        }
        Call<O, R> call = begin(op);
        R result;
        try {
            result = code.apply(op);
        } catch (Throwable t) {
            if (refusals.test(t)) {
                call.refused();
            } else {
                call.lost(t);
            }
            throw t;
        }
        call.returned(result);
        return result;
    }

    /// Notes that the calling coroutine has called an operation.
    ///
    /// @param op the operation
    /// @return the call, which is to be told what came of it
    /// @throws MillPanic if the operation is null
    public Call<O, R> begin(O op) {
        return begin(caller.get(), op);
    }

    /// Notes that somebody has called an operation.
    ///
    /// @param who the name of who did
    /// @param op the operation
    /// @return the call, which is to be told what came of it
    /// @throws MillPanic if something is null
    public Call<O, R> begin(String who, O op) {
        if (who == null || op == null) {
            throw new MillPanic("begin: " + (who == null ? "who" : "operation") + " is null");
        }
        Call<O, R> call = new Call<>(this, who, op, nextEvent(), step());
        calls.add(call);
        return call;
    }

    /// Counts the operations that have returned. A history without any is linearizable, and proves nothing:
    /// `Check.sometimes(history.answered() > 0, "something was done")`.
    ///
    /// @return how many
    public long answered() {
        return count(Call.State.ANSWERED);
    }

    /// Checks that the history is linearizable so far. May be called again when there is more of it.
    ///
    /// @throws AssertionError if there is no order that explains it: with the first one that has no place, those
    /// about
    ///   it, and the places of the others
    /// @throws UndecidedError if that could not be found out within the limit
    public void mustBeLinearizable() {
        Explanation<O, R> worst = null;
        UndecidedError undecided = null;
        for (Map.Entry<Object, List<Call<O, R>>> part : parts().entrySet()) {
            Object key = part.getKey();
            Verdict verdict = verdict(model, part.getValue());
            if (verdict instanceof Verdict.Misfit misfit) {
                Explanation<O, R> explanation = new Explanation<>(key, part.getValue(), misfit);
                worst = worst == null ? explanation : worst.orEarlier(explanation);
            } else if (verdict instanceof Verdict.Open open && undecided == null) {
                undecided = new UndecidedError(Explanation.undecided(key, part.getValue(), open));
            }
        }
        if (worst != null) {
            throw new AssertionError(worst.toString());
        }
        if (undecided != null) {
            throw undecided;
        }
    }

    private <S extends @Nullable Object> Verdict verdict(Model<S, O, R> whole, List<Call<O, R>> part) {
        return Linearizer.verdict(whole, part, statesMax);
    }

    /// The calls by key, without those that were refused.
    Map<Object, List<Call<O, R>>> parts() {
        Map<Object, List<Call<O, R>>> parts = new LinkedHashMap<>();
        for (Call<O, R> call : calls) {
            if (call.state() != Call.State.REFUSED) {
                parts.computeIfAbsent(model.key(call.op()), key -> new ArrayList<>())
                        .add(call);
            }
        }
        return parts;
    }

    long nextEvent() {
        return ++events;
    }

    long step() {
        return clock.getAsLong();
    }

    private long events() {
        return events;
    }

    private long count(Call.State state) {
        return calls.stream().filter(call -> call.state() == state).count();
    }

    private static String callingCoroutine() {
        try {
            return Mill.self().toString();
        } catch (MillPanic e) { // No mill runs here: a history needs none.
            return Thread.currentThread().getName();
        }
    }

    /// Gives `history: 42 calls, 39 answered, 1 refused`.
    @Override
    public String toString() {
        return "history: " + calls.size() + " calls, " + answered() + " answered, " + count(Call.State.REFUSED)
                + " refused";
    }
}
