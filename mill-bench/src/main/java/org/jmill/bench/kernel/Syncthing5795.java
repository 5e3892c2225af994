package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;

/// The dispatcher of a connection hands a message to its receiver, which closes the connection, which waits for the
/// end of the dispatcher. Meanwhile a reader spins until the connection is closed.
///
/// Mended: somebody else closes it, and the dispatcher goes on.
final class Syncthing5795 {
    static final Kernel KERNEL = new Kernel(
            "syncthing_5795",
            Group.CHANNELS,
            "a dispatcher calls a close that waits for the dispatcher, while a reader spins",
            version -> new Syncthing5795(version).run());

    private static final int LOOKS = 2; // Without end, in Go.

    private final Version version;
    private final Chan<String> inbox = Chan.<String>make(0).named("inbox");
    private final Chan<Void> closed = Chan.<Void>make(0).named("closed");
    private final Chan<Void> dispatched = Chan.<Void>make(0).named("dispatched");

    private Syncthing5795(Version version) {
        this.version = version;
    }

    private void run() {
        go("reader", this::read);
        go("dispatcher", this::dispatch);
        chs(inbox, "cluster config");
        chr(dispatched);
    }

    private void read() {
        Choose next = choose().in(closed).otherwise();
        for (int look = 0; look < LOOKS; look++) {
            if (next.end() == 0) {
                return;
            }
        }
        chr(closed);
    }

    private void dispatch() {
        Choose next = choose().in(inbox).in(closed);
        while (next.end() == 0) {
            receive();
        }
        chdone(dispatched);
    }

    private void receive() {
        if (version == Version.MENDED) {
            go("closer", this::close);
        } else {
            close();
        }
    }

    private void close() {
        chdone(closed);
        chr(dispatched);
    }
}
