package org.jmill.test.disk;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// What a channel is opened for.
final class Mode {
    private final Set<OpenOption> options;

    private Mode(Set<OpenOption> options) {
        this.options = options;
    }

    /// @throws IllegalArgumentException if they contradict one another
    /// @throws UnsupportedOperationException if one is not known
    static Mode of(Set<? extends OpenOption> options) {
        Set<OpenOption> all = new HashSet<>(options);
        for (OpenOption option : all) {
            if (!(option instanceof StandardOpenOption) && option != LinkOption.NOFOLLOW_LINKS) {
                if (option == null) {
                    throw new NullPointerException("option is null");
                }
                throw new UnsupportedOperationException(option + " not supported");
            }
        }
        if (all.contains(StandardOpenOption.APPEND)) {
            refuse(all, StandardOpenOption.READ);
            refuse(all, StandardOpenOption.TRUNCATE_EXISTING);
            all.add(StandardOpenOption.WRITE);
        }
        if (!all.contains(StandardOpenOption.WRITE)) {
            all.add(StandardOpenOption.READ);
        }
        return new Mode(all);
    }

    private static void refuse(Set<OpenOption> all, OpenOption other) {
        if (all.contains(other)) {
            throw new IllegalArgumentException("APPEND and " + other + " contradict each other");
        }
    }

    boolean reads() {
        return options.contains(StandardOpenOption.READ);
    }

    boolean writes() {
        return options.contains(StandardOpenOption.WRITE);
    }

    boolean appends() {
        return options.contains(StandardOpenOption.APPEND);
    }

    boolean creates() {
        return writes() && (options.contains(StandardOpenOption.CREATE) || isNewOnly());
    }

    boolean isNewOnly() {
        return writes() && options.contains(StandardOpenOption.CREATE_NEW);
    }

    boolean truncates() {
        return writes() && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Whether each write is forced.
    boolean syncs() {
        return options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC);
    }

    boolean deletesOnClose() {
        return options.contains(StandardOpenOption.DELETE_ON_CLOSE);
    }

    boolean followsLinks() {
        return !options.contains(LinkOption.NOFOLLOW_LINKS);
    }
}
