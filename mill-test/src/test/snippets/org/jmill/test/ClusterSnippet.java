package org.jmill.test;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;

class ClusterSnippet {
    // @start region="example"
    @Simulate(seeds = 10, hours = 0.05) // Virtual hours; each seed draws its own faults.
    void acknowledgedPutsSurvive(Cluster cluster) {
        SimNet net = cluster.net().latency(1, 20).loss(0.01).resets(0.001);
        Node server = cluster.node("a", () -> SmallKv.serve(true)); // The program as it is; own address, own disk.
        History<Op, String> history = cluster.history(Register.model());
        for (String name : new String[] {"x", "y"}) {
            cluster.client(name, () -> {
                for (int i = 0; i < 20; i++) {
                    Op op = Sim.pick(2) == 0 ? Op.put("key", name + i) : Op.get("key");
                    try {
                        history.call(op, o -> SmallKv.apply("a", o));
                    } catch (IOException e) {
                        // Nobody knows whether it has happened; the history has noted that.
                    }
                    msleep(now() + Sim.pick(2_000));
                }
            });
        }
        cluster.every(5_000, 30_000, () -> net.partition(cluster.someNodes(), 1 + Sim.pick(10_000)));
        cluster.every(5_000, 20_000, () -> cluster.crash(server).restartAfter(Sim.pick(5_000)));
        cluster.calm(); // Faults end; from here all must make progress.
        history.mustBeLinearizable();
        Check.sometimes(net.dropped() > 0, "a packet was lost");
    }
    // @end
}
