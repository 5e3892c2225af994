package org.jmill.test.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// The bytes of all regular files of a disk, in the order in which these were made.
final class Contents {
    private final Map<Object, Content> byKey = new LinkedHashMap<>();
    private final Faults faults;

    Contents(Faults faults) {
        this.faults = faults;
    }

    Content add(Object key, FileChannel live) {
        Content content = new Content(key, live);
        byKey.put(key, content);
        return content;
    }

    /// @return null if it is no regular file
    Content get(Object key) {
        return byKey.get(key);
    }

    /// One more or, negative, one less of those who hold a file; whoever is held by nobody is forgotten.
    ///
    /// @param content null if it is no regular file
    void held(Content content, Content.Holder by, int more) throws IOException {
        if (content == null) {
            return;
        }
        content.held(by, more);
        if (content.isOver()) {
            byKey.remove(content.key);
            content.close();
        }
    }

    /// How many bytes of growth there is room for.
    long room() throws IOException {
        if (faults.capacity() == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, faults.capacity() - used());
    }

    long used() throws IOException {
        long used = 0;
        for (Content content : byKey.values()) {
            used += content.isLive() ? content.size() : 0;
        }
        return used;
    }

    void crash(Counts counts) throws IOException {
        for (Content content : new ArrayList<>(byKey.values())) {
            content.crash(faults, counts);
        }
    }
}
