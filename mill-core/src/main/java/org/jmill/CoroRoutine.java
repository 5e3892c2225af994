package org.jmill;

import org.jmill.sched.Task;
import org.jmill.trace.Trace;

/// The coroutine of the mill that a [Coro] is, from its first resume on.
final class CoroRoutine extends Routine {
    private final Coro<?, ?> coro;

    CoroRoutine(Coro<?, ?> coro, MillRuntime mill, long id, String created) {
        super(mill, id, "coro", created, null);
        this.coro = coro;
    }

    Coro<?, ?> coro() {
        return coro;
    }

    @Override
    public void run() {
        try {
            coro.runBody();
        } catch (Throwable t) {
            end(t);
            return;
        }
        end(null);
    }

    @Override
    protected Task ended(Throwable t) {
        if (Trace.on) {
            Trace.ended(id());
        }
        Task back = coro.bodyEnded(t);
        forgetLocals();
        return back;
    }
}
