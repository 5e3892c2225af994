package org.jmill;

import org.jmill.sched.Group;

/// The coroutine of a [Fork], of which somebody wants a result even if it never comes to its end.
final class ForkRoutine extends Routine {
    private final Fork<?> fork;

    ForkRoutine(Fork<?> fork, MillRuntime mill, long id, String name, String created) {
        super(mill, id, name, created, fork.body());
        this.fork = fork;
    }

    @Override
    protected void abandoned(Group with) {
        super.abandoned(with);
        fork.abandoned(with);
    }
}
