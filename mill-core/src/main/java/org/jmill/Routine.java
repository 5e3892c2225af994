package org.jmill;

import java.util.HashSet;
import java.util.Set;
import org.jmill.sched.Group;
import org.jmill.sched.Task;

/// A coroutine, with what the façade keeps of it. There may be a million of them: what most of them
/// do not have stands in [Particulars].
class Routine extends Task {
    // Written by the mill's thread only.
    private Body<?> body; // null once it runs
    private Particulars particulars; // null = none

    Routine(MillRuntime mill, long id, String name, String created, Body<?> body) {
        super(mill.scheduler, id);
        this.body = body;
        if (name != null || created != null) {
            particulars = new Particulars(name);
            particulars.created = created;
        }
    }

    /// Gives a prepared coroutine its work.
    void assign(String newCreated, Body<?> newBody) {
        body = newBody;
        if (newCreated != null) {
            particulars().created = newCreated;
        }
    }

    @Override
    public final String name() {
        Particulars p = particulars;
        return p == null || p.name == null ? "" : p.name;
    }

    /// Where it was created, or null where that was not recorded.
    final String created() {
        return particulars == null ? null : particulars.created;
    }

    /// libmill's `cls`.
    final Object local() {
        return particulars == null ? null : particulars.local;
    }

    final void setLocal(Object value) {
        if (value != null || particulars != null) {
            particulars().local = value;
        }
    }

    /// The values of its [CoroutineLocal]s.
    final CoroutineLocal.Values locals() {
        Particulars p = particulars();
        if (p.locals == null) {
            p.locals = new CoroutineLocal.Values();
        }
        return p.locals;
    }

    /// From now on it passes values on to those that it starts, if `does`.
    final void passesOn(boolean does) {
        if (does) {
            particulars().passesOn = true;
        }
    }

    /// Takes over what its starter passes on.
    final void inheritFrom(Routine starter) {
        if (starter.particulars != null && starter.particulars.passesOn) {
            locals().inheritFrom(starter);
            passesOn(true);
        }
    }

    /// Strict mode: it has made a choose there, and is to have it ended.
    final void madeChoose(UnendedChooses.Place place) {
        Particulars p = particulars();
        if (p.chooses == null) {
            p.chooses = new HashSet<>();
        }
        p.chooses.add(place);
    }

    /// It sees a cancellation, and need not get to the end of a choose that it has made.
    final void excuseChooses() {
        if (particulars != null) {
            particulars.chooses = null;
        }
    }

    final void leaveChooses(Throwable thrown) {
        if (particulars != null && particulars.chooses != null && thrown == null && !isCancelled()) {
            particulars.chooses.forEach(UnendedChooses.Place::left);
        }
        excuseChooses();
    }

    /// The values of a coroutine that has ended go, though its handle may be kept.
    final void forgetLocals() {
        if (particulars != null) {
            particulars.local = null;
            particulars.locals = null;
        }
    }

    private Particulars particulars() {
        if (particulars == null) {
            particulars = new Particulars(null);
        }
        return particulars;
    }

    @Override
    public void run() {
        try {
            takeBody().run();
        } catch (Throwable t) {
            end(t);
            return;
        }
        end(null);
    }

    /// Its work. What that captured may go as soon as the code is done with it.
    final Body<?> takeBody() {
        Body<?> code = body;
        body = null;
        return code;
    }

    @Override
    protected Task ended(Throwable thrown) {
        leaveChooses(thrown);
        if (thrown != null) {
            scheduler().uncaught(this, thrown);
        }
        forgetLocals();
        return null;
    }

    @Override
    protected void abandoned(Group with) {
        body = null;
        forgetLocals();
    }

    @Override
    public String toString() {
        return name().isEmpty() ? label() : label() + " " + name();
    }

    /// What only some coroutines have.
    private static final class Particulars {
        private final String name; // null = none; final, since other threads ask
        private String created; // null = not recorded
        private Object local;
        private Set<UnendedChooses.Place> chooses; // Made, and none ended there so far; null = none.
        private CoroutineLocal.Values locals; // null = none
        private boolean passesOn; // Some of the values, to those that it starts.

        Particulars(String name) {
            this.name = name;
        }
    }
}
