package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.sync.Mutex;

/// A balancer pins one of its addresses, and tells a watcher each time which ones are to be connected; all of it under
/// its lock, by a channel with room for one. The watcher closes the others, which asks the balancer to forget them:
/// under the lock, and it tells the watcher. So the watcher sends to itself, holding what everybody waits for.
///
/// Mended: news that nobody has read are replaced by newer ones, and nobody waits with the lock in hand.
final class Etcd7443 {
    static final Kernel KERNEL = new Kernel(
            "etcd_7443",
            Group.LOCKS,
            "the only reader of a channel sends on it, with a lock that all others need",
            version -> new Etcd7443(version).run());

    private static final List<Integer> ADDRESSES = List.of(0, 1);
    private static final int NONE = 0; // As in the original, where it is an address, too.

    private final Version version;
    private final Chan<List<Integer>> news = Chan.<List<Integer>>make(1).named("news");
    private final Chan<Void> ready = Chan.<Void>make(0).named("ready"); // Done with the first connection.
    private final Mutex lock = new Mutex().named("balancer");
    private final Map<Integer, Coroutine> connections = new HashMap<>();
    private int pinned = NONE;
    private boolean isClosed;

    private Etcd7443(Version version) {
        this.version = version;
    }

    private void run() {
        chs(news, ADDRESSES);
        go("watcher", this::watch);
        chr(ready);
        close();
    }

    // ---- the client

    private void watch() {
        for (List<Integer> wanted : news) {
            List<Integer> old = new ArrayList<>(connections.keySet());
            old.removeAll(wanted);
            wanted.forEach(this::connect);
            old.forEach(this::disconnect);
        }
    }

    private void connect(int address) {
        if (!connections.containsKey(address)) {
            connections.put(address, go("connect", () -> up(address)));
        }
    }

    private void disconnect(int address) {
        connections.remove(address).join();
        down(address);
    }

    // ---- the balancer

    private void up(int address) {
        try (var _ = lock.lock()) {
            if (!isClosed && pinned == NONE) {
                pinned = address;
                if (!ready.isDone()) {
                    chdone(ready);
                }
                tell(List.of(address));
            }
        }
    }

    private void down(int address) {
        try (var _ = lock.lock()) {
            if (!isClosed && pinned == address) {
                pinned = NONE;
                tell(ADDRESSES);
            }
        }
    }

    private void tell(List<Integer> wanted) {
        if (version == Version.MENDED) {
            news.tryReceive();
        }
        chs(news, wanted);
    }

    private void close() {
        try (var _ = lock.lock()) {
            isClosed = true;
            chdone(news);
        }
    }
}
