package org.jmill.examples.simulated;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jmill.Coroutine;
import org.jmill.Scope;
import org.jmill.examples.net.Broker;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.Node;
import org.jmill.test.Sim;
import org.jmill.test.SimNet;

/// Publishers that wait for nobody, and subscribers of which some read too slowly. Each line comes once and in the
/// order of its publisher; whoever misses some is told how many.
final class BrokerStory {
    static final String TOPIC = "t";
    private static final int QUEUE = 20;
    private static final int GRACE_MS = 1_000;
    private static final int QUIET_MS = 200_000; // By then keepalive has found who is gone.
    private static final int CATCH_UP_MS = 280_000;
    private static final int BUFFER_BYTES = 256; // So that whoever does not read is noticed.

    private final Cluster cluster;
    private final long endMs;
    private final boolean crashes;
    private final Program program = new Program(Broker::new, "--grace", "" + GRACE_MS, "--queue", "" + QUEUE);
    private final Map<String, Speaker> publishers = new LinkedHashMap<>();
    private int connections;
    private int broken;
    private int heard;
    private int toldMissing;
    private int complete; // Connections of subscribers that missed nothing though they stayed to the end.

    BrokerStory(Cluster cluster, long ms, boolean crashes) {
        this.cluster = cluster;
        this.endMs = now() + ms;
        this.crashes = crashes;
    }

    /// One connection, until it breaks or the end.
    @FunctionalInterface
    private interface Visit {
        void pay(String name) throws IOException;
    }

    void tell() {
        SimNet net = cluster.net()
                .latency(1, 20)
                .loss(0.01)
                .resets(0.0005)
                .splits(0.05)
                .buffers(BUFFER_BYTES);
        Node server = cluster.node("broker", program::run);
        cluster.client("p", () -> live("p", this::publish));
        cluster.client("q", () -> live("q", this::publish));
        cluster.client("fast", () -> live("fast", name -> subscribe(name, 0)));
        cluster.client("slow", () -> live("slow", name -> subscribe(name, 4_000)));
        cluster.every(30_000, 120_000, () -> net.partition(cluster.someNodes(), 1 + Sim.pick(10_000)));
        if (crashes) {
            cluster.every(60_000, 600_000, () -> cluster.crash(server).restartAfter(Sim.pick(5_000)));
        }
        cluster.calm();
        program.mustStopWithin(cluster, server, GRACE_MS);
        Check.always(heard > 0, "something was heard");
        Check.sometimes(net.dropped() > 0, "a packet was lost");
        Check.sometimes(net.resets() > 0, "a connection was reset");
        Check.sometimes(broken > 0, "somebody had to come back");
        Check.sometimes(toldMissing > 0, "a subscriber missed something");
        Check.sometimes(complete > 0, "a subscriber missed nothing");
        Check.sometimes(!crashes || server.crashes() > 0, "the server has crashed");
    }

    private void live(String name, Visit visit) throws IOException {
        msleep(now() + 1 + Sim.pick(100)); // The server begins to listen.
        while (now() < endMs + QUIET_MS) {
            try {
                visit.pay(name);
            } catch (IOException e) {
                broken++;
                Check.always(now() < endMs + QUIET_MS, "without faults no connection breaks: " + e.getMessage());
                msleep(now() + 100 + Sim.pick(1_000));
            }
        }
    }

    private void publish(String name) throws IOException {
        try (LineClient client = new LineClient("broker")) {
            Speaker publisher = new Speaker(name + "/" + ++connections);
            publishers.put(publisher.id(), publisher);
            try {
                while (now() < endMs) {
                    for (int burst = 1 + Sim.pick(QUEUE / 2); burst > 0; burst--) {
                        client.say("pub " + TOPIC + " " + publisher.next());
                    }
                    msleep(now() + Sim.pick(15_000));
                }
                client.listenUntil(endMs + CATCH_UP_MS);
            } finally {
                publisher.leave();
            }
        }
    }

    /// @param pauseMs at most so long between two lines
    private void subscribe(String name, int pauseMs) throws IOException {
        Ledger ledger = new Ledger(publishers);
        try (LineClient client = new LineClient("broker")) {
            Subscription subscription = new Subscription(client, name + ++connections, ledger);
            client.say("sub " + TOPIC);
            client.say("sub " + subscription.own());
            Scope.run(both -> {
                Coroutine control = both.go("control", () -> subscription.control(endMs + QUIET_MS + 20_000));
                while (subscription.hearOne()) {
                    heard++;
                    msleep(now() > endMs || pauseMs == 0 ? 0 : now() + Sim.pick(pauseMs));
                }
                control.join();
            });
            subscription.mustBeAccountedFor();
            toldMissing += subscription.missed();
            complete += subscription.missed() == 0 ? 1 : 0;
        }
    }
}
