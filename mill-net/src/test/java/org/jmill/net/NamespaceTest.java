package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// What the system says of a network that is broken or slow. The network is made for the test, in a
/// namespace of its own, and goes with it: see [NamespaceProgram].
@Tag("network")
@Tag("real")
@NeedsKernel("a program of its own")
class NamespaceTest {
    @TempDir
    Path dir;

    /// Runs a program where there is nothing but the loopback, with these changes made.
    private String run(String changes, Engine engine, String program) throws Exception {
        Tool.UNSHARE.assumeInstalled();
        Tool.TC.assumeInstalled();
        String made = "ip link set lo up && " + changes;
        Process probe = new ProcessBuilder("unshare", "-rn", "sh", "-c", made)
                .redirectErrorStream(true)
                .start();
        assumeTrue(
                probe.waitFor(200, TimeUnit.SECONDS) && probe.exitValue() == 0,
                () -> "the system gives a program no network of its own, as to a container without rights (unshare"
                        + " -rn): "
                        + probe.exitValue());
        return new Child(dir, NamespaceProgram.class)
                .run("", "unshare -rn sh -c \"" + made + " && exec \\\"\\$@\\\"\" sh", engine, program);
    }

    @EveryEngine
    void hostsAndNetworksThatCannotBeReachedAreTold(Engine engine) throws Exception {
        String routes = "ip route add unreachable 10.9.9.9/32 && ip route add prohibit 10.9.9.8/32"
                + " && ip route add blackhole 10.9.9.7/32";
        assertEquals("""
            NoRouteToHostException connect tcp 192.0.2.1:80: network is unreachable
            NoRouteToHostException send udp 0.0.0.0:5555 to 192.0.2.1:80, 2 bytes: network is unreachable
            NoRouteToHostException connect tcp [2001:db8::1]:80: network is unreachable
            NoRouteToHostException send udp [::]:5556 to [2001:db8::1]:80, 2 bytes: network is unreachable
            NoRouteToHostException connect tcp 10.9.9.9:80: no route to host
            NoRouteToHostException send udp 0.0.0.0:5555 to 10.9.9.9:80, 2 bytes: no route to host
            SocketException connect tcp 10.9.9.8:80: permission denied
            SocketException send udp 0.0.0.0:5555 to 10.9.9.8:80, 2 bytes: permission denied
            SocketException connect tcp 10.9.9.7:80: invalid argument
            SocketException send udp 0.0.0.0:5555 to 10.9.9.7:80, 2 bytes: invalid argument
            NoRouteToHostException connect tcp 192.0.2.1:80: network is unreachable
            went well
            """, run(routes, engine, "unreachable"));
    }

    @EveryEngine
    void datagramWaitsForRoomUpToItsDeadline(Engine engine) throws Exception {
        String slow = "tc qdisc add dev lo root tbf rate 320kbit burst 2kb limit 1mb";
        assertEquals("""
            dropped, 1000 bytes left
            send udp ADDRESS: deadline passed, 1000 bytes left
            waited true, others had turns true
            cancelled
            closed
            all arrived
            """, run(slow, engine, "slow"));
    }
}
