package org.jmill;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/// The channels that a dump lists, as far as they are still in use. Held weakly, and only so many
/// of them, so that a program with a million channels pays nothing; a channel that someone waits
/// for is found through its waiter anyhow.
final class ChannelRegistry {
    private static final int KEPT_MAX = 1024;

    private final List<WeakReference<Chan<?>>> kept = new ArrayList<>();
    private long made;
    private int sinceSweep;
    private long gone; // Of those that were kept.
    private boolean hasLeftOut; // One at least.

    /// Registers a channel and returns its number: 1, 2, ….
    long register(Chan<?> channel) {
        if (kept.size() < KEPT_MAX || sweep()) {
            kept.add(new WeakReference<>(channel));
        } else {
            hasLeftOut = true;
        }
        return ++made;
    }

    /// How many there may be beside those that a dump lists, at most: nobody waits for them, and whether they are gone
    /// nobody knows.
    ///
    /// @param listed how many it does list
    long unlisted(int listed) {
        return hasLeftOut ? Math.max(0, made - gone - listed) : 0;
    }

    /// Forgets what is gone; looks only once in so many calls.
    private boolean sweep() {
        if (++sinceSweep < KEPT_MAX) {
            return false;
        }
        sinceSweep = 0;
        int before = kept.size();
        kept.removeIf(ref -> {
            Chan<?> channel = ref.get();
            return channel == null || channel.isClosed();
        });
        gone += before - kept.size();
        return kept.size() < KEPT_MAX;
    }

    /// The open channels that are known, in the order of their creation.
    List<Chan<?>> open() {
        List<Chan<?>> open = new ArrayList<>();
        for (WeakReference<Chan<?>> ref : kept) {
            Chan<?> channel = ref.get();
            if (channel != null && !channel.isClosed()) {
                open.add(channel);
            }
        }
        return open;
    }
}
