package org.jmill.examples.simulated;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jmill.test.Check;

/// What one connection of a listener has heard of all speakers, and what it must have heard.
final class Ledger {
    private final Map<String, Speaker> speakers;
    private final Map<String, Integer> saidBefore = new LinkedHashMap<>(); // When the listener had not yet come.
    private final Map<String, Integer> saidThen = new LinkedHashMap<>(); // When it knew that it was in.
    private final Map<String, Integer> last = new LinkedHashMap<>();
    private Speaker self; // null: the listener says nothing.
    private int between; // Lines that it must have heard of, and has not, since it has heard later ones.

    /// Begins before the listener asks to be let in.
    ///
    /// @param speakers all of them, by id; more may come
    Ledger(Map<String, Speaker> speakers) {
        this.speakers = speakers;
        speakers.forEach((id, speaker) -> saidBefore.put(id, speaker.said()));
    }

    /// The listener is in: from here on it must hear all.
    ///
    /// @param itself does not hear what it says; null: it says nothing
    void isIn(Speaker itself) {
        speakers.forEach((id, speaker) -> saidThen.put(id, speaker.said()));
        self = itself;
    }

    /// The listener has heard a line of a speaker.
    ///
    /// @return whether it is the one that was to come
    boolean heard(String line) {
        int slash = line.lastIndexOf('/');
        String id = line.substring(0, slash);
        int number = Integer.parseInt(line.substring(slash + 1));
        Check.always(speakers.containsKey(id) && number <= speakers.get(id).said(), "a line was said: " + line);
        int before = last.getOrDefault(id, 0);
        Check.always(number > before, "lines of a speaker come once and in order: " + line + " after " + before);
        int missing = number - 1 - Math.max(before, saidThen.getOrDefault(id, 0));
        between += Math.max(0, missing);
        last.put(id, number);
        return missing <= 0;
    }

    /// How many lines the listener must have heard and has not.
    ///
    /// @param toTheEnd whether what was said last has had time to come
    int missing(boolean toTheEnd) {
        int missing = between;
        for (Speaker speaker : speakers.values()) {
            if (toTheEnd && speaker != self && !speaker.isGone()) {
                missing += Math.max(0, speaker.said() - heardOf(speaker.id()));
            }
        }
        return missing;
    }

    /// How many lines more may be missing: those that were said before the listener knew that it was in, and the last
    /// ones of speakers whose connection broke.
    int perhapsMissing() {
        int perhaps = 0;
        for (Speaker speaker : speakers.values()) {
            String id = speaker.id();
            perhaps += saidThen.getOrDefault(id, 0) - saidBefore.getOrDefault(id, 0);
            perhaps += speaker.isGone() ? Math.max(0, speaker.said() - heardOf(id)) : 0;
        }
        return perhaps;
    }

    /// Up to which line all that is missing is accounted for.
    private int heardOf(String id) {
        return Math.max(last.getOrDefault(id, 0), saidThen.getOrDefault(id, 0));
    }
}
