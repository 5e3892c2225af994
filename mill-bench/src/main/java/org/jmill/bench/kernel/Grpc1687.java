package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;

/// What a handler writes is done by the stream's loop. To write the status is the last that is to be done, so that
/// ends the channel of writes; the handler writes once more.
///
/// Mended: the status closes the transport, for which each write looks.
final class Grpc1687 {
    static final Kernel KERNEL = new Kernel(
            "grpc_1687",
            Group.MISUSE,
            "writes to a channel that the status has closed",
            version -> new Grpc1687(version).run());

    private final Version version;
    private final Chan<String> writes = Chan.<String>make(0).named("writes");
    private final Chan<Void> closed = Chan.<Void>make(0).named("closed");

    private Grpc1687(Version version) {
        this.version = version;
    }

    private void run() {
        go("handler", () -> {
            writeStatus();
            write("body");
        });
        runStream();
    }

    private void runStream() {
        Choose next = choose().in(writes).in(closed);
        while (next.end() == 0 && next.value() != null) {
            // The write itself is of no interest.
        }
    }

    private void writeStatus() {
        write("status");
        chdone(version == Version.MENDED ? closed : writes);
    }

    private void write(String what) {
        if (choose().in(closed).otherwise().end() != 0) {
            choose().out(writes, what).in(closed).end();
        }
    }
}
