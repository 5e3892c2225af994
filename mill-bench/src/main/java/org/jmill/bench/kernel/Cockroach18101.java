package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// One coroutine cuts what is to be restored into spans, another imports them as they come. A cancellation stops the
/// import; who cuts fills the buffer, and waits.
///
/// Mended: a cancellation stops both.
final class Cockroach18101 {
    static final Kernel KERNEL = new Kernel(
            "cockroach_18101",
            Group.CHANNELS,
            "the cancellation stops the receiver and not the sender",
            version -> new Cockroach18101(version).run());

    private static final int ROOM = 1;

    private final Version version;
    private final Chan<Void> cancelled = Chan.<Void>make(0).named("cancelled");
    private final Chan<Integer> spans = Chan.<Integer>make(ROOM).named("spans");

    private Cockroach18101(Version version) {
        this.version = version;
    }

    private void run() {
        go("restore", this::restore);
        go("canceller", () -> chdone(cancelled));
    }

    private void restore() {
        go("split", this::split);
        for (int span : spans) {
            assert span >= 0;
            chr(cancelled); // What the choose of the original comes down to: it has this clause alone.
            return;
        }
    }

    private void split() {
        for (int span = 0; span < ROOM + 2; span++) {
            if (version == Version.FAULTY) {
                chs(spans, span);
            } else if (choose().out(spans, span).in(cancelled).end() != 0) {
                break;
            }
        }
        chdone(spans);
    }
}
