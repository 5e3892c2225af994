package org.jmill.test;

import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// One call of an operation, as a [History] has noted it.
///
/// [History#call] does all that is necessary. Who sends a request in one place and gets the answer in another one calls
/// [History#begin], keeps this, and says what has come of it. A call of which nothing is said may or may not have had
/// its effect, at any time since it began.
///
/// All methods but [#toString] are called on the mill's thread, or, outside of a mill, by one thread at a time.
///
/// Source: none.
///
/// @param <O> the operations
/// @param <R> the results
/// @since 0.1.0
public final class Call<O extends @Nullable Object, R extends @Nullable Object> {
    /// Sentinel of [#end] and [#endStep].
    static final long NEVER = Long.MAX_VALUE;

    // UNDER_WAY -> ANSWERED   it has a result
    // UNDER_WAY -> LOST       it has thrown: it may or may not have had its effect
    // UNDER_WAY -> REFUSED    it certainly has not had one
    enum State {
        UNDER_WAY,
        LOST,
        ANSWERED,
        REFUSED
    }

    private final History<O, R> history;
    private final String who;
    private final O op;
    private final long begin; // The number of the event in the history.
    private final long beginStep;

    // The mill's thread only.
    private State state = State.UNDER_WAY;
    private R result;
    private Throwable thrown; // LOST only; null otherwise
    private long end = NEVER; // ANSWERED only
    private long endStep = NEVER; // ANSWERED only

    Call(History<O, R> history, String who, O op, long begin, long beginStep) {
        this.history = history;
        this.who = who;
        this.op = op;
        this.begin = begin;
        this.beginStep = beginStep;
    }

    /// Says that it has returned: it has had its effect, at some time between its beginning and now. Never suspends.
    ///
    /// @param answer its result; may be null
    /// @throws MillPanic if something was said of it already
    public void returned(R answer) {
        leave("returned", State.ANSWERED);
        result = answer;
        end = history.nextEvent();
        endStep = history.step();
    }

    /// Says that it certainly has not had its effect and never will, as the request was not sent, or was answered with
    /// a refusal. It is as if it had not been. Never suspends.
    ///
    /// @throws MillPanic if something was said of it already
    public void refused() {
        leave("refused", State.REFUSED);
    }

    /// It has thrown something that does not say whether it had its effect.
    void lost(Throwable cause) {
        leave("lost", State.LOST);
        thrown = cause;
    }

    private void leave(String operation, State next) {
        if (state != State.UNDER_WAY) {
            throw new MillPanic(operation + " " + op + ": something was said of it already: " + this);
        }
        state = next;
    }

    State state() {
        return state;
    }

    O op() {
        return op;
    }

    R result() {
        return result;
    }

    boolean isAnswered() {
        return state == State.ANSWERED;
    }

    String who() {
        return who;
    }

    long begin() {
        return begin;
    }

    long end() {
        return end;
    }

    /// `9 to 12`, or `9 on`.
    String steps() {
        return beginStep + (isAnswered() ? " to " + endStep : " on");
    }

    /// What it gave, as a table shows it.
    String answer() {
        return switch (state) {
            case UNDER_WAY -> "(no answer)";
            case LOST -> "(" + thrown.getClass().getSimpleName() + ")";
            case REFUSED -> "(refused)";
            case ANSWERED -> String.valueOf(result);
        };
    }

    /// Gives `get(x) -> 1`.
    @Override
    public String toString() {
        return op + " -> " + answer();
    }
}
