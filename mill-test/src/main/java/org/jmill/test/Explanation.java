package org.jmill.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tells people why a history is not linearizable: which call has no place, which calls are about it, and the places of
/// the others in the longest order.
final class Explanation<O extends @Nullable Object, R extends @Nullable Object> {
    private static final int ROWS_MAX = 20;

    /// How many of the rows may be for calls that have no place and need none.
    private static final int IDLE_ROWS_MAX = 6;

    private static final int POSSIBLE_MAX = 5;

    private final Object key;
    private final List<Call<O, R>> calls;
    private final Verdict.Misfit misfit;
    private final Call<O, R> stuck;
    private final Map<Integer, Integer> places = new HashMap<>(); // 1, 2, … by call.

    Explanation(Object key, List<Call<O, R>> calls, Verdict.Misfit misfit) {
        this.key = key;
        this.calls = calls;
        this.misfit = misfit;
        this.stuck = calls.get(misfit.call());
        for (int call : misfit.order()) {
            places.put(call, places.size() + 1);
        }
    }

    /// That of both whose call returned first.
    Explanation<O, R> orEarlier(Explanation<O, R> other) {
        return other.stuck.end() < stuck.end() ? other : this;
    }

    /// What is to be said where the search has not come to its end.
    static <O extends @Nullable Object, R extends @Nullable Object> String undecided(
            Object key, List<Call<O, R>> calls, Verdict.Open open) {
        long lost = calls.stream().filter(call -> !call.isAnswered()).count();
        return String.format(
                Locale.ROOT,
                "%s: it could not be decided within %,d states, for %,d calls, %,d of them without an answer;"
                        + " allow more with statesMax, or let fewer clients work on the same key",
                operation(key),
                open.states(),
                calls.size(),
                lost);
    }

    private static String operation(Object key) {
        return "mustBeLinearizable" + (key.equals(Model.WHOLE) ? "" : " key " + Columns.cut(key));
    }

    @Override
    public String toString() {
        List<Integer> rows = rows();
        StringBuilder text = new StringBuilder(operation(key))
                .append(": no place for ")
                .append(Columns.cut(stuck))
                .append(" of ")
                .append(stuck.who())
                .append(", steps ")
                .append(stuck.steps())
                .append(possible())
                .append('\n');
        List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {"place", "who", "call", "steps", ""});
        TreeSet<Long> times = times(rows);
        for (int row : rows) {
            Call<O, R> call = calls.get(row);
            cells.add(new String[] {place(row), call.who(), call.toString(), call.steps(), bar(call, times)});
        }
        Columns.append(text, cells);
        return text.append(closing(rows)).toString();
    }

    private String possible() {
        List<String> results = misfit.possible();
        if (results.isEmpty()) {
            return misfit.hadPlace()
                    ? "; where it has one, a call that returned earlier has none"
                    : "; it is not possible in any state that there can have been";
        }
        List<String> few = results.subList(0, Math.min(results.size(), POSSIBLE_MAX));
        return "; it can only give "
                + few.stream().map(Columns::cut).collect(Collectors.joining(" or "))
                + (results.size() > few.size() ? " or …" : "")
                + (misfit.hadPlace() ? ", unless a call that returned earlier has no place" : "");
    }

    private String place(int call) {
        Integer place = places.get(call);
        return call == misfit.call() ? "?" : place == null ? "" : place.toString();
    }

    private String closing(List<Integer> rows) {
        long begun = IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).begin() < stuck.end())
                .count();
        String when = places.isEmpty() ? "at the beginning" : "after place " + places.size();
        long hidden = begun - rows.size();
        return "The state " + when + " is " + Columns.cut(misfit.state())
                + (hidden > 0 ? String.format(Locale.ROOT, "; %,d calls are not shown.", hidden) : ".");
    }

    /// Which calls to show, in the order in which they begin: the one without a place, those that have the last places,
    /// and some that were open.
    private List<Integer> rows() {
        List<Integer> idle = IntStream.range(0, calls.size())
                .filter(i -> i != misfit.call() && !places.containsKey(i))
                .filter(i -> calls.get(i).begin() < stuck.end())
                .boxed()
                .sorted(Comparator.reverseOrder())
                .toList();
        List<Integer> order = misfit.order();
        int room = ROWS_MAX - 1 - Math.min(idle.size(), IDLE_ROWS_MAX);
        List<Integer> rows = new ArrayList<>(order.subList(Math.max(0, order.size() - room), order.size()));
        rows.add(misfit.call());
        rows.addAll(idle.subList(0, Math.min(idle.size(), ROWS_MAX - rows.size())));
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /// When something begins or returns that is shown.
    private TreeSet<Long> times(List<Integer> rows) {
        TreeSet<Long> times = new TreeSet<>();
        for (int row : rows) {
            times.add(calls.get(row).begin());
            if (calls.get(row).isAnswered()) {
                times.add(calls.get(row).end());
            }
        }
        return times;
    }

    /// A call as a line: `[--]`, or `[--->` if it has not returned. A column is a beginning or a return.
    private static String bar(Call<?, ?> call, TreeSet<Long> times) {
        int begin = times.headSet(call.begin()).size();
        int end = times.headSet(call.end()).size();
        return " ".repeat(begin) + "[" + "-".repeat(end - begin - 1) + (call.isAnswered() ? "]" : ">");
    }
}
