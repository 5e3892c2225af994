package org.jmill.test.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jmill.test.sim.Kind;
import org.jmill.world.Subject;

/// Looks whether steps that should be independent are: runs two of them the other way round, and compares what each
/// coroutine does.
final class Swaps {
    static final int MAX = 100;

    private final Search search;
    private final SplittableRandom random;
    private int agreed;
    private String difference; // null = none was seen

    Swaps(Search search, long seed) {
        this.search = search;
        this.random = new SplittableRandom(seed);
    }

    int agreed() {
        return agreed;
    }

    /// How two steps were not independent; null: they all were.
    String difference() {
        return difference;
    }

    /// Looks at two steps of the last run of a reduction.
    void look(List<Node> nodes) {
        if (agreed >= MAX || difference != null) {
            return;
        }
        List<Turn> turns = turns(nodes);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + 1 < turns.size(); i++) {
            Node one = turns.get(i).node();
            Node two = turns.get(i + 1).node();
            boolean canSwap = one.coroutine() != two.coroutine()
                    && one.place(two.coroutine()) >= 0
                    && !one.step.meets(two.step)
                    && !one.creates
                    && !two.creates;
            if (canSwap) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return;
        }
        int place = places.get(random.nextInt(places.size()));
        EventLog log = run(turns);
        turns.add(place, turns.remove(place + 1));
        EventLog swapped = run(turns);
        compare(log, swapped, turns.get(place).node(), turns.get(place + 1).node());
    }

    /// A step: the node at which it begins, and the answers to the decisions within it.
    private record Turn(Node node, List<Integer> answers) {}

    private static List<Turn> turns(List<Node> nodes) {
        List<Turn> turns = new ArrayList<>();
        for (Node node : nodes) {
            if (node.isTurn()) {
                turns.add(new Turn(node, new ArrayList<>()));
            } else if (!turns.isEmpty()) {
                turns.getLast().answers().add(node.choice);
            }
        }
        return turns;
    }

    private EventLog run(List<Turn> turns) {
        EventLog log = new EventLog(search.schedule());
        Ordered guide = new Ordered(turns);
        search.run(guide, false, log);
        return log;
    }

    private void compare(EventLog log, EventLog swapped, Node one, Node two) {
        if (byCoroutine(log).equals(byCoroutine(swapped))) {
            agreed++;
        } else {
            difference = "steps of {" + one.coroutine() + "} and {" + two.coroutine()
                    + "} touch no common channel, and yet their order makes a difference";
        }
    }

    private static Map<Long, List<String>> byCoroutine(EventLog log) {
        Map<Long, List<String>> texts = new TreeMap<>();
        log.rows()
                .forEach(row -> texts.computeIfAbsent(row.coroutine(), c -> new ArrayList<>())
                        .add(row.text()));
        return texts;
    }

    /// Has the steps run in a given order; once that is not possible, by default.
    private static final class Ordered implements Guide {
        private final List<Turn> turns;
        private int next;
        private int answered;

        Ordered(List<Turn> turns) {
            this.turns = turns;
        }

        @Override
        public int choose(int position, Kind kind, int bound) {
            if (next == 0 || next > turns.size()) {
                return 0;
            }
            List<Integer> answers = turns.get(next - 1).answers();
            return answered < answers.size() ? Math.min(answers.get(answered++), bound - 1) : 0;
        }

        @Override
        public int turn(int position, Kind kind, List<? extends Subject> candidates) {
            answered = 0;
            if (next < turns.size()) {
                long wanted = turns.get(next++).node().coroutine();
                for (int i = 0; i < candidates.size(); i++) {
                    if (candidates.get(i).id() == wanted) {
                        return i;
                    }
                }
            } else {
                next = turns.size() + 1;
            }
            return 0;
        }
    }
}
