package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.sync.Mutex;
import org.jmill.sync.WaitGroup;

/// A stopper waits, with its lock in hand, until the tasks and then the workers have ended. A worker that has seen no
/// drain yet, and begins a task, waits for the lock: it never comes to its end.
///
/// Mended: who begins a task asks for the drain under the lock, and the stopper has given it back when it waits.
final class Cockroach1055 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_1055",
            Group.WAIT_GROUPS,
            "waits for workers with a lock in hand that a worker takes to begin a task",
            version -> new Cockroach1055(version).run());

    private final Version version;
    private final Mutex lock = new Mutex().named("stopper");
    private final WaitGroup tasks = new WaitGroup().named("tasks");
    private final WaitGroup workers = new WaitGroup().named("workers");
    private final Chan<Void> stop = Chan.<Void>make(0).named("stop");
    private boolean isDraining;

    private Cockroach1055(Version version) {
        this.version = version;
    }

    private void run() {
        workers.add(1);
        go("stopper", this::stop);
        go("worker", this::work);
    }

    private void work() {
        if (startTask()) {
            tasks.done();
        }
        chr(stop);
        workers.done();
    }

    private boolean startTask() {
        if (isDraining) {
            return false;
        }
        try (var _ = lock.lock()) {
            if (version == Version.MENDED && isDraining) {
                return false;
            }
            tasks.add(1);
            return true;
        }
    }

    private void stop() {
        try (var _ = lock.lock()) {
            isDraining = true;
            if (version == Version.FAULTY) {
                awaitAll();
            }
        }
        if (version == Version.MENDED) {
            awaitAll();
        }
    }

    private void awaitAll() {
        tasks.await();
        chdone(stop);
        workers.await();
    }
}
