package org.jmill.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a tree of scopes is to do, told without a scheduler: coroutines are stacks of frames, time jumps from event to
/// event, and who is cancelled is looked up from inside to outside each time.
final class ScopeModel {
    private enum Kind {
        SCOPE,
        WITHIN,
        SHIELD,
        ALONE
    }

    /// What is cancelled together.
    private static final class Region {
        final Kind kind;
        final Co owner;
        Region outer;
        String why; // null = not by itself
        boolean marked; // A cancellation has reached it.
        boolean closed;
        boolean bodyEnded;
        boolean cutOff;
        int living;
        int daemons;
        Failure failure;
        long stopMs = Long.MAX_VALUE;

        Region(Kind kind, Co owner, Region outer) {
            this.kind = kind;
            this.owner = owner;
            this.outer = outer;
            this.marked = kind != Kind.SHIELD && outer != null && outer.marked;
        }
    }

    private sealed interface Thrown {}

    private record Cancelled(Region by) implements Thrown {}

    private record Failure(String what, List<Failure> suppressed) implements Thrown {
        Collection<String> all() {
            Collection<String> all = new TreeSet<>();
            all.add(what);
            suppressed.forEach(s -> all.addAll(s.all()));
            return all;
        }
    }

    private static final class Frame {
        final String path;
        final ScopeStep step; // null = a sequence
        final List<ScopeStep> steps;
        final Region region; // Its own; null = none
        final Region scope; // The innermost one
        final List<Co> children; // Of that
        int next;
        Co started; // Just now, of which this knows when it goes on.
        Thrown bodyThrown;

        Frame(String path, ScopeStep step, List<ScopeStep> steps, Region region, Region scope, List<Co> children) {
            this.path = path;
            this.step = step;
            this.steps = steps;
            this.region = region;
            this.scope = scope;
            this.children = children;
        }
    }

    private static final class Co {
        final Deque<Frame> stack = new ArrayDeque<>();
        final Region base;
        final boolean daemon;
        Region region;
        Thrown thrown;
        boolean done;
        boolean ready;
        boolean cut; // Its sleep was ended by a cancellation, of which it hears when it runs.
        long sleepsUntilMs = -1; // -1 = it does not sleep
        Region awaits; // The scope whose children it waits for

        Co(Region base, boolean daemon) {
            this.base = base;
            this.region = base;
            this.daemon = daemon;
        }
    }

    private record Due(long ms, long sequence, Runnable action) {}

    private final Map<String, String> log = new TreeMap<>();
    private final List<Co> all = new ArrayList<>();
    private final Deque<Co> ready = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(
            (a, b) -> a.ms != b.ms ? Long.compare(a.ms, b.ms) : Long.compare(a.sequence, b.sequence));
    private long nowMs;
    private long sequence;

    private ScopeModel() {}

    static Map<String, String> run(List<ScopeStep> program) {
        ScopeModel model = new ScopeModel();
        Co main = new Co(null, false);
        model.all.add(main);
        model.enter(main, "0", new ScopeStep.Run(program), program, null, null);
        model.go(main);
        while (!main.done) {
            Co next = model.ready.poll();
            if (next != null) {
                next.ready = false;
                model.go(next);
            } else {
                Due due = model.timers.remove();
                model.nowMs = due.ms;
                due.action.run();
            }
        }
        if (main.thrown != null) {
            model.log.put("main", model.told(main.thrown));
        }
        return model.log;
    }

    // ---- running

    private void go(Co co) {
        if (co.cut) {
            co.cut = false;
            co.thrown = cancellation(co);
        }
        while (!co.done && !co.ready && co.sleepsUntilMs < 0 && co.awaits == null) {
            Frame top = co.stack.peek();
            if (top != null && top.started != null) {
                top.children.add(top.started);
                top.started = null;
            }
            if (top == null) {
                ends(co);
            } else if (top.step != null) {
                leaves(co, top);
            } else if (co.thrown != null || top.next == top.steps.size()) {
                co.stack.pop();
            } else {
                int index = top.next++;
                does(co, top, top.path + "." + index, top.steps.get(index));
            }
        }
    }

    private void does(Co co, Frame frame, String path, ScopeStep step) {
        switch (step) {
            case ScopeStep.Sleep(int ms) -> {
                if (isCancelled(co.region)) {
                    co.thrown = cancellation(co);
                } else {
                    co.sleepsUntilMs = nowMs + ms;
                    long until = co.sleepsUntilMs;
                    at(until, () -> {
                        if (co.sleepsUntilMs == until && !co.ready) {
                            wake(co);
                        }
                    });
                }
            }
            case ScopeStep.Fail() -> co.thrown = new Failure(path, new ArrayList<>());
            case ScopeStep.Run(List<ScopeStep> body) -> enter(co, path, step, body, frame.scope, frame.children);
            case ScopeStep.Within(int ms, List<ScopeStep> body) -> {
                Region region = enter(co, path, step, body, frame.scope, frame.children);
                at(nowMs + ms, () -> cancel(region, "DEADLINE"));
            }
            case ScopeStep.Shield(int ms, List<ScopeStep> body) -> {
                Region region = enter(co, path, step, body, frame.scope, frame.children);
                at(nowMs + ms, () -> cancel(region, "DEADLINE"));
            }
            case ScopeStep.Swallow(List<ScopeStep> body) -> enter(co, path, step, body, frame.scope, frame.children);
            case ScopeStep.Go(boolean daemon, List<ScopeStep> body) -> {
                if (isCancelled(co.region)) {
                    co.thrown = cancellation(co);
                    return;
                }
                Co child = new Co(frame.scope, daemon);
                all.add(child);
                frame.started = child;
                frame.scope.living++;
                frame.scope.daemons += daemon ? 1 : 0;
                child.stack.push(new Frame(path, step, null, null, frame.scope, frame.children));
                child.stack.push(new Frame(path, null, body, null, frame.scope, frame.children));
                co.ready = true; // Behind all others, while the child runs.
                ready.add(co);
                go(child);
            }
            case ScopeStep.CancelScope() -> cancel(frame.scope, "CALL");
            case ScopeStep.CancelChild() -> {
                if (!frame.children.isEmpty()) {
                    cancelAlone(frame.children.getLast());
                }
            }
            case ScopeStep.Stop(int graceMs) -> {
                Region scope = frame.scope;
                scope.stopMs = Math.min(scope.stopMs, nowMs + graceMs);
                at(scope.stopMs, () -> cancel(scope, "STOPPED"));
            }
        }
    }

    private Region enter(Co co, String path, ScopeStep step, List<ScopeStep> body, Region scope, List<Co> children) {
        Kind kind =
                switch (step) {
                    case ScopeStep.Run run -> Kind.SCOPE;
                    case ScopeStep.Within within -> Kind.WITHIN;
                    case ScopeStep.Shield shield -> Kind.SHIELD;
                    default -> null;
                };
        Region region = kind == null ? null : new Region(kind, co, co.region);
        if (region != null) {
            co.region = region;
        }
        boolean isScope = kind == Kind.SCOPE;
        co.stack.push(new Frame(path, step, null, region, scope, children));
        co.stack.push(
                new Frame(path, null, body, null, isScope ? region : scope, isScope ? new ArrayList<>() : children));
        return region;
    }

    /// A step with a body has come to its end.
    private void leaves(Co co, Frame frame) {
        if (frame.step instanceof ScopeStep.Run && !leavesScope(co, frame)) {
            return;
        }
        co.stack.pop();
        Region region = frame.region;
        if (region != null) {
            region.closed = true;
            co.region = region.outer;
        }
        boolean isOwn = region != null && co.thrown instanceof Cancelled cancelled && cancelled.by == region;
        if (isOwn && frame.step instanceof ScopeStep.Shield && isCancelled(co.region)) {
            co.thrown = cancellation(co);
        } else if (isOwn && !(frame.step instanceof ScopeStep.Run)) {
            co.thrown = new Failure("late", new ArrayList<>());
        }
        log.put(frame.path, told(co.thrown) + " at " + nowMs);
        if (frame.step instanceof ScopeStep.Swallow && co.thrown instanceof Cancelled) {
            co.thrown = null;
        }
    }

    /// @return false if it waits for the children
    private boolean leavesScope(Co co, Frame frame) {
        Region scope = frame.region;
        if (!scope.bodyEnded) {
            frame.bodyThrown = co.thrown;
            co.thrown = null;
            if (frame.bodyThrown instanceof Failure failure) {
                fail(scope, failure);
            }
            scope.bodyEnded = true;
            lookForEnd(scope);
            if (scope.living > 0) {
                co.awaits = scope;
                return false;
            }
        }
        scope.closed = true;
        co.region = scope.outer;
        boolean isEcho = frame.bodyThrown instanceof Cancelled cancelled && cancelled.by == scope;
        if (scope.failure != null) {
            co.thrown = scope.failure;
        } else if (frame.bodyThrown != null) {
            co.thrown = isEcho ? null : frame.bodyThrown;
        } else if (scope.cutOff && isCancelled(co.region)) {
            co.thrown = cancellation(co);
        }
        return true;
    }

    private void ends(Co co) {
        co.done = true;
        Region scope = co.base;
        if (scope == null) {
            return;
        }
        if (co.thrown instanceof Failure failure) {
            fail(scope, failure);
        } else if (co.thrown != null) {
            scope.cutOff |= scope.outer != null && isCancelled(scope.outer);
        }
        scope.living--;
        scope.daemons -= co.daemon ? 1 : 0;
        lookForEnd(scope);
    }

    private void lookForEnd(Region scope) {
        if (scope.bodyEnded && scope.living == 0 && scope.owner.awaits == scope) {
            wake(scope.owner);
        } else if (scope.bodyEnded && scope.living > 0 && scope.living == scope.daemons) {
            cancel(scope, "SCOPE_END");
        }
    }

    private void wake(Co co) {
        co.ready = true;
        co.sleepsUntilMs = -1;
        co.awaits = null;
        ready.add(co);
    }

    private void at(long ms, Runnable action) {
        timers.add(new Due(ms, sequence++, action));
    }

    // ---- cancelling

    private void fail(Region scope, Failure failure) {
        if (scope.failure == null) {
            scope.failure = failure;
        } else {
            scope.failure.suppressed.add(failure);
        }
        cancel(scope, "SIBLING");
    }

    private void cancel(Region region, String why) {
        if (region.why != null || region.closed) {
            return;
        }
        boolean isNew = !region.marked;
        region.why = why;
        region.marked = true;
        Deque<Region> open = new ArrayDeque<>();
        if (isNew) {
            open.add(region);
        }
        while (!open.isEmpty()) {
            Region next = open.poll();
            all.stream().filter(co -> co.base == next && co != next.owner).forEach(co -> reach(next, co, open));
            reach(next, next.owner, open); // After its children.
        }
    }

    private void reach(Region from, Co co, Deque<Region> open) {
        if (co.done) {
            return;
        }
        Region shield = null;
        for (Region r = co.region; r != from; r = r.outer) {
            shield = r.kind == Kind.SHIELD ? r : shield;
        }
        for (Region r = shield == null ? co.region : shield.outer; r != from; r = r.outer) {
            if (!r.marked && r.kind == Kind.SCOPE) {
                open.add(r);
            }
            r.marked = true;
        }
        if (shield == null && co.sleepsUntilMs >= 0) {
            co.cut = true;
            wake(co);
        }
    }

    private void cancelAlone(Co co) {
        if (co.done || isCancelled(co.base)) {
            return;
        }
        Region top = null;
        for (Region r = co.region; r != co.base; r = r.outer) {
            if (r.kind == Kind.ALONE) {
                return;
            }
            top = r;
        }
        Region alone = new Region(Kind.ALONE, co, co.base);
        if (top == null) {
            co.region = alone;
        } else {
            top.outer = alone;
        }
        cancel(alone, "CALL");
    }

    private static boolean isCancelled(Region from) {
        return outermost(from) != null;
    }

    private static Region outermost(Region from) {
        Region found = null;
        for (Region r = from; r != null; r = r.kind == Kind.SHIELD ? null : r.outer) {
            found = r.why == null ? found : r;
        }
        return found;
    }

    private static Cancelled cancellation(Co co) {
        return new Cancelled(outermost(co.region));
    }

    private String told(Thrown thrown) {
        return switch (thrown) {
            case null -> "ended";
            case Cancelled cancelled -> cancelled.by.why;
            case Failure failure -> "failed " + failure.all();
        };
    }
}
