package org.jmill.bench.mutant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a program prints in all its orders: learned from two searches that differ in their seed.
///
/// A [trait][Traits] counts if it is the same in all runs; or if it takes a few values only, both searches have seen
/// the same ones, and each of them several times: then another search hardly shows a new one. Of such a trait, what
/// was seen often in both searches must be seen in another one, too. Lax habits want no value to be seen, and look
/// only at the number of lines and at lines that were never printed.
final class Habits {
    private static final int FEW = 20;
    private static final int SEVERAL = 3;
    private static final int OFTEN_MIN = 15;
    private static final int OFTEN_PERCENT = 10;

    private final Traits traits;
    private final Map<String, Set<String>> possible = new TreeMap<>();
    private final Map<String, Set<String>> needed = new TreeMap<>();

    private Habits(Traits traits) {
        this.traits = traits;
    }

    /// @param one texts, and how often each was printed in the first search
    /// @param other the same of the second one
    static Habits of(Map<String, Integer> one, Map<String, Integer> other) {
        Set<String> texts = new TreeSet<>(one.keySet());
        texts.addAll(other.keySet());
        Habits habits = new Habits(Traits.of(texts));
        Map<String, Map<String, Integer>> second = habits.counted(other);
        habits.counted(one).forEach((trait, values) -> habits.add(trait, values, second.get(trait)));
        return habits;
    }

    /// Those of them that hardly anything breaks.
    Habits lax() {
        Habits lax = new Habits(traits);
        for (String trait : List.of(Traits.LINE_COUNT, Traits.OTHER_LINES)) {
            if (possible.containsKey(trait)) {
                lax.possible.put(trait, possible.get(trait));
            }
        }
        return lax;
    }

    private Map<String, Map<String, Integer>> counted(Map<String, Integer> texts) {
        Map<String, Map<String, Integer>> counted = new HashMap<>();
        texts.forEach((text, times) -> traits.of(text)
                .forEach((trait, value) ->
                        counted.computeIfAbsent(trait, _ -> new HashMap<>()).merge(value, times, Integer::sum)));
        return counted;
    }

    private void add(String trait, Map<String, Integer> one, Map<String, Integer> other) {
        boolean isConstant = one.size() == 1;
        boolean isClosed = one.size() <= FEW
                && one.keySet().stream().allMatch(value -> one.get(value) + other.getOrDefault(value, 0) >= SEVERAL);
        if (!one.keySet().equals(other.keySet()) || !isConstant && (!isClosed || Traits.isOfOneLine(trait))) {
            return;
        }
        possible.put(trait, Set.copyOf(one.keySet()));
        int runs = Math.min(sum(one), sum(other));
        int enough = Math.max(OFTEN_MIN, runs * OFTEN_PERCENT / 100);
        Set<String> often = new TreeSet<>();
        for (String value : one.keySet()) {
            if (one.get(value) >= enough && other.get(value) >= enough) {
                often.add(value);
            }
        }
        needed.put(trait, often);
    }

    private static int sum(Map<String, Integer> times) {
        return times.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// What strikes one in a text; null: nothing does.
    ///
    /// @param seen the values of other runs, by trait; those of this one come in
    String oddity(String text, Map<String, Set<String>> seen) {
        Map<String, String> values = traits.of(text);
        for (Map.Entry<String, Set<String>> trait : possible.entrySet()) {
            String value = values.get(trait.getKey());
            if (!trait.getValue().contains(value)) {
                return trait.getKey() + ": " + value;
            }
            seen.computeIfAbsent(trait.getKey(), _ -> new TreeSet<>()).add(value);
        }
        return null;
    }

    /// What should have been seen and was not; null: there is nothing.
    String missing(Map<String, Set<String>> seen) {
        for (Map.Entry<String, Set<String>> trait : needed.entrySet()) {
            for (String value : trait.getValue()) {
                if (!seen.getOrDefault(trait.getKey(), Set.of()).contains(value)) {
                    return trait.getKey() + ": " + value;
                }
            }
        }
        return null;
    }

    /// The traits that count, but for those of single lines.
    @Override
    public String toString() {
        List<String> whole = possible.keySet().stream()
                .filter(trait -> !Traits.isOfOneLine(trait))
                .toList();
        return String.join(", ", whole) + ", " + (possible.size() - whole.size()) + " single lines";
    }
}
