package org.jmill.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import org.jmill.Mill;
import org.jmill.Signal;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// One look-up of a host's name by a worker. A resolver cannot be stopped, and may be silent for long: so whoever asks
/// for a name that is being looked up joins that look-up, with a deadline of its own, and a name that many ask for
/// again and again, and give up, keeps one thread.
///
/// Invariants, of those in `UNDER_WAY`:
/// - I1 It has not ended, and its worker takes it out when it does. Nobody else has its key.
/// - I2 Somebody waits for it, or its worker has begun: one for which nobody waits any more is never begun.
final class Lookup {
    /// A world has names of its own.
    private record Key(World world, String host) {}

    private static final Map<Key, Lookup> UNDER_WAY = new HashMap<>();

    private final Key key;

    // All guarded by UNDER_WAY.
    private final Set<Signal> waiting = new LinkedHashSet<>(); // One for each who waits, of any mill.
    private Future<?> work;
    private boolean begun;

    // Written before the signals are raised, read after that.
    private List<InetAddress> found;
    private Throwable failure;

    private Lookup(Key key) {
        this.key = key;
    }

    /// Finds the addresses of a host; suspends until it has them.
    ///
    /// @param host no literal address
    /// @throws java.net.SocketTimeoutException if the deadline passes; the look-up goes on
    /// @throws IOException what the resolver throws
    static List<InetAddress> of(String host, long deadlineMs) throws IOException {
        Connector.begin();
        Signal end = Mill.signal();
        Lookup lookup = join(new Key(Mill.world(), host), end);
        try {
            if (!end.await(deadlineMs)) {
                throw Failures.timeout("ipremote " + host, 0, Failures.NONE);
            }
        } finally {
            lookup.leave(end);
        }
        if (lookup.failure != null) {
            throw Lookup.<RuntimeException>sneak(lookup.failure);
        }
        return lookup.found;
    }

    private static Lookup join(Key key, Signal end) {
        Lookup lookup;
        boolean isNew;
        synchronized (UNDER_WAY) {
            lookup = UNDER_WAY.get(key);
            isNew = lookup == null;
            if (isNew) {
                lookup = new Lookup(key);
                UNDER_WAY.put(key, lookup);
            }
            lookup.waiting.add(end);
        }
        if (isNew) {
            lookup.start();
        }
        return lookup;
    }

    /// Called by the first one who waits, without the lock: a world may run the code before it returns.
    private void start() {
        try {
            Future<?> submitted = key.world.workers().submit(Workers.Kind.NAMES, this::run);
            synchronized (UNDER_WAY) {
                work = submitted;
            }
        } catch (Throwable t) { // Others may have joined meanwhile.
            failure = t;
            end();
        }
    }

    private void leave(Signal end) {
        synchronized (UNDER_WAY) {
            if (waiting.remove(end) && waiting.isEmpty() && !begun) {
                UNDER_WAY.remove(key);
                if (work != null) {
                    work.cancel(false); // It stands in a queue.
                }
            }
        }
    }

    /// On a worker's thread.
    private void run() {
        synchronized (UNDER_WAY) {
            if (UNDER_WAY.get(key) != this || begun) {
                return; // Nobody waits any more, or a world has it run twice.
            }
            begun = true;
        }
        try {
            found = checked(Doors.names(key.world).lookUp(key.host));
        } catch (Throwable t) { // Whatever it is, it is for those who wait.
            failure = t;
        }
        end();
    }

    private List<InetAddress> checked(List<InetAddress> given) {
        if (given == null || given.isEmpty() || given.stream().anyMatch(Objects::isNull)) {
            throw Doors.breach(
                    "ipremote " + key.host, key.world, "lookUp gives at least one address, and did not: " + given);
        }
        return List.copyOf(given);
    }

    private void end() {
        List<Signal> woken;
        synchronized (UNDER_WAY) {
            UNDER_WAY.remove(key, this);
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Signal::raise);
    }

    /// Throws what the resolver has thrown: an IOException or an unchecked one.
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
