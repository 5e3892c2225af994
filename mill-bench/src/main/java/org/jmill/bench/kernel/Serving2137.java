package org.jmill.bench.kernel;

import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.sync.Mutex;
import org.jmill.sync.WaitGroup;

/// A breaker lets one request at a time through, and another one wait. Two requests are held up by a lock each; then
/// the first is unlocked, and must be through before the second is. But the second may have been let through first.
///
/// Mended: both are unlocked before either is waited for.
final class Serving2137 {
    static final Kernel KERNEL = new Kernel(
            "serving_2137",
            Group.LOCKS,
            "waits for the first request while the second, which is locked, has the only place",
            version -> new Serving2137(version).run());

    private static final int REQUESTS = 2;

    private final Version version;
    private final Chan<Void> pending = Chan.<Void>make(REQUESTS).named("pending");
    private final Chan<Void> active = Chan.<Void>make(1).named("active");
    private final List<Request> requests = new ArrayList<>();

    private record Request(Mutex lock, Chan<Boolean> accepted) {
        private Request() {
            this(new Mutex().named("request"), Chan.<Boolean>make(1).named("accepted"));
        }
    }

    private Serving2137(Version version) {
        this.version = version;
    }

    private void run() {
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(begin());
        }
        if (version == Version.MENDED) {
            requests.forEach(request -> request.lock().unlock());
            requests.forEach(request -> chr(request.accepted()));
        } else {
            for (Request request : requests) {
                request.lock().unlock();
                chr(request.accepted());
            }
        }
    }

    private Request begin() {
        Request request = new Request();
        request.lock().lock();
        WaitGroup started = new WaitGroup().named("started");
        started.add(1);
        go("request", () -> {
            started.done();
            chs(request.accepted(), pass(request.lock()));
        });
        started.await();
        return request;
    }

    private boolean pass(Mutex lock) {
        if (!pending.trySend(null)) {
            return false;
        }
        chs(active, null);
        try (var _ = lock.lock()) {
            return true;
        } finally {
            chr(active);
            chr(pending);
        }
    }
}
