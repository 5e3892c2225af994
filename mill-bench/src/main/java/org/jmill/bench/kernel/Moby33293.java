package org.jmill.bench.kernel;

import static org.jmill.Mill.chs;
import static org.jmill.Mill.draw;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// A call gives back the channel on which its error will come. If it fails at once it sends the error first, and the
/// one who is to receive it waits for the channel.
///
/// Mended: there is room for one error.
final class Moby33293 {
    static final Kernel KERNEL = new Kernel(
            "moby_33293",
            Group.CHANNELS,
            "an error is sent on an unbuffered channel before the channel is returned",
            version -> go("wait", () -> containerWait(version)));

    private Moby33293() {}

    private static Chan<String> containerWait(Version version) {
        Chan<String> errors =
                Chan.<String>make(version == Version.MENDED ? 1 : 0).named("errors");
        if (draw(2) == 1) {
            chs(errors, "no such container");
        }
        return errors;
    }
}
