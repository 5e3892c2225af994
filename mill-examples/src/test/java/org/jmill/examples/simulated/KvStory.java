package org.jmill.examples.simulated;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.examples.net.kv.Kv;
import org.jmill.test.Call;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.History;
import org.jmill.test.Node;
import org.jmill.test.Op;
import org.jmill.test.Register;
import org.jmill.test.Sim;
import org.jmill.test.SimNet;

/// A virtual hour of kv and its clients. As long as the server lives, its map is linearizable; each life begins with an
/// empty one, and nothing of an earlier one is ever seen again.
///
/// A connection belongs to one life of the server. Whoever connects first has given the life its name (SETNX), and the
/// others read that.
final class KvStory {
    private static final String[] CLIENTS = {"x", "y", "z"};
    private static final int KEYS = 3;
    private static final int BURST_MAX = 4;
    private static final int PAUSE_MS = 15_000;
    private static final int GRACE_MS = 1_000;

    /// One life of the server.
    ///
    /// @param crashesMax how often it had crashed when somebody first knew of this life: at least as often as
    /// before it
    private record Life(History<Op, String> history, int crashesMax) {}

    private final Cluster cluster;
    private final boolean crashes;
    private final long endMs;
    private final Program program = new Program(Kv::new, "" + KvClient.PORT, "--grace", "" + GRACE_MS);
    private final Map<String, Life> lives = new LinkedHashMap<>();
    private Node server;
    private int connections;
    private int broken;
    private int inTheMidst; // Bursts of which not all was answered.
    private int values;

    KvStory(Cluster cluster, long hourMs, boolean crashes) {
        this.cluster = cluster;
        this.crashes = crashes;
        this.endMs = now() + hourMs;
    }

    void tell() {
        SimNet net = cluster.net().latency(1, 20).loss(0.01).resets(0.001).splits(0.05);
        server = cluster.node("kv", program::run);
        for (String name : CLIENTS) {
            cluster.client(name, () -> live(name));
        }
        cluster.every(30_000, 300_000, () -> net.partition(cluster.someNodes(), 1 + Sim.pick(10_000)));
        if (crashes) {
            cluster.every(30_000, 300_000, () -> cluster.crash(server).restartAfter(Sim.pick(5_000)));
        }
        cluster.calm();
        lives.values().forEach(life -> life.history().mustBeLinearizable());
        program.mustStopWithin(cluster, server, GRACE_MS);
        Check.sometimes(net.dropped() > 0, "a packet was lost");
        Check.sometimes(net.resets() > 0, "a connection was reset");
        Check.sometimes(broken > 0, "a client lost its connection");
        Check.sometimes(inTheMidst > 0, "a request was sent and not answered");
        Check.sometimes(!crashes || lives.size() > 2, "the server had several lives");
    }

    /// What a client does.
    private void live(String name) throws IOException {
        msleep(now() + 1 + Sim.pick(100)); // The server begins to listen.
        while (now() < endMs) {
            try {
                visit(name);
            } catch (ProtocolException e) {
                throw e;
            } catch (IOException e) {
                broken++;
            }
            msleep(now() + 100 + Sim.pick(1_000));
        }
        msleep(endMs + 10_000);
        int crashesMin = server.crashes();
        try (KvClient client = new KvClient("kv")) { // Now nothing fails any more.
            burst(client, name, history(client, crashesMin, name));
        }
    }

    /// One connection.
    private void visit(String name) throws IOException {
        int crashesMin = server.crashes();
        try (KvClient client = new KvClient("kv")) {
            History<Op, String> history = history(client, crashesMin, name);
            while (now() < endMs) {
                burst(client, name, history);
                msleep(now() + Sim.pick(PAUSE_MS));
            }
        }
    }

    /// Finds out which life a connection belongs to.
    ///
    /// @param crashesMin how often the server had crashed when the connection was asked for
    private History<Op, String> history(KvClient client, int crashesMin, String name) throws IOException {
        client.call("SETNX", "life", name + ++connections);
        String id = client.call("GET", "life");
        Life life = lives.computeIfAbsent(id, key -> new Life(cluster.history(Register.model()), server.crashes()));
        Check.always(life.crashesMax() >= crashesMin, "nothing is kept after a crash");
        return life.history();
    }

    /// Some operations at once.
    private void burst(KvClient client, String name, History<Op, String> history) throws IOException {
        List<Call<Op, String>> calls = new ArrayList<>();
        for (int n = 1 + Sim.pick(BURST_MAX); n > 0; n--) {
            Op op = op();
            calls.add(history.begin(name, op));
            send(client, op);
        }
        int answered = 0;
        try {
            for (Call<Op, String> call : calls) {
                call.returned(client.reply());
                answered++;
            }
        } finally {
            inTheMidst += answered < calls.size() ? 1 : 0;
        }
    }

    private Op op() {
        String key = "k" + Sim.pick(KEYS);
        return switch (Sim.pick(6)) {
            case 0, 1 -> Op.put(key, "v" + ++values);
            case 2 -> Op.delete(key);
            default -> Op.get(key);
        };
    }

    private static void send(KvClient client, Op op) throws IOException {
        switch (op) {
            case Op.Put put -> client.send("SET", put.key(), put.value());
            case Op.Get get -> client.send("GET", get.key());
            case Op.Delete delete -> client.send("DEL", delete.key());
            case Op.Cas cas -> client.send("SETNX", cas.key(), cas.to());
        }
    }
}
