package org.jmill;

/// Main: the coroutine that runs on the mill's own strand.
///
/// It has a `run` of its own, although that does little else than [Routine]'s: the compiler puts what one of the two
/// has called into its code, and main's whole program is nothing that belongs on the stack of each coroutine.
final class MainRoutine extends Routine {
    MainRoutine(MillRuntime mill, Body<?> body) {
        super(mill, mill.scheduler.newId(), "main", null, body);
    }

    @Override
    public void run() {
        beginAsMain();
        try {
            takeBody().run();
        } catch (Throwable t) {
            end(t);
            return;
        }
        end(null);
    }
}
