package org.jmill.test;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a search through orders has been: Lowe's memory.
///
/// Of two orders that have come to the same return with the same answered calls and the same state, that which needed
/// fewer of the lost calls can go on in every way in which the other one can: it leaves out those that it has not used,
/// or uses them later. So the other one need not be gone on with, even if the first one is still under way: of all ways
/// to the end the shortest is never left out.
final class Visited<S extends @Nullable Object> {
    /// A point, without the lost calls.
    private record Standing<S extends @Nullable Object>(int position, BitSet placed, S state) {}

    /// The lost calls with which a point was come to.
    private record Ways(BitSet taken, Ways next) {}

    private final Map<Standing<S>, Ways> been = new HashMap<>();

    /// Tells whether a point need not be gone on with. The sets must not change any more.
    boolean knows(int position, BitSet placed, BitSet taken, S state) {
        return knows(been.get(new Standing<>(position, placed, state)), taken);
    }

    /// Notes a point.
    ///
    /// @return whether it has to be gone on with
    boolean add(int position, BitSet placed, BitSet taken, S state) {
        Standing<S> standing = new Standing<>(position, placed, state);
        Ways ways = been.get(standing);
        if (knows(ways, taken)) {
            return false;
        }
        been.put(standing, new Ways(taken, ways));
        return true;
    }

    private static boolean knows(Ways ways, BitSet taken) {
        for (Ways w = ways; w != null; w = w.next) {
            if (isWithin(w.taken, taken)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(BitSet few, BitSet many) {
        for (int i = few.nextSetBit(0); i >= 0; i = few.nextSetBit(i + 1)) {
            if (!many.get(i)) {
                return false;
            }
        }
        return true;
    }
}
