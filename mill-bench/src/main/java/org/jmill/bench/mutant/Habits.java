package org.jmill.bench.mutant;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is the same in all runs of a program, or takes a few values only: learned from two searches that differ in
/// their seed.
///
/// A trait counts if each of its values was seen twice at least: by the estimate of Good and Turing, one more schedule
/// then hardly shows a new one. What was seen often in both searches must be seen in another one, too.
final class Habits {
    private static final int OFTEN_MIN = 10;
    private static final int OFTEN_PERCENT = 5;

    private final Traits traits;
    private final Map<String, Set<String>> possible = new TreeMap<>();
    private final Map<String, Set<String>> needed = new TreeMap<>();

    /// @param one texts, and how often each was printed in the first search
    /// @param other the same of the second one
    Habits(Map<String, Integer> one, Map<String, Integer> other) {
        Set<String> texts = new TreeSet<>(one.keySet());
        texts.addAll(other.keySet());
        traits = Traits.of(texts);
        Map<String, Map<String, Integer>> first = counted(one);
        Map<String, Map<String, Integer>> second = counted(other);
        first.forEach((trait, values) -> add(trait, values, second.get(trait)));
    }

    private Map<String, Map<String, Integer>> counted(Map<String, Integer> texts) {
        Map<String, Map<String, Integer>> counted = new HashMap<>();
        texts.forEach((text, times) -> traits.of(text)
                .forEach((trait, value) ->
                        counted.computeIfAbsent(trait, _ -> new HashMap<>()).merge(value, times, Integer::sum)));
        return counted;
    }

    private void add(String trait, Map<String, Integer> one, Map<String, Integer> other) {
        Map<String, Integer> all = new HashMap<>(one);
        other.forEach((value, times) -> all.merge(value, times, Integer::sum));
        if (all.containsValue(1)) {
            return;
        }
        possible.put(trait, Set.copyOf(all.keySet()));
        Set<String> often = new TreeSet<>();
        int runs = Math.min(sum(one), sum(other));
        int enough = Math.max(OFTEN_MIN, runs * OFTEN_PERCENT / 100);
        one.forEach((value, times) -> {
            if (times >= enough && other.getOrDefault(value, 0) >= enough) {
                often.add(value);
            }
        });
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
        return String.join(
                        ", ",
                        possible.keySet().stream()
                                .filter(trait -> !trait.startsWith("times"))
                                .toList())
                + ", "
                + possible.keySet().stream()
                        .filter(trait -> trait.startsWith("times"))
                        .count()
                + " single lines";
    }
}
