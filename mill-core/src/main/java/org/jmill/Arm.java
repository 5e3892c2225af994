package org.jmill;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A case of [Choose#of]: which clause it adds to a choose, and what it gives when that was performed.
///
/// @param <R> the type of its result
/// @param <X> what its handler may throw
/// @param clause adds it, by the choose's own methods, whose checks are all there are
/// @param result asks the choose for what came of it, and runs the handler
/// @param isTimeout whether it is an `otherwise` or a deadline, which have no index
/// @param isOn whether it counts
record Arm<R extends @Nullable Object, X extends Exception>(
        Consumer<Choose> clause, Choose.Handler<Choose, R, X> result, boolean isTimeout, boolean isOn)
        implements Choose.Case<R, X> {

    /// A clause that receives or sends.
    static <R extends @Nullable Object, X extends Exception> Arm<R, X> of(
            Consumer<Choose> clause, Choose.Handler<Choose, R, X> result) {
        return new Arm<>(clause, result, false, true);
    }

    /// An `otherwise` or a deadline.
    static <R extends @Nullable Object, X extends Exception> Arm<R, X> late(
            Consumer<Choose> clause, Choose.Handler<Choose, R, X> result) {
        return new Arm<>(clause, result, true, true);
    }

    Arm<R, X> when(boolean on) {
        return on || !isOn ? this : new Arm<>(clause, result, isTimeout, false);
    }

    /// Performs one of the cases and gives its result.
    static <R extends @Nullable Object, X extends Exception> R choose(
            String verb, Choose choose, Choose.Case<? extends R, X>[] cases) throws X {
        if (cases == null) {
            throw new MillPanic(verb + " choose: cases are null");
        }
        for (int i = 0; i < cases.length; i++) {
            if (cases[i] == null) {
                throw new MillPanic(verb + " choose: case " + i + " is null; switch it off with when(false, …)");
            }
            Arm<? extends R, X> arm = (Arm<? extends R, X>) cases[i];
            arm.clause.accept(choose);
            if (!arm.isOn) {
                choose.when(false);
            }
        }
        return chosen(choose.end(), cases).result.apply(choose);
    }

    private static <R extends @Nullable Object, X extends Exception> Arm<? extends R, X> chosen(
            int index, Choose.Case<? extends R, X>[] cases) {
        int clauses = 0;
        for (Choose.Case<? extends R, X> one : cases) {
            Arm<? extends R, X> arm = (Arm<? extends R, X>) one;
            if (arm.isTimeout ? index == Choose.TIMEOUT : clauses++ == index) {
                return arm;
            }
        }
        throw new AssertionError("no case " + index);
    }
}
