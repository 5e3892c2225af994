package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import java.util.Set;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.Node;
import org.jmill.test.Report;
import org.jmill.test.SimDisk;
import org.jmill.test.SimNet;
import org.jmill.test.Simulate;
import org.jmill.test.Simulation;

/// The parts of a simulated world, and a simulation without JUnit.
class Parts {
    @Simulate(seeds = 10, hours = 0.05)
    void network(Cluster cluster) {
        // @start region="net"
        SimNet net = cluster.net().latency(1, 20).loss(0.05).resets(0.001);
        cluster.node("server", () -> Keeper.serve(true));
        cluster.client("ann", () -> {
            msleep(now() + 1_000);
            net.partition(Set.of("server"), 5_000); // It hears of nobody, and nobody of it.
            try {
                Keeper.ask("server", "get");
            } catch (IOException e) {
                Check.reached("no answer");
            }
        });
        cluster.calm();
        Check.sometimes(net.dropped() > 0, "a packet was lost");
        // @end
    }

    @Simulate(seeds = 10, hours = 0.05)
    void disk(Cluster cluster) {
        // @start region="disk"
        Node server = cluster.node("server", () -> Keeper.serve(false)); // It forces nothing.
        SimDisk disk = cluster.disk("server").torn(1).full(1_000_000);
        cluster.client("ann", () -> {
            msleep(now() + 1_000);
            Keeper.ask("server", "1");
            cluster.crash(server).restartAfter(1_000);
            msleep(now() + 2_000);
            String value = Keeper.ask("server", "get");
            Check.sometimes(value.equals("none"), "the value was lost");
        });
        cluster.calm();
        Check.always(disk.forced() == 0, "nothing was forced");
        Check.sometimes(disk.lost() > 0, "a change was lost");
        // @end
    }

    static Report simulation() {
        // @start region="simulation"
        Report report = Simulation.of(cluster -> {
                    cluster.node("server", () -> Keeper.serve(true));
                    cluster.client("ann", () -> {
                        msleep(now() + 1_000);
                        Check.always(Keeper.ask("server", "get").equals("none"), "there is no value yet");
                    });
                    cluster.calm();
                })
                .seeds(10)
                .hours(0.01)
                .run(); // toString() gives "10 seeds: none failed (0.05 s)".
        // @end
        return report;
    }
}
