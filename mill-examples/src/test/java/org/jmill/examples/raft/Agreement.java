package org.jmill.examples.raft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What must hold over all nodes together, whoever has crashed meanwhile: one leader a term, and one log.
final class Agreement implements Witness {
    private final Map<Long, String> leaders = new HashMap<>(); // By term.
    private final Map<Place, Written> written = new HashMap<>();
    private final List<Entry> applied = new ArrayList<>(); // What somebody has applied, the first at index 1.

    private String lastLeader; // null: nobody has led.

    private record Place(long index, long term) {}

    private record Written(long termBefore, String command) {}

    @Override
    public void leads(String node, long term) {
        String other = leaders.putIfAbsent(term, node);
        lastLeader = node.substring(0, node.indexOf(':'));
        if (other != null && !other.equals(node)) {
            throw new AssertionError("two lead in term " + term + ": " + other + " and " + node);
        }
    }

    /// Log matching: if it holds for each entry and the one before, it holds for all before.
    @Override
    public void writes(String node, long index, long termBefore, Entry entry) {
        Written here = new Written(termBefore, entry.command());
        Written other = written.putIfAbsent(new Place(index, entry.term()), here);
        if (other != null && !other.equals(here)) {
            throw new AssertionError("entry " + index + " of term " + entry.term() + " is " + other + ", and for "
                    + node + " it is " + here);
        }
    }

    @Override
    public void applies(String node, long index, Entry entry) {
        if (index > applied.size() + 1) {
            throw new AssertionError(node + " applies entry " + index + ", but nobody the one before");
        }
        if (index == applied.size() + 1) {
            applied.add(entry);
        } else if (!applied.get((int) index - 1).equals(entry)) {
            throw new AssertionError(
                    "entry " + index + " is " + applied.get((int) index - 1) + ", and for " + node + " it is " + entry);
        }
    }

    /// The machine of who was elected last; null: nobody was.
    String lastLeader() {
        return lastLeader;
    }

    /// How many terms had a leader.
    int elections() {
        return leaders.size();
    }
}
