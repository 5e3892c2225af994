package org.jmill.test.snippets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.test.Check;
import org.jmill.test.Explore;
import org.jmill.world.Fault;

class Batches {
    /// Reads ahead, and forgets that it did so wherever a test wants that.
    static final class Cache {
        private final Map<Integer, String> pages = new HashMap<>();
        private int reads;

        String page(int number) {
            if (Fault.maybe("cache is full", 0.1)) {
                pages.clear();
            }
            return pages.computeIfAbsent(number, n -> {
                reads++;
                return "page " + n;
            });
        }
    }

    @Explore
    void whatTheCacheHasForgottenIsReadAgain() {
        Cache cache = new Cache();
        List<String> read = new ArrayList<>();
        for (int number : new int[] {1, 2, 1, 2}) {
            read.add(cache.page(number));
        }
        Check.always(read.equals(List.of("page 1", "page 2", "page 1", "page 2")), "pages are those asked for");
        Check.sometimes(cache.reads == 4, "the cache has forgotten all");
    }
}
