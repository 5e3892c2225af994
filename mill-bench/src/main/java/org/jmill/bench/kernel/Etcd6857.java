package org.jmill.bench.kernel;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;

/// A node answers requests for its status until it is stopped. Who asks after that sends to a loop that has ended.
///
/// Mended: who asks waits for the end of the loop, too.
final class Etcd6857 {
    static final Kernel KERNEL = new Kernel(
            "etcd_6857",
            Group.CHANNELS,
            "a request for the status comes after the loop has taken the stop",
            version -> new Etcd6857(version).run());

    private final Version version;
    private final Chan<Chan<String>> requests = Chan.<Chan<String>>make(0).named("requests");
    private final Chan<Void> stop = Chan.<Void>make(0).named("stop");
    private final Chan<Void> ended = Chan.<Void>make(0).named("ended");

    private Etcd6857(Version version) {
        this.version = version;
    }

    private void run() {
        go("node", this::loop);
        go("asker", this::status);
        go("stopper", this::stop);
    }

    private void loop() {
        Choose next = choose().in(requests).in(stop);
        while (next.end() == 0) {
            chs(next.<Chan<String>>value(), "leader");
        }
        chdone(ended);
    }

    private void status() {
        Chan<String> answer = Chan.make(0);
        if (version == Version.FAULTY) {
            chs(requests, answer);
        } else if (choose().out(requests, answer).in(ended).end() != 0) {
            return;
        }
        chr(answer);
    }

    private void stop() {
        if (choose().out(stop, null).in(ended).end() == 0) {
            chr(ended);
        }
    }
}
