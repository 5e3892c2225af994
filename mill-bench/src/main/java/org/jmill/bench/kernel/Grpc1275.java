package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import org.jmill.Chan;

/// A stream is closed while somebody reads from it. Nothing comes any more, and nobody says so to the reader. Who has
/// closed it gives up after a while; the reader does not.
///
/// Mended: the buffer ends with the stream.
final class Grpc1275 {
    static final Kernel KERNEL =
            new Kernel("grpc_1275", Group.CHANNELS, "closes a stream and does not wake its reader", Grpc1275::run);

    private static final long PATIENCE_MS = 300;

    private Grpc1275() {}

    private static void run(Version version) {
        Chan<String> buffer = Chan.<String>make(0).named("buffer");
        Chan<Void> read = Chan.<Void>make(0).named("read");
        go("reader", () -> {
            chr(buffer);
            chdone(read);
        });
        close(version, buffer);
        choose().in(read).deadline(now() + PATIENCE_MS).end();
    }

    private static void close(Version version, Chan<String> buffer) {
        if (version == Version.MENDED) {
            chdone(buffer);
        }
    }
}
