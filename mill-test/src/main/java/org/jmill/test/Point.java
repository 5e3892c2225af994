package org.jmill.test;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far an order has come.
///
/// @param <S> the object's state
final class Point<S extends @Nullable Object> implements Comparable<Point<S>> {
    // FRESH -> DUE   the call that is due has been tried next
    enum Stage {
        FRESH,
        DUE
    }

    private static final int NOBODY = -1;
    private static final BitSet NONE = new BitSet();

    private final Point<S> before; // null at the beginning
    private final int call; // The last one of the order; NOBODY at the beginning.
    private final int lostCount;

    /// The next return of a call that has no place.
    final int position;

    /// The answered calls that are open there and have a place, by slot; not to be changed.
    final BitSet placed;

    /// The lost calls that have a place, by number; not to be changed.
    final BitSet taken;

    final S state;

    // The search's, as long as it is not in its queue.
    Stage stage = Stage.FRESH;
    long number;

    private Point(Point<S> before, int call, int position, BitSet placed, BitSet taken, int lostCount, S state) {
        this.before = before;
        this.call = call;
        this.position = position;
        this.placed = placed;
        this.taken = taken;
        this.lostCount = lostCount;
        this.state = state;
    }

    /// The beginning.
    static <S extends @Nullable Object> Point<S> start(S state) {
        return new Point<>(null, NOBODY, 0, NONE, NONE, 0, state);
    }

    /// Gives one more call a place.
    ///
    /// @param next the state that it leaves behind
    Point<S> and(int more, Course<?, ?> course, S next) {
        if (course.isLost(more)) {
            return new Point<>(this, more, position, placed, with(taken, course.bit(more)), lostCount + 1, next);
        }
        BitSet nowPlaced = with(placed, course.bit(more));
        int then = course.advance(position, nowPlaced);
        return new Point<>(this, more, then, nowPlaced.isEmpty() ? NONE : nowPlaced, taken, lostCount, next);
    }

    private static BitSet with(BitSet bits, int bit) {
        BitSet more = (BitSet) bits.clone();
        more.set(bit);
        return more;
    }

    /// The calls that have a place, in their order.
    List<Integer> order() {
        Deque<Integer> order = new ArrayDeque<>();
        for (Point<S> p = this; p.call != NOBODY; p = p.before) {
            order.addFirst(p.call);
        }
        return List.copyOf(order);
    }

    /// The best one to go on with first: it has come furthest; needed few lost calls, so that more are left; has not
    /// been tried at all; is the newest.
    @Override
    public int compareTo(Point<S> other) {
        if (position != other.position) {
            return Integer.compare(other.position, position);
        }
        if (lostCount != other.lostCount) {
            return Integer.compare(lostCount, other.lostCount);
        }
        int byStage = stage.compareTo(other.stage);
        return byStage != 0 ? byStage : Long.compare(other.number, number);
    }
}
