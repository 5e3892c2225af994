package org.jmill;

import org.jmill.sched.Scheduler;
import org.jmill.world.Workers;
import org.jspecify.annotations.Nullable;

/// Questions to a mill's world that must have an answer. A world that gives none, or throws, ends the mill.
final class Asked {
    private Asked() {}

    /// The workers of the mill's world.
    static Workers workers(MillRuntime mill) {
        return of(mill, "workers gives something, never null, and throws nothing", mill.options.world::workers);
    }

    /// Asks in the bracket in which nobody else may run. What the world throws because it has called a verb, or for
    /// want of memory, is thrown as it is.
    ///
    /// @param rule what the world has to keep to
    static <T extends @Nullable Object> T of(
            MillRuntime mill, String rule, Scheduler.Question<T, RuntimeException> question) {
        T answer;
        try {
            answer = mill.scheduler.ask(question);
        } catch (MillPanic e) {
            throw e;
        } catch (RuntimeException e) {
            throw breach(mill, rule, e);
        }
        if (answer == null) {
            throw breach(mill, rule, null);
        }
        return answer;
    }

    private static RuntimeException breach(MillRuntime mill, String rule, Throwable cause) {
        RuntimeException breach = new ErrorMessages(mill).breach(rule, cause);
        mill.scheduler.fail(breach);
        return breach;
    }
}
