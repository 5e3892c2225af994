package org.jmill.test.search;

import java.util.ArrayList;
import java.util.List;
import org.jmill.test.sim.Kind;
import org.jmill.test.sim.Listener;
import org.jmill.world.Subject;

/// Goes through one schedule of each set that differs in the order of independent steps only.
///
/// After Abdulla, Aronis, Jonsson and Sagonas, "Optimal dynamic partial order reduction" (2014): source sets with sleep
/// sets. A step is what a coroutine does up to the next decision on turns; the answers to other decisions within it
/// are all gone through. When the time moves that counts as a step that touches everything.
final class Reduction implements Guide {
    private final List<Node> nodes = new ArrayList<>();
    private Touched touched = new Touched();
    private Node last; // The turn whose step is under way.
    private int cursor; // Nodes that this run has come to.
    private boolean isRedundant; // All that could run sleeps: this run repeats others from here on.

    /// A run begins.
    ///
    /// @return who is to listen to it
    Listener begin() {
        touched = new Touched();
        touched.begin(new Footprint(), 0);
        last = null;
        cursor = 0;
        isRedundant = false;
        return touched;
    }

    @Override
    public int choose(int position, Kind kind, int bound) {
        if (isRedundant) {
            return 0;
        }
        if (cursor == nodes.size()) {
            nodes.add(Node.data(bound));
        }
        Node node = nodes.get(cursor++);
        if (node.isTurn() || node.bound != bound) {
            throw new NotDeterministicError("decision " + position + " differs from the run before it");
        }
        if (kind == Kind.ARRIVAL && node.choice > 0 && last != null) {
            last.step.addAnything();
        }
        return node.choice;
    }

    @Override
    public int turn(int position, Kind kind, List<? extends Subject> candidates) {
        endStep();
        if (isRedundant) {
            return 0;
        }
        if (cursor == nodes.size() && !append(candidates)) {
            isRedundant = true;
            return 0;
        }
        Node node = nodes.get(cursor++);
        if (!node.isTurn() || node.enabled.length != candidates.size()) {
            throw new NotDeterministicError("decision " + position + " differs from the run before it");
        }
        last = node;
        node.numbersFrom = touched.numbersFrom();
        node.step = new Footprint();
        touched.begin(node.step, node.coroutine());
        return node.choice;
    }

    private void endStep() {
        if (last != null) {
            last.enables = touched.enabled();
            last.creates = touched.creates() || touched.isAfterBody();
            last.allSteps.addAll(last.step);
            last = null;
        }
    }

    /// @return false if all that could run sleeps
    private boolean append(List<? extends Subject> candidates) {
        long[] enabled = candidates.stream().mapToLong(Subject::id).toArray();
        Node before = lastTurn();
        Node node = Node.turn(enabled, before == null ? List.of() : before.asleepAfter());
        for (int i = 0; i < enabled.length; i++) {
            if (!node.isAsleep(enabled[i])) {
                node.choice = i;
                node.want(enabled[i]);
                nodes.add(node);
                return true;
            }
        }
        return false;
    }

    private Node lastTurn() {
        for (int i = cursor - 1; i >= 0; i--) {
            if (nodes.get(i).isTurn()) {
                return nodes.get(i);
            }
        }
        return null;
    }

    /// The run has ended.
    ///
    /// @return whether it stands for schedules that none before it stood for
    boolean end() {
        endStep();
        Races.look(nodes);
        return !isRedundant;
    }

    /// Goes on to the next schedule.
    ///
    /// @return false if there is none
    boolean advance() {
        while (!nodes.isEmpty()) {
            if (nodes.getLast().advance()) {
                return true;
            }
            nodes.removeLast();
        }
        return false;
    }

    /// The decisions of the last run, in their order.
    List<Node> nodes() {
        return nodes;
    }
}
