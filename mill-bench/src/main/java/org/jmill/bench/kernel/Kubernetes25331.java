package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// A watch that meets an error cancels itself, and then hands the error on. Who has stopped it takes no results.
///
/// Mended: the error is handed on, unless the watch is stopped.
final class Kubernetes25331 {
    static final Kernel KERNEL = new Kernel(
            "kubernetes_25331",
            Group.CHANNELS,
            "the result is sent after the cancellation, and its reader has gone",
            version -> new Kubernetes25331(version).run());

    private final Version version;
    private final Chan<String> errors = Chan.<String>make(0).named("errors");
    private final Chan<String> results = Chan.<String>make(0).named("results");
    private final Chan<Void> cancelled = Chan.<Void>make(0).named("cancelled");

    private Kubernetes25331(Version version) {
        this.version = version;
    }

    private void run() {
        go("watch", this::watch);
        go("stopper", this::stop);
    }

    private void stop() {
        chs(errors, "too old resource version");
        cancel();
    }

    /// A context may be cancelled more than once.
    private void cancel() {
        if (!cancelled.isDone()) {
            chdone(cancelled);
        }
    }

    private void watch() {
        var next = choose().in(errors).in(cancelled);
        if (next.end() != 0) {
            return;
        }
        String error = next.value();
        if (version == Version.MENDED) {
            choose().out(results, error).in(cancelled).end();
        } else {
            cancel();
            chs(results, error);
        }
    }
}
