package org.jmill.test;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// Searches for an order that explains the calls of one key, as Wing and Gong do, with Lowe's memory.
///
/// It goes on where it has come furthest. There the call that is due is tried first; the others that are open, only if
/// that leads nowhere; and lost ones as few as possible. That is not depth first: with lost calls this would use up all
/// of them at the first result that cannot be explained, and miss them later.
///
/// Two things are never tried: a lost call that changes nothing, as it might as well not have happened; and any other
/// call where an open one that only looks has a place, as this cannot be in anybody's way.
///
/// Where there is no order, the search is made a second time, to see what could have been given at the return that no
/// order has come beyond.
final class Linearizer<S extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object> {
    private static final int NOBODY = -1;

    /// How many different results of the watched call are noted.
    private static final int POSSIBLE_MAX = 6;

    private final Model<S, O, R> model;
    private final List<Call<O, R>> calls;
    private final Course<O, R> course;
    private final long statesMax;
    private final BitSet reads = new BitSet();

    private final Visited<S> visited = new Visited<>();
    private final PriorityQueue<Point<S>> queue = new PriorityQueue<>();
    private long queued;
    private long states;
    private Point<S> furthest; // The first one that came to where it stands.

    // Of the second search.
    private int watched = NOBODY;
    private final Set<String> possible = new LinkedHashSet<>();
    private boolean hadPlace;

    private Linearizer(Model<S, O, R> model, List<Call<O, R>> calls, Course<O, R> course, long statesMax) {
        this.model = model;
        this.calls = calls;
        this.course = course;
        this.statesMax = statesMax;
        for (int i = 0; i < calls.size(); i++) {
            reads.set(i, model.isRead(calls.get(i).op()));
        }
    }

    /// Looks for an order.
    ///
    /// @param calls those of one key, in the order in which they begin
    /// @param statesMax how many states it may go through, besides one for each call
    static <S extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object> Verdict verdict(
            Model<S, O, R> model, List<Call<O, R>> calls, long statesMax) {
        long max = statesMax + calls.size();
        Course<O, R> course = new Course<>(calls);
        Linearizer<S, O, R> search = new Linearizer<>(model, calls, course, max);
        if (search.finds()) {
            return new Verdict.Fit(search.states, search.furthest.order());
        }
        if (search.states > max) {
            return new Verdict.Open(max);
        }
        Point<S> longest = search.furthest;
        Linearizer<S, O, R> again = new Linearizer<>(model, calls, course, max);
        again.watched = course.due(longest.position);
        if (again.finds() || again.states != search.states) {
            throw new MillPanic("mustBeLinearizable: the model says this now and that then; its methods must be pure");
        }
        return new Verdict.Misfit(
                search.states,
                again.watched,
                longest.order(),
                String.valueOf(longest.state),
                List.copyOf(again.possible),
                again.hadPlace);
    }

    /// @return whether there is an order; if not, the limit may have been reached
    private boolean finds() {
        furthest = Point.start(model.start());
        enqueue(furthest);
        while (!queue.isEmpty() && furthest.position < course.length()) {
            Point<S> point = queue.poll();
            if (point.stage == Point.Stage.DUE) {
                addOthers(point);
            } else if (visited.add(point.position, point.placed, point.taken, point.state)) {
                if (++states > statesMax) {
                    return false;
                }
                if (!addRead(point)) {
                    addMoves(point, course.due(point.position));
                    point.stage = Point.Stage.DUE;
                    enqueue(point);
                }
            }
        }
        return furthest.position == course.length();
    }

    private void enqueue(Point<S> point) {
        point.number = queued++;
        queue.add(point);
        if (point.position > furthest.position) {
            furthest = point;
        }
    }

    private boolean addRead(Point<S> point) {
        for (int call : course.openAnswered(point.position, point.placed)) {
            if (reads.get(call) && addMoves(point, call)) {
                return true;
            }
        }
        return false;
    }

    private void addOthers(Point<S> point) {
        for (int call : course.openAnswered(point.position, point.placed)) {
            if (call != course.due(point.position)) {
                addMoves(point, call);
            }
        }
        for (int call : course.openLost(point.position, point.taken)) {
            addMoves(point, call);
        }
    }

    /// @return whether the call can have the next place
    private boolean addMoves(Point<S> point, int index) {
        Call<O, R> call = calls.get(index);
        boolean any = false;
        for (Outcome<S, R> outcome : model.outcomes(point.state, call.op())) {
            boolean changes = !Objects.equals(outcome.next(), point.state);
            if (changes && reads.get(index)) {
                throw new MillPanic("mustBeLinearizable " + call.op()
                        + ": the model says that it only looks, and that it changes the state");
            }
            if (call.isAnswered() ? outcome.allows(call.result()) : changes) {
                any = true;
                Point<S> next = point.and(index, course, outcome.next());
                if (!visited.knows(next.position, next.placed, next.taken, next.state)) {
                    enqueue(next);
                }
            } else if (index == watched && possible.size() < POSSIBLE_MAX) {
                possible.add(String.valueOf(outcome.result()));
            }
        }
        hadPlace |= any && index == watched;
        return any;
    }
}
