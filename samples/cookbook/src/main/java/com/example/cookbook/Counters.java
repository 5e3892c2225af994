package com.example.cookbook;

import static org.jmill.Mill.*;

import java.util.HashMap;
import java.util.Map;
import org.jmill.sync.Flights;

/// Counts visits, each slow to answer: plain fields, touched by one mill alone.
public final class Counters {
    private final Map<String, Integer> visits = new HashMap<>();
    private final Flights<String, String> titles = new Flights<>();

    /// Called in the mill. Others run while it sleeps; the map is whole all the same.
    String visit(String page) {
        int count = visits.merge(page, 1, Integer::sum);
        String title = titles.call(page, () -> titleOf(page)); // One look-up at a time for each page.
        return title + ": " + count;
    }

    private static String titleOf(String page) {
        msleep(after(java.time.Duration.ofMillis(10))); // A back end that takes its time.
        return page.toUpperCase(java.util.Locale.ROOT);
    }
}
