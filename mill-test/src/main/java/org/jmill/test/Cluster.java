package org.jmill.test;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Scope;
import org.jmill.sync.WaitGroup;
import org.jmill.test.net.Host;
import org.jmill.test.net.Net;
import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Kind;
import org.jmill.test.sim.Machines;
import org.jmill.test.sim.SimWorld;
import org.jspecify.annotations.Nullable;

/// Machines in memory, on a network and with disks of their own, that run programs as they are; and what happens to
/// them. The body of an `@Simulate` or a [Simulation] is given one, and says in it what the cluster is:
///
/// {@snippet file="org/jmill/test/ClusterSnippet.java" region="example"}
///
/// A program sees its machine through [Mill#world]: sockets of its address, files of its disk. What it starts, by
/// [Mill#go] too, is of its machine. To return is to end the program, and cancels the coroutines that it has left. What
/// leaves it is a failure of the test, unless it was stopped or has crashed.
///
/// The body of the test runs on no machine, and its end is the end of all. Its faults are drawn from the seed. All
/// methods are called on the mill's thread.
///
/// Source: none; the simulators of FoundationDB and TigerBeetle.
///
/// @since 0.1.0
public final class Cluster {
    private static final long START_MS = Agenda.START_NS / 1_000_000;

    private final SimWorld world;
    private final Net net;
    private final SimNet simNet;
    private final long hoursMs;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Coroutine> disturbers = new ArrayList<>();
    private WaitGroup clients;
    private Scope scope; // In which all is that has to do with the cluster; null before it begins.
    private SimDisk own; // Of the test itself; null = it has none yet.
    private long endMs;
    private boolean isCalm;
    private boolean isOver;

    Cluster(SimWorld world, Net net, long hoursMs) {
        this.world = world;
        this.net = net;
        this.simNet = new SimNet(net);
        this.hoursMs = hoursMs;
    }

    /// Runs a test.
    void run(Consumer<? super Cluster> body) {
        endMs = now() + hoursMs;
        clients = new WaitGroup().named("clients");
        Scope.run(opened -> {
            scope = opened;
            body.accept(this);
            isOver = true;
            opened.cancel("end of the test");
        });
    }

    // ---- machines

    /// Starts a machine that serves: it runs until the end of the test, or until its program returns.
    ///
    /// @param name of the node, which others can resolve; unlike all others
    /// @param program what it runs, and runs again when it is restarted
    /// @return the node; it runs
    /// @throws MillPanic if there is a node of that name, or it is called on a node
    public Node node(String name, Body<?> program) {
        return start(name, program, false);
    }

    /// Starts a machine as [#node] does, whose program comes to an end; [#calm] waits for that.
    ///
    /// @param name as for [#node]
    /// @param program as for [#node]
    /// @return the node; it runs
    /// @throws MillPanic as for [#node]
    public Node client(String name, Body<?> program) {
        return start(name, program, true);
    }

    private Node start(String name, Body<?> program, boolean isClient) {
        if (program == null) {
            throw new MillPanic("node " + name + ": program is null");
        }
        if (machines().here() != null) {
            throw new MillPanic("node " + name + ": started by node "
                    + machines().here() + "; nodes are started by the body of the test");
        }
        Host host = net.add(name);
        SimDisk disk = new SimDisk(name, world.decider(), world::nanoTime);
        Node node = new Node(this, name, program, isClient, host, disk);
        nodes.put(name, node);
        clients.add(isClient ? 1 : 0);
        scope.go("power of " + name, () -> {
            node.live();
            if (isClient) {
                clients.done();
            }
        });
        return node;
    }

    /// Finds a node.
    ///
    /// @param name its name
    /// @return the node
    /// @throws MillPanic if there is none of that name
    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new MillPanic("node " + name + ": there is none; there are " + nodes.keySet());
        }
        return node;
    }

    /// Gives the disk of a node.
    ///
    /// @param name the node's
    /// @return the disk
    /// @throws MillPanic if there is no such node
    public SimDisk disk(String name) {
        return node(name).disk();
    }

    /// Gives the network.
    ///
    /// @return always the same
    public SimNet net() {
        return simNet;
    }

    /// Makes a history of what clients do; its time is the virtual one, in milliseconds since the start.
    ///
    /// @param <O> the operations
    /// @param <R> the results
    /// @param model what the object is to do
    /// @return an empty history
    public <O extends @Nullable Object, R extends @Nullable Object> History<O, R> history(Model<?, O, R> model) {
        return History.of(model, () -> now() - START_MS);
    }

    // ---- what happens to them

    /// Repeats something until [#calm], at intervals that are drawn.
    ///
    /// @param minMs the least, in milliseconds
    /// @param maxMs the most
    /// @param fault what to do; it runs in a coroutine of its own, on no node
    /// @throws IllegalArgumentException unless 0 < minMs <= maxMs
    public void every(long minMs, long maxMs, Body<?> fault) {
        if (minMs <= 0 || maxMs < minMs) {
            throw new IllegalArgumentException("every: not a range of milliseconds: " + minMs + " to " + maxMs);
        }
        if (!isCalm) {
            disturbers.add(inBackground("every", () -> {
                while (!isCalm) {
                    msleep(now() + world.decider().between(Kind.FAULT, "every", minMs, maxMs));
                    if (!isCalm) { // It may have become so at this very time.
                        fault.run();
                    }
                }
            }));
        }
    }

    /// Draws some of the nodes: one at least, and not all, if there is more than one.
    ///
    /// @return their names
    public Set<String> someNodes() {
        List<String> left = new ArrayList<>(nodes.keySet());
        int count = 1 + draw("how many nodes", Math.max(1, left.size() - 1));
        Set<String> some = new LinkedHashSet<>();
        while (some.size() < Math.min(count, nodes.size())) {
            some.add(left.remove(draw("some node", left.size())));
        }
        return some;
    }

    /// Draws one of these nodes.
    ///
    /// @param names of nodes; none: of all
    /// @return the node
    /// @throws MillPanic if there is none of such a name
    public Node oneOf(String... names) {
        List<String> all = names.length == 0 ? List.copyOf(nodes.keySet()) : List.of(names);
        return node(all.get(draw("one node", all.size())));
    }

    private int draw(String what, int bound) {
        return world.decider().pick(Kind.FAULT, what, bound);
    }

    /// Has a node lose its power: its coroutines are gone without their `finally`, its sockets say nothing any more,
    /// and its disk keeps what was forced, and perhaps more. Does nothing to a node that does not run. Called by
    /// the node itself, it does not return.
    ///
    /// @param node which one
    /// @return what ends it
    /// @throws MillPanic on another engine than CONTINUATION
    public Outage crash(Node node) {
        if (machines().here() == node) {
            inBackground("crash of " + node, node::crash);
            msleep(-1);
        }
        node.crash();
        return new Outage(this, node);
    }

    /// Cancels the program of a node, as SIGTERM and patience do: its `finally` blocks run. Its sockets and files are
    /// what it leaves. Does not wait for its end, and does nothing to a node that does not run.
    ///
    /// @param node which one
    /// @return what ends it
    public Outage stop(Node node) {
        node.stop();
        return new Outage(this, node);
    }

    /// Lets the test go on for its hours, then ends the faults, and waits until all must have made progress:
    ///
    /// 1. It waits until the virtual hours of the test are over; or less long, until all [clients][#client] have
    ///    ended, if there are any.
    /// 2. Faults end: [#every] does, partitions heal, nothing is lost, slow or broken any more, nodes that are down
    ///    run again, and [Fault#maybe][org.jmill.world.Fault#maybe] is false.
    /// 3. It waits until all clients have ended, at most for as many hours again.
    ///
    /// @throws AssertionError if a client has not ended by then
    public void calm() {
        if (nodes.values().stream().anyMatch(Node::isClient)) {
            clients.await(endMs);
        } else {
            msleep(endMs);
        }
        endFaults();
        awaitPower();
        if (!clients.await(now() + hoursMs)) {
            throw new AssertionError("calm: clients that have not ended, though all faults have: "
                    + nodes.values().stream()
                            .filter(node -> node.isClient() && !node.hasEnded())
                            .toList() + "\n" + Mill.dump());
        }
    }

    private void endFaults() {
        isCalm = true;
        world.calm();
        disturbers.forEach(Coroutine::cancel);
        net.calm();
        for (Node node : nodes.values()) {
            node.disk().calm();
            node.restart();
        }
    }

    /// One that was stopped may take its time.
    private void awaitPower() {
        long deadline = now() + hoursMs;
        while (nodes.values().stream().anyMatch(Node::isDown)) {
            if (now() > deadline) {
                throw new AssertionError("calm: nodes that were stopped and have not come to their ends: "
                        + nodes.values().stream().filter(Node::isDown).toList() + "\n" + Mill.dump());
            }
            msleep(now() + 1);
        }
    }

    // ---- inside

    SimWorld world() {
        return world;
    }

    Machines machines() {
        return world.machines();
    }

    /// Whether the test is, and nothing counts any more.
    boolean isOver() {
        return isOver;
    }

    /// Starts something that runs on no node.
    Coroutine inBackground(String name, Body<?> body) {
        return scope.go(name, body);
    }

    /// The files of the node on which the caller runs.
    FileSystem filesHere() {
        if (machines().here() instanceof Node node) {
            return node.disk().files();
        }
        if (own == null) {
            own = new SimDisk("test", world.decider(), world::nanoTime);
        }
        return own.files();
    }

    /// Gives the names of its nodes.
    @Override
    public String toString() {
        return "cluster " + nodes.keySet();
    }
}
