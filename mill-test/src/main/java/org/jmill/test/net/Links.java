package org.jmill.test.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jmill.test.sim.Agenda;

/// Who cannot reach whom, and what waits to get through.
final class Links {
    /// What becomes of packets.
    private enum Effect {
        /// They are lost: a connection sends them again until they get through.
        CUT,
        /// They wait, datagrams too.
        CLOGGED
    }

    /// A disturbance.
    private static final class Rule {
        private final Effect effect;
        private final Set<String> from;
        private final Set<String> to; // null = all that are not in `from`.
        private final boolean bothWays;
        private Agenda.Entry end; // null = until healed.

        Rule(Effect effect, Set<String> from, Set<String> to, boolean bothWays) {
            this.effect = effect;
            this.from = Set.copyOf(from);
            this.to = to == null ? null : Set.copyOf(to);
            this.bothWays = bothWays;
        }

        boolean applies(Host a, Host b) {
            return appliesOneWay(a, b) || bothWays && appliesOneWay(b, a);
        }

        private boolean appliesOneWay(Host a, Host b) {
            return from.contains(a.name()) && (to == null ? !from.contains(b.name()) : to.contains(b.name()));
        }
    }

    /// What waits.
    private record Held(Host from, Host to, Runnable again) {}

    private final Agenda agenda;
    private final Runnable onChange;
    private final List<Rule> rules = new ArrayList<>();
    private List<Held> held = new ArrayList<>();

    /// @param onChange is run where somebody is cut off, or no longer
    Links(Agenda agenda, Runnable onChange) {
        this.agenda = agenda;
        this.onChange = onChange;
    }

    void cut(Set<String> from, Set<String> to, boolean bothWays, long forNs) {
        add(new Rule(Effect.CUT, from, to, bothWays), forNs);
    }

    void clog(Set<String> nodes, long forNs) {
        add(new Rule(Effect.CLOGGED, nodes, null, true), forNs);
    }

    private void add(Rule rule, long forNs) {
        rules.add(rule);
        if (forNs > 0) {
            rule.end = agenda.after(forNs, () -> {
                rules.remove(rule);
                release();
            });
        }
        onChange.run();
    }

    /// Ends all disturbances.
    void heal() {
        for (Rule rule : rules) {
            if (rule.end != null) {
                rule.end.cancel();
            }
        }
        rules.clear();
        release();
    }

    /// Whether a packet does not get through now.
    boolean blocks(Host from, Host to) {
        return !to.isUp() || is(null, from, to);
    }

    /// Whether a packet that does not get through is lost.
    boolean cuts(Host from, Host to) {
        return !to.isUp() || is(Effect.CUT, from, to);
    }

    private boolean is(Effect effect, Host from, Host to) {
        if (from == to) {
            return false;
        }
        for (Rule rule : rules) {
            if ((effect == null || rule.effect == effect) && rule.applies(from, to)) {
                return true;
            }
        }
        return false;
    }

    void hold(Host from, Host to, Runnable again) {
        held.add(new Held(from, to, again));
    }

    /// Lets through what can get through now, in the order in which it was held.
    void release() {
        List<Held> all = held;
        held = new ArrayList<>();
        List<Held> free = new ArrayList<>();
        for (Held h : all) {
            (blocks(h.from, h.to) ? held : free).add(h);
        }
        for (Held h : free) {
            h.again.run();
        }
        onChange.run();
    }
}
