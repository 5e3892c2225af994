package org.jmill;

import org.jmill.sched.Group;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.world.Verb;

/// The coroutine of the mill that a [Coro] is, from its first resume on; and what its resumer waits for.
final class CoroRoutine extends Routine implements Waiting {
    /// What any of them waits for in `yield`.
    static final Waiting SUSPENDED = new Suspended();

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
        leaveChooses(t);
        Task back = coro.bodyEnded(t);
        forgetLocals();
        return back;
    }

    @Override
    protected void abandoned(Group with) {
        coro.abandoned(with);
        forgetLocals();
    }

    // ---- what its resumer waits for

    @Override
    public void abandon(Task task) {
        coro.forgetResumer(task);
    }

    @Override
    public Verb verb() {
        return coro.resumption();
    }

    @Override
    public Object object(Task task) {
        return this;
    }

    /// The resumer is cancelled: so is this coroutine, and the resumer goes on when it has ended.
    @Override
    public Task passesCancellationTo(Task task) {
        return this;
    }

    private static final class Suspended implements Waiting {
        @Override
        public void abandon(Task task) {}

        @Override
        public boolean standsStill() {
            return true;
        }

        @Override
        public Verb verb() {
            return Verb.YIELD;
        }
    }
}
