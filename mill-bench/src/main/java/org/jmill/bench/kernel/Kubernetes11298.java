package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.sync.Cond;

/// A loop waits for a condition in a coroutine of its own, so that it can wait for its end at the same time. At its
/// end it signals the condition, to have that coroutine back; but a signal is for who waits already, and the
/// coroutine may not have come to that.
///
/// Mended: what has ended is remembered, and who is about to wait looks for it.
final class Kubernetes11298 {
    static final Kernel KERNEL = new Kernel(
            "kubernetes_11298",
            Group.CONDITIONS,
            "signals a condition before the other one has begun to wait for it",
            version -> new Kubernetes11298(version).run());

    private final Version version;
    private final Cond news = new Cond().named("news");
    private final Chan<Void> end = Chan.<Void>make(0).named("end");
    private boolean hasEnded;

    private Kubernetes11298(Version version) {
        this.version = version;
    }

    private void run() {
        go("service", this::serve);
        go("notifier", news::signal);
        chdone(end);
    }

    private void serve() {
        while (true) {
            Chan<Void> notified = after(this::awaitNews);
            if (choose().in(end).in(notified).end() == 0) {
                hasEnded = true;
                news.signal();
                chr(notified);
                return;
            }
        }
    }

    private void awaitNews() {
        if (version == Version.FAULTY || !hasEnded) {
            news.await();
        }
    }

    private static Chan<Void> after(Body<?> body) {
        Chan<Void> done = Chan.<Void>make(0).named("done");
        go("waiter", () -> {
            body.run();
            chdone(done);
        });
        return done;
    }
}
