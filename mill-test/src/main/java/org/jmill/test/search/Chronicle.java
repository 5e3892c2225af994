package org.jmill.test.search;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jmill.test.sim.Listener;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// What has happened in a long run, a line an event: when, on which machine, who, what. The last lines are kept, and a
/// number that tells two runs apart whatever they did before.
final class Chronicle implements Listener {
    private static final int LINES_MAX = 200;
    private static final double NS_PER_S = 1e9;
    private static final long NS_AT_START = org.jmill.test.sim.Agenda.START_NS;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final Map<Long, String> machines = new HashMap<>(); // By the coroutine's number; only those on one.
    private SimWorld world;
    private long count;
    private long digest;

    /// The run begins.
    void in(SimWorld newWorld) {
        world = newWorld;
    }

    /// The last lines.
    String text() {
        StringBuilder text = new StringBuilder();
        if (count > lines.size()) {
            text.append(String.format(Locale.ROOT, "    … %,d events before%n", count - lines.size()));
        }
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }

    /// Tells this log from others.
    String digest() {
        return count + " events, " + Long.toHexString(digest);
    }

    @Override
    public void spawned(Subject parent, Subject child) {
        Object machine = world.machines().here();
        if (machine != null) {
            machines.put(child.id(), machine.toString());
        }
        if (parent != null) {
            add(parent, "go " + child.label());
        }
    }

    @Override
    public void does(Subject coroutine, Verb verb, Object object) {
        add(coroutine, verb.of(object));
    }

    @Override
    public void waits(Subject coroutine, Verb verb, Object object) {
        add(coroutine, verb.of(object) + " waits");
    }

    @Override
    public void woken(Subject coroutine, Subject waker) {
        add(coroutine, waker == null ? "woken from outside" : "woken by " + waker.label());
    }

    @Override
    public void ended(Subject coroutine, Throwable thrown) {
        add(coroutine, thrown == null ? "ends" : "ends by " + thrown.getClass().getSimpleName());
        machines.remove(coroutine.id());
    }

    private void add(Subject coroutine, String text) {
        String machine = machines.get(coroutine.id());
        double seconds = (world.agenda().nowNs() - NS_AT_START) / NS_PER_S;
        String line = String.format(
                Locale.ROOT,
                "%14.6f s  %-8s %-6s %s %s",
                seconds,
                machine == null ? "-" : machine,
                coroutine.label(),
                coroutine.name(),
                text);
        count++;
        digest = digest * 31 + line.hashCode();
        if (lines.size() == LINES_MAX) {
            lines.poll();
        }
        lines.add(line);
    }
}
