package org.jmill.examples.raft;

import static org.jmill.Mill.draw;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.examples.net.Grace;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Server;
import org.jmill.net.IpAddr;
import org.jmill.net.TcpListener;
import org.jmill.test.History;
import org.jmill.test.Op;
import org.jmill.test.Register;

/// Some nodes, some clients, and a bad time, all drawn from one number; then a good time, in which all must go on. What
/// must not happen is an error.
final class RaftStory {
    private static final int PORT = 7000;
    private static final int CLIENTS = 3;
    private static final int KEYS = 3;
    private static final int BAD_MS = 20_000;
    private static final int GOOD_MS = 15_000; // Enough for any election, with a long margin.
    private static final int PAUSE_MS = 100;

    private final Machines machines;
    private final List<HostPort> nodes = new ArrayList<>();
    private final Flaw flaw;
    private final Agreement agreement = new Agreement();
    private final History<Op, String> history =
            History.<Op, String>of(Register.model()).refusals(thrown -> thrown instanceof Client.Refused);
    private boolean good;
    private int values;
    private int crashes;
    private int diskErrors;

    private RaftStory(long seed, int size, Flaw flaw) {
        this.machines = new Machines(seed);
        this.flaw = flaw;
        for (int i = 0; i < size; i++) {
            nodes.add(new HostPort("n" + i, PORT));
        }
    }

    /// Tells it.
    ///
    /// @param seed where all comes from
    /// @param size how many nodes there are
    /// @param flaw which all of them have
    static RaftStory run(long seed, int size, Flaw flaw, Engine engine) throws Exception {
        RaftStory story = new RaftStory(seed, size, flaw);
        story.machines.run(engine, story::main);
        return story;
    }

    private void main() throws Exception {
        machines.net().conditions().latency(1, 20);
        nodes.forEach(node -> machines.add(node.host(), () -> program(node)));
        badTime();
        Scope.run(scope -> {
            Fork<?> trouble = scope.fork(() -> {
                trouble();
                return null;
            });
            for (int i = 0; i < CLIENTS; i++) {
                scope.go("client " + i, this::client);
            }
            msleep(now() + BAD_MS);
            good = true;
            trouble.join();
        });
        machines.net().calm();
        machines.disks(100, 1_000, 0);
        mustGoOn(now() + GOOD_MS);
        history.mustBeLinearizable();
    }

    /// The program as it is. An administrator starts it again if its disk has failed.
    private void program(HostPort node) {
        List<HostPort> others = new ArrayList<>(nodes);
        others.remove(node);
        while (true) {
            try (TcpListener listener = TcpListener.listen(IpAddr.local(null, PORT, 0))) {
                new Node(
                                node,
                                others,
                                Mill.world().files().getPath("raft.log"),
                                new Timing(300, 60, 250, 2),
                                flaw,
                                agreement)
                        .run(listener, new Server(new Grace()));
            } catch (IOException e) {
                diskErrors++;
                msleep(now() + PAUSE_MS);
            }
        }
    }

    // ---- the bad time

    private void badTime() {
        machines.net().conditions().loss(0.01);
        machines.net().conditions().resets(0.001);
        machines.net().conditions().splits(0.05);
        machines.disks(100, 8_000, 0.002);
    }

    private void trouble() {
        msleep(now() + 1_000);
        while (!good) {
            msleep(now() + PAUSE_MS + draw(1_500));
            int ms = 1 + draw(draw(2) == 0 ? 300 : 3_000);
            switch (draw(6)) {
                case 0 -> machines.net().partition(some(), ms);
                case 1 -> {
                    List<String> some = some();
                    List<String> others = new ArrayList<>(machines.all());
                    others.removeAll(some);
                    machines.net().partitionOneWay(some, others, ms);
                }
                case 2 -> machines.net().swizzle(some(), ms);
                default -> {
                    crashes++;
                    machines.crash(machines.all().get(draw(nodes.size())), ms);
                }
            }
        }
    }

    /// Some of the machines, neither none nor all.
    private List<String> some() {
        List<String> some = new ArrayList<>();
        while (some.isEmpty() || some.size() == nodes.size()) {
            some.clear();
            machines.all().stream().filter(name -> draw(2) == 0).forEach(some::add);
        }
        return some;
    }

    private void client() {
        Client client = new Client(nodes);
        while (!good) {
            String key = "k" + draw(KEYS);
            attempt(client, draw(2) == 0 ? Op.put(key, "v" + ++values) : Op.get(key));
            msleep(now() + draw(100));
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

    // ---- the good time

    private void mustGoOn(long deadlineMs) {
        Client client = new Client(nodes);
        for (int i = 0; i < KEYS; i++) {
            for (Op op : List.of(Op.get("k" + i), Op.put("k" + i, "last"), Op.get("k" + i))) {
                while (!attempt(client, op)) {
                    if (now() > deadlineMs) {
                        throw new AssertionError("nobody has done this though nothing was in the way: " + op);
                    }
                    msleep(now() + PAUSE_MS);
                }
            }
        }
    }

    // ---- what has happened

    int elections() {
        return agreement.elections();
    }

    long answered() {
        return history.answered();
    }

    int crashes() {
        return crashes;
    }

    int diskErrors() {
        return diskErrors;
    }

    long dropped() {
        return machines.net().dropped();
    }

    long trace() {
        return machines.trace();
    }
}
