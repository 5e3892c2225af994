package org.jmill.test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of one key as a course from return to return.
///
/// Of an order that has come to some return, it need not be known which answered calls it has from the first one on: it
/// has all that returned before, and none that begins after. Only those that are *open* there make a difference. Each
/// has a *slot* while it is open, so that there are as many bits as calls at the same time, however long the course is.
/// A *lost* call, one without an answer, is open for ever and has a number of its own.
///
/// It does not change.
final class Course<O extends @Nullable Object, R extends @Nullable Object> {
    private static final int NOBODY = -1;

    /// A return.
    ///
    /// @param call who returns
    /// @param open the answered calls that are open just before, the one that returns among them
    /// @param lostBegun how many lost calls have begun before
    private record Return(int call, int[] open, int lostBegun) {}

    /// A beginning or a return, with its number in the history.
    private record Event(long number, int call, boolean isReturn) {}

    private final List<Return> returns = new ArrayList<>();
    private final int[] slots; // By call; its number among the lost, for those.
    private final boolean[] isLost; // By call.
    private final List<Integer> lost = new ArrayList<>(); // By number: the call.
    private final List<Integer> twins =
            new ArrayList<>(); // By number: of the last one before it that is equal; or NOBODY.

    /// @param calls in the order in which they begin
    Course(List<Call<O, R>> calls) {
        slots = new int[calls.size()];
        isLost = new boolean[calls.size()];
        BitSet occupied = new BitSet();
        List<Integer> occupants = new ArrayList<>(); // By slot.
        Map<O, Integer> last = new HashMap<>();
        for (Event event : events(calls)) {
            int call = event.call;
            if (event.isReturn) {
                returns.add(
                        new Return(call, occupied.stream().map(occupants::get).toArray(), lost.size()));
                occupied.clear(slots[call]);
            } else if (calls.get(call).isAnswered()) {
                slots[call] = occupied.nextClearBit(0);
                occupied.set(slots[call]);
                if (slots[call] == occupants.size()) {
                    occupants.add(call);
                }
                occupants.set(slots[call], call);
            } else {
                isLost[call] = true;
                slots[call] = lost.size();
                Integer twin = last.put(calls.get(call).op(), lost.size());
                twins.add(twin == null ? NOBODY : twin);
                lost.add(call);
            }
        }
    }

    private static <O extends @Nullable Object, R extends @Nullable Object> List<Event> events(List<Call<O, R>> calls) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            events.add(new Event(calls.get(i).begin(), i, false));
            if (calls.get(i).isAnswered()) {
                events.add(new Event(calls.get(i).end(), i, true));
            }
        }
        events.sort(Comparator.comparingLong(Event::number));
        return events;
    }

    /// How many returns there are.
    int length() {
        return returns.size();
    }

    /// The call that returns there.
    int due(int position) {
        return returns.get(position).call;
    }

    boolean isLost(int call) {
        return isLost[call];
    }

    /// The bit of a call: its slot, or its number if it is lost.
    int bit(int call) {
        return slots[call];
    }

    /// The answered calls that can have the next place.
    ///
    /// @param placed those open ones that have one, by slot
    List<Integer> openAnswered(int position, BitSet placed) {
        List<Integer> open = new ArrayList<>();
        for (int call : returns.get(position).open) {
            if (!placed.get(slots[call])) {
                open.add(call);
            }
        }
        return open;
    }

    /// The lost calls that can have the next place. Of equal ones it is always the first: the others can do nothing
    /// that it cannot.
    ///
    /// @param taken those that have one, by number
    List<Integer> openLost(int position, BitSet taken) {
        List<Integer> open = new ArrayList<>();
        int begun = returns.get(position).lostBegun;
        for (int i = taken.nextClearBit(0); i < begun; i = taken.nextClearBit(i + 1)) {
            if (twins.get(i) == NOBODY || taken.get(twins.get(i))) {
                open.add(lost.get(i));
            }
        }
        return open;
    }

    /// Goes on to the next return of a call that has no place.
    ///
    /// @param placed the open calls that have one, by slot; those that return on the way are taken out
    /// @return that return, or the length
    int advance(int position, BitSet placed) {
        int next = position;
        while (next < length() && placed.get(slots[due(next)])) {
            placed.clear(slots[due(next++)]);
        }
        return next;
    }
}
