package org.jmill;

import org.jmill.sched.Task;
import org.jmill.trace.Trace;

/// A coroutine, with what the façade keeps of it.
class Routine extends Task {
    final MillRuntime mill;

    // The mill's thread only.
    private Body<?> body; // null once it runs
    private String created; // null = not recorded
    Object local; // libmill's cls
    CoroutineLocal.Values locals; // null = none

    Routine(MillRuntime mill, long id, String name, String created, Body<?> body) {
        super(mill.scheduler, id, name);
        this.mill = mill;
        this.created = created;
        this.body = body;
    }

    /// Gives a prepared coroutine its work.
    void assign(String newCreated, Body<?> newBody) {
        created = newCreated;
        body = newBody;
    }

    /// Where it was created, or null where that was not recorded.
    String created() {
        return created;
    }

    @Override
    protected void body() throws Exception {
        Body<?> code = body;
        body = null; // What it captured may go as soon as the code is done with it.
        code.run();
    }

    @Override
    protected Task ended(Throwable thrown) {
        if (Trace.on) {
            Trace.ended(id());
        }
        if (thrown != null) {
            scheduler().uncaught(this, thrown);
        }
        return null;
    }

    @Override
    public String toString() {
        return name() == null ? "{" + id() + "}" : "{" + id() + "} " + name();
    }
}
