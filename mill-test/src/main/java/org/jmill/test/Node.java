package org.jmill.test;

import java.net.InetAddress;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.test.net.Host;

/// A machine of a [Cluster] with its program: a set of coroutines with an address and a disk.
///
/// All methods are called on the mill's thread; they do not suspend.
///
/// Source: none.
///
/// @since 0.1.0
public final class Node {
    /// | from | to | cause |
    /// |---|---|---|
    /// | UP | CRASHED | `crash` |
    /// | UP | STOPPED | `stop` |
    /// | UP | ENDED | its program has returned |
    /// | STOPPED | CRASHED | `crash`, before it has come to its end |
    /// | CRASHED, STOPPED | UP | it was restarted |
    private enum State {
        /// Its program runs.
        UP,
        /// It has lost its power.
        CRASHED,
        /// It was cancelled.
        STOPPED,
        /// Its program has come to its end.
        ENDED
    }

    private final Cluster cluster;
    private final String name;
    private final Body<?> program;
    private final boolean isClient;
    private final Host host;
    private final SimDisk disk;
    private final Chan<Boolean> restarts = Mill.chmake(1);

    private State state = State.UP;
    private Scope scope; // null = its program does not run
    private int crashes;
    private int outages;

    Node(Cluster cluster, String name, Body<?> program, boolean isClient, Host host, SimDisk disk) {
        this.cluster = cluster;
        this.name = name;
        this.program = program;
        this.isClient = isClient;
        this.host = host;
        this.disk = disk;
        host.disk(disk.files());
    }

    /// Tells its name, which is that of its host, too. Any thread may ask.
    ///
    /// @return as it was given to the cluster
    public String name() {
        return name;
    }

    /// Tells its address.
    ///
    /// @return `10.0.0.1` of the first one, and so on
    public InetAddress address() {
        return host.address();
    }

    /// Gives its disk.
    ///
    /// @return always the same
    public SimDisk disk() {
        return disk;
    }

    /// Tells whether its program runs.
    ///
    /// @return false if it has crashed, was stopped, or has come to its end
    public boolean isUp() {
        return state == State.UP;
    }

    /// Counts its crashes.
    ///
    /// @return how many
    public int crashes() {
        return crashes;
    }

    Host host() {
        return host;
    }

    boolean isClient() {
        return isClient;
    }

    boolean isDown() {
        return state == State.CRASHED || state == State.STOPPED;
    }

    /// How often it was brought down so far.
    int outages() {
        return outages;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    // ---- its life, in a coroutine of the cluster's

    /// Runs the program, and runs it again whenever it was restarted.
    void live() throws Exception {
        while (true) {
            runOnce();
            if (state == State.UP) {
                state = State.ENDED;
                return;
            }
            restarts.receive();
            host.crash(); // What it had left open is gone.
            host.restart();
            disk.restart();
            state = State.UP;
        }
    }

    private void runOnce() throws Exception {
        try {
            Scope.run(own -> {
                scope = own;
                cluster.machines().begin(own, this);
                own.go(name, program);
            });
        } catch (Exception | Error e) {
            if (state == State.UP && !cluster.isOver()) {
                throw e; // Else it is how a program ends that was told to.
            }
            if (cluster.isOver()) {
                Mill.yieldNow(); // Throws, if this one is cancelled as well.
            }
        } finally {
            cluster.machines().end(scope);
            scope = null;
        }
    }

    /// It loses its power.
    void crash() {
        if (scope != null && (state == State.UP || state == State.STOPPED)) {
            state = State.CRASHED;
            crashes++;
            outages++;
            scope.abandon();
            cluster.world().simWorkers().forget(this);
            host.crash();
            disk.crash();
        }
    }

    void stop() {
        if (state == State.UP && scope != null) {
            state = State.STOPPED;
            outages++;
            scope.cancel("stop of node " + name);
        }
    }

    /// Does nothing where it is up, or has ended.
    void restart() {
        if (isDown()) {
            restarts.trySend(true);
        }
    }

    /// Gives its name. Any thread may call it.
    @Override
    public String toString() {
        return name;
    }
}
