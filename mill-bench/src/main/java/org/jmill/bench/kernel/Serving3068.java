package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.sync.WaitGroup;

/// A pool of workers takes work by a channel. To wait for the pool is to close the channel first, though somebody may
/// still be about to give it work.
///
/// Mended: it is closed when all work has been given.
final class Serving3068 {
    static final Kernel KERNEL = new Kernel(
            "serving_3068",
            Group.MISUSE,
            "gives work to a pool that is closed by who waits for it",
            version -> new Serving3068(version).run());

    private static final int TASKS = 2;

    private final Version version;
    private final Chan<Runnable> work = Chan.<Runnable>make(TASKS).named("work");
    private final WaitGroup pending = new WaitGroup().named("pending");
    private int executed;

    private Serving3068(Version version) {
        this.version = version;
    }

    private void run() {
        go("worker", this::execute);
        Coroutine client = go("client", this::submit);
        if (version == Version.MENDED) {
            client.join();
        }
        await();
    }

    private void submit() {
        for (int task = 0; task < TASKS; task++) {
            pending.add(1);
            chs(work, () -> executed++);
        }
    }

    private void execute() {
        for (Runnable task : work) {
            task.run();
            pending.done();
        }
    }

    private void await() {
        chdone(work);
        pending.await();
    }
}
