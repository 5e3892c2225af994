package org.jmill.bench.kernel;

import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Coroutine;

/// Rows go to an outbox by a channel with a buffer; who pushes one looks first whether the consumer has closed. The
/// outbox fails as it starts, says nothing, and takes no row: who pushes into the full buffer waits for ever.
///
/// Mended: an outbox that fails says that it is closed, and makes room for who has not heard it in time.
final class Cockroach35073 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_35073",
            Group.CHANNELS,
            "pushes on after the consumer has failed, which drains nothing",
            version -> new Cockroach35073(version).run());

    private static final int ROWS = 2;

    private final Version version;
    private final Chan<Integer> rows = Chan.<Integer>make(ROWS).named("rows");
    private boolean isClosed;

    private Cockroach35073(Version version) {
        this.version = version;
    }

    private void run() {
        for (int row = 0; row < ROWS; row++) {
            push(row);
        }
        go("pusher", () -> push(ROWS));
        Coroutine outbox = go("outbox", this::failAtStart);
        outbox.join();
        push(ROWS + 1);
    }

    private void push(int row) {
        if (!isClosed) {
            chs(rows, row);
        }
    }

    private void failAtStart() {
        if (version == Version.MENDED) {
            isClosed = true;
            rows.tryReceive();
        }
    }
}
