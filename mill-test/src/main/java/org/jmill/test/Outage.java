package org.jmill.test;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

/// A [Node] that does not run, as it has crashed or was stopped. Nothing restarts it by itself but
/// [calm][Cluster#calm].
///
/// Called on the mill's thread.
///
/// Source: none.
///
/// @since 0.1.0
public final class Outage {
    private final Cluster cluster;
    private final Node node;
    private final int number; // Of the node's; later ones are not ended by this.

    Outage(Cluster cluster, Node node) {
        this.cluster = cluster;
        this.node = node;
        this.number = node.outages();
    }

    /// Tells which node it is.
    ///
    /// @return the node
    public Node node() {
        return node;
    }

    /// Has the node run again, with what its disk has kept. Does nothing if it runs by
    /// then, or has been brought down again. Does not suspend.
    ///
    /// @param ms milliseconds from now
    /// @throws IllegalArgumentException if they are negative
    public void restartAfter(long ms) {
        if (ms < 0) {
            throw new IllegalArgumentException("restartAfter " + node + ": milliseconds are negative: " + ms);
        }
        cluster.inBackground("restart " + node, () -> {
            msleep(now() + ms);
            if (node.outages() == number) {
                node.restart();
            }
        });
    }
}
