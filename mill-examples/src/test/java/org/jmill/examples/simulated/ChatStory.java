package org.jmill.examples.simulated;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jmill.Coroutine;
import org.jmill.Scope;
import org.jmill.examples.net.chat.Chat;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.Node;
import org.jmill.test.Sim;
import org.jmill.test.SimNet;

/// Three who chat, and come back when their connection breaks. Each hears what each of the others says, once and in its
/// order, from when it is in the room until it leaves.
final class ChatStory {
    private static final String[] NAMES = {"x", "y", "z"};
    private static final int GRACE_MS = 1_000;
    private static final int CATCH_UP_MS = 260_000;
    private static final int FIRST_LINES = 20; // Are said before all are there.
    private static final int QUIET_MS = 200_000; // By then keepalive has found who is gone.

    private final Cluster cluster;
    private final long endMs;
    private final boolean disturbed;
    private final boolean crashes;
    private final Program program = new Program(Chat::new, "--grace", "" + GRACE_MS);
    private final Map<String, Speaker> speakers = new LinkedHashMap<>();
    private int connections;
    private int broken;
    private long heard;
    private long said;

    /// @param disturbed whether the network does harm
    /// @param crashes whether the server loses its power now and then
    ChatStory(Cluster cluster, long ms, boolean disturbed, boolean crashes) {
        this.cluster = cluster;
        this.endMs = now() + ms;
        this.disturbed = disturbed;
        this.crashes = crashes;
    }

    void tell() {
        SimNet net = cluster.net().latency(1, 20);
        Node server = cluster.node("chat", program::run);
        for (String name : NAMES) {
            cluster.client(name, () -> live(name));
        }
        if (disturbed) {
            net.loss(0.01).resets(0.001).splits(0.05);
            cluster.every(30_000, 120_000, () -> net.partition(cluster.someNodes(), 1 + Sim.pick(10_000)));
            cluster.every(30_000, 120_000, () -> net.swizzle(cluster.someNodes(), 1 + Sim.pick(10_000)));
        }
        if (crashes) {
            cluster.every(60_000, 600_000, () -> cluster.crash(server).restartAfter(Sim.pick(5_000)));
        }
        cluster.calm();
        program.mustStopWithin(cluster, server, GRACE_MS);
        Check.always(heard > (disturbed ? 0 : 2 * said - FIRST_LINES), "all were heard");
        Check.sometimes(!disturbed || net.dropped() > 0, "a packet was lost");
        Check.sometimes(!disturbed || net.resets() > 0, "a connection was reset");
        Check.sometimes(!disturbed || broken > 0, "somebody had to come back");
        Check.sometimes(!crashes || server.crashes() > 0, "the server has crashed");
    }

    private void live(String name) throws IOException {
        msleep(now() + 1 + Sim.pick(100)); // The server begins to listen.
        while (now() < endMs + QUIET_MS) {
            try {
                visit(name);
            } catch (IOException e) {
                broken++;
                Check.always(now() < endMs + QUIET_MS, "without faults no connection breaks: " + e.getMessage());
                msleep(now() + 100 + Sim.pick(1_000));
            }
        }
    }

    private void visit(String name) throws IOException {
        Ledger ledger = new Ledger(speakers);
        try (LineClient client = new LineClient("chat")) {
            Speaker speaker = new Speaker(name + "/" + ++connections);
            enter(client, ledger);
            ledger.isIn(speaker);
            speakers.put(speaker.id(), speaker);
            try {
                Scope.run(both -> {
                    Coroutine ears = both.go("ears", () -> listen(client, ledger));
                    talk(client, speaker);
                    Check.always(ledger.missing(true) == 0, "who stays misses nothing");
                    client.say("/quit");
                    ears.join();
                });
            } finally {
                speaker.leave();
            }
        }
    }

    private void enter(LineClient client, Ledger ledger) throws IOException {
        String line;
        do {
            line = client.hear();
            note(line, ledger); // Others talk while it comes in.
        } while (!line.startsWith("* you are in "));
    }

    /// Until the end, and then until all that was said must have come.
    private void talk(LineClient client, Speaker speaker) throws IOException {
        while (now() < endMs) {
            client.say(speaker.next());
            said++;
            msleep(now() + 2_000 + Sim.pick(2_001)); // Three of them: a message a second.
        }
        msleep(endMs + QUIET_MS);
        client.say(speaker.next());
        said++;
        msleep(endMs + CATCH_UP_MS);
    }

    private void listen(LineClient client, Ledger ledger) throws IOException {
        String line;
        do {
            line = client.hear();
            note(line, ledger);
        } while (!line.startsWith("* goodbye"));
    }

    private void note(String line, Ledger ledger) {
        Check.always(!line.startsWith("missed"), "a chat leaves out no lines");
        if (!line.startsWith("*")) {
            heard++;
            boolean next = ledger.heard(line.substring(line.indexOf(' ') + 1));
            Check.always(next, "who stays misses nothing: " + line);
        }
    }
}
