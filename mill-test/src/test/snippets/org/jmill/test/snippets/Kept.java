package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.History;
import org.jmill.test.Node;
import org.jmill.test.Op;
import org.jmill.test.Register;
import org.jmill.test.Sim;
import org.jmill.test.Simulate;

class Kept {
    @Simulate(seeds = 20, hours = 0.05)
    void whatWasAcknowledgedIsKept(Cluster cluster) {
        run(cluster, false);
    }

    @Simulate(seeds = 20, hours = 0.05)
    void whatWasForcedIsKept(Cluster cluster) {
        run(cluster, true);
    }

    private static void run(Cluster cluster, boolean forces) {
        cluster.net().latency(1, 20).loss(0.01);
        Node server = cluster.node("server", () -> Keeper.serve(forces)); // The program as it is.
        History<Op, String> history = cluster.history(Register.model("none"));
        for (String name : new String[] {"ann", "bob"}) {
            cluster.client(name, () -> {
                for (int i = 0; i < 20; i++) {
                    Op op = Sim.pick(2) == 0 ? Op.put("value", name + i) : Op.get("value");
                    try {
                        history.call(op, o -> Keeper.ask("server", question(o)));
                    } catch (IOException e) {
                        // Nobody knows whether it has happened; the history has noted that.
                    }
                    msleep(now() + Sim.pick(2_000));
                }
            });
        }
        cluster.every(5_000, 10_000, () -> cluster.crash(server).restartAfter(Sim.pick(3_000)));
        cluster.calm(); // Faults end, the server runs, and the clients come to their ends.
        history.mustBeLinearizable();
        Check.sometimes(server.crashes() > 0, "the server has crashed");
    }

    private static String question(Op op) {
        return op instanceof Op.Put put ? put.value() : "get";
    }
}
