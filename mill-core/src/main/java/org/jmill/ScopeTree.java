package org.jmill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.sched.Group;
import org.jmill.sched.Task;

/// The open scopes of a mill, each behind the one that it lies in.
final class ScopeTree {
    private final Map<Group, List<Group>> inner = new LinkedHashMap<>(); // By the one around them.

    private ScopeTree() {}

    /// Those that are open now; on the mill's thread.
    ///
    /// @param childrenMax how many of each are named
    static List<Dump.ScopeRow> of(MillRuntime mill, int childrenMax) {
        ScopeTree tree = new ScopeTree();
        mill.scheduler.forEach(tree::addAround);
        List<Dump.ScopeRow> rows = new ArrayList<>();
        ArrayDeque<Open> open = new ArrayDeque<>();
        tree.open(mill.scheduler.mill(), 0, open);
        while (!open.isEmpty()) {
            Open next = open.pop();
            rows.add(next.row(childrenMax));
            tree.open(next.group, next.depth + 1, open);
        }
        return rows;
    }

    private void addAround(Task task) {
        Group child = null;
        for (Group g = task.group(); g != null; g = g.outer()) {
            if (g.kind() == Group.Kind.SCOPE || g.kind() == Group.Kind.MILL) {
                boolean isKnown = inner.containsKey(g);
                List<Group> within = inner.computeIfAbsent(g, any -> new ArrayList<>());
                if (child != null) {
                    within.add(child);
                }
                if (isKnown) {
                    return;
                }
                child = g;
            }
        }
    }

    private void open(Group around, int depth, ArrayDeque<Open> open) {
        List<Group> within = inner.getOrDefault(around, List.of());
        for (Group scope : within.reversed()) {
            open.push(new Open(scope, depth));
        }
    }

    private record Open(Group group, int depth) {
        Dump.ScopeRow row(int childrenMax) {
            List<Long> children = new ArrayList<>();
            group.forEachChild(child -> {
                if (children.size() < childrenMax) {
                    children.add(child.id());
                }
            });
            String cancelled = group.why() == null ? "" : group.why().reason().toString();
            Routine owner = (Routine) group.owner();
            int limit = ((Scope) group.about()).limit();
            return new Dump.ScopeRow(owner.id(), owner.name(), depth, group.living(), children, limit, cancelled);
        }
    }
}
