package org.jmill.test.net;

import org.jmill.test.sim.Agenda;

/// How long an end of a connection bears that nothing comes back. It asks only where it cannot be answered: one that
/// would be answered need not be simulated, and an idle network has nothing in its agenda.
final class Silence {
    /// What is sent again and again is given up after so long (`tcp_retries2`).
    static final long RESENDING_MAX_NS = 924_000_000_000L;

    /// What is to open a connection is given up after so long (`tcp_syn_retries`).
    static final long CONNECTING_MAX_NS = 127_000_000_000L;

    private static final long NS_PER_SECOND = 1_000_000_000;

    private final Wire wire;
    private final Runnable onEnd;
    private Agenda.Entry resending; // Until what is sent again is given up; null: nothing is.
    private Agenda.Entry probing; // Until keepalive has its answer, or none; null: it need not ask.

    /// @param onEnd is run when what was sent is given up
    Silence(Wire wire, Runnable onEnd) {
        this.wire = wire;
        this.onEnd = onEnd;
    }

    /// Something has not got through, and is sent again, for so long.
    void resend(long limitNs) {
        if (resending == null) {
            resending = wire.after(limitNs, onEnd);
        }
    }

    /// Something has got through.
    void broken() {
        resending = cancelled(resending);
    }

    /// Keepalive asks, and after so long has an answer, or has none.
    void probe(long seconds, Runnable outcome) {
        noProbe();
        probing = wire.after(seconds * NS_PER_SECOND, outcome);
    }

    /// Keepalive need not ask.
    void noProbe() {
        probing = cancelled(probing);
    }

    /// The connection is over.
    void stop() {
        broken();
        noProbe();
    }

    private static Agenda.Entry cancelled(Agenda.Entry entry) {
        if (entry != null) {
            entry.cancel();
        }
        return null;
    }
}
