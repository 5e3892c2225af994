package org.jmill.examples.raft;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Mill;
import org.jmill.examples.net.Grace;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Server;
import org.jmill.net.IpAddr;
import org.jmill.net.TcpListener;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.History;
import org.jmill.test.Op;
import org.jmill.test.Register;
import org.jmill.test.Sim;

/// Some nodes, some clients, and a bad time; then a good time, in which all must go on. What must not happen is an
/// error.
final class RaftStory {
    private static final int PORT = 7000;
    private static final int CLIENTS = 3;
    private static final int KEYS = 3;
    private static final int PAUSE_MS = 100;
    private static final Timing TIMING = new Timing(300, 60, 250, 1); // Few entries at once, so that some are missing.

    private final Cluster cluster;
    private final Flaw flaw;
    private final List<HostPort> nodes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Agreement agreement = new Agreement();
    private final History<Op, String> history;
    private final long badUntilMs;
    private int values;
    private int crashes;
    private int diskErrors;

    /// @param size how many nodes there are
    /// @param flaw which all of them have
    /// @param badMs how long the bad time is
    RaftStory(Cluster cluster, int size, Flaw flaw, long badMs) {
        this.cluster = cluster;
        this.flaw = flaw;
        this.history = cluster.history(Register.model()).refusals(thrown -> thrown instanceof Client.Refused);
        this.badUntilMs = now() + badMs;
        for (int i = 0; i < size; i++) {
            nodes.add(new HostPort("n" + i, PORT));
            names.add("n" + i);
        }
    }

    /// Tells it.
    void tell() {
        nodes.forEach(node -> cluster.node(node.host(), () -> program(node)));
        for (int i = 0; i < CLIENTS; i++) {
            cluster.client("client" + i, this::client);
        }
        trouble();
        cluster.calm();
        history.mustBeLinearizable();
        Check.sometimes(agreement.elections() > 5, "leaders have changed");
        Check.sometimes(crashes > 5, "machines have crashed");
        Check.sometimes(diskErrors > 0, "a disk has failed");
        Check.sometimes(cluster.net().dropped() > 10, "packets were lost");
        Check.sometimes(history.answered() > 50, "clients were answered");
    }

    /// The program as it is. An administrator starts it again if its disk has failed.
    private void program(HostPort node) {
        List<HostPort> others = new ArrayList<>(nodes);
        others.remove(node);
        while (true) {
            try (TcpListener listener = TcpListener.listen(IpAddr.local(null, PORT, 0))) {
                new Node(node, others, Mill.world().files().getPath("raft.log"), TIMING, flaw, agreement)
                        .run(listener, new Server(new Grace()));
            } catch (IOException e) {
                diskErrors++;
                msleep(now() + PAUSE_MS);
            }
        }
    }

    // ---- the bad time

    private void trouble() {
        cluster.net().latency(1, 20).loss(0.01).resets(0.001).splits(0.05);
        Sim.blockingTakes(1, 8);
        names.forEach(name -> cluster.disk(name).errors(0.002).splits(0.01).reordered(0.2));
        cluster.every(PAUSE_MS, 800, () -> {
            int ms = 1 + Sim.pick(Sim.pick(2) == 0 ? 300 : 3_000);
            switch (Sim.pick(6)) {
                case 0 -> cluster.net().partition(some(), ms);
                case 1 -> {
                    List<String> from = some();
                    cluster.net().partitionOneWay(from, without(from), ms);
                }
                case 2 -> cluster.net().swizzle(some(), ms);
                default -> {
                    crashes++;
                    cluster.crash(cluster.node(victim())).restartAfter(ms);
                }
            }
        });
    }

    /// Any node, but rather who leads: he knows what the others do not know yet.
    private String victim() {
        String leader = agreement.lastLeader();
        return leader == null || Sim.pick(2) == 0 ? names.get(Sim.pick(names.size())) : leader;
    }

    /// Some of the nodes, neither none nor all.
    private List<String> some() {
        int chosen = 1 + Sim.pick((1 << names.size()) - 2);
        return names.stream()
                .filter(name -> (chosen >> names.indexOf(name) & 1) == 1)
                .toList();
    }

    private List<String> without(List<String> some) {
        return names.stream().filter(name -> !some.contains(name)).toList();
    }

    // ---- clients

    private void client() {
        Client client = new Client(nodes);
        while (now() < badUntilMs) {
            String key = "k" + Sim.pick(KEYS);
            attempt(client, Sim.pick(2) == 0 ? Op.put(key, "v" + ++values) : Op.get(key));
            msleep(now() + Sim.pick(PAUSE_MS));
        }
        mustGoOn(client);
    }

    /// In the good time, all can be done; else the cluster says that this client has not come to its end.
    private void mustGoOn(Client client) {
        for (int i = 0; i < KEYS; i++) {
            for (Op op : List.of(Op.get("k" + i), Op.put("k" + i, "v" + ++values), Op.get("k" + i))) {
                while (!attempt(client, op)) {
                    msleep(now() + PAUSE_MS);
                }
            }
        }
    }

    private boolean attempt(Client client, Op op) {
        try {
            history.call(op, client::attempt);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
