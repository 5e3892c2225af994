package org.jmill.test.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcprecvsome;
import static org.jmill.net.MillNet.tcpsend;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Machines;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.SimWorld;

/// The network in the world of a test.
class NetInSimWorldTest {
    private static final int PORT = 7000;

    private final CoroutineLocal<Host> here = CoroutineLocal.inherited();
    private final Agenda agenda = new Agenda();
    private final StubDecider decider = new StubDecider();
    private final Net net = new Net(agenda, decider, here::get);
    private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix());
    private final SimWorld world = new SimWorld(
            agenda,
            new Machines(),
            decider,
            new SimOutward(net, () -> disk),
            new Limits(Integer.MAX_VALUE, false, false),
            new Marks(),
            null);

    private void run(Engine engine, Body<? extends Exception> main) throws Exception {
        TestMill.realTime(engine).with(o -> o.world(world)).run(main);
    }

    private Coroutine on(Host host, Body<? extends Exception> part) {
        return go(host.name(), () -> here.where(host, part));
    }

    /// Passes each byte on to all.
    private void serve() throws Exception {
        TcpListener listener = tcplisten(iplocal(null, PORT, 0), 10);
        List<TcpSocket> all = new ArrayList<>();
        while (true) {
            TcpSocket s = tcpaccept(listener, -1);
            all.add(s);
            go("session", () -> {
                byte[] message = new byte[1];
                while (tcprecvsome(s, message, 1, -1) == 1) {
                    for (TcpSocket other : all) {
                        tcpsend(other, message, 1, -1);
                        tcpflush(other, -1);
                    }
                }
            });
        }
    }

    @EveryEngine
    void anHourOfChatTakesAnHourOfItsTime(Engine engine) throws Exception {
        net.conditions().latency(1, 20);
        net.conditions().loss(0.01);
        decider.drawing(1);
        Host server = net.add("server");
        Host[] clients = {net.add("a"), net.add("b"), net.add("c")};
        int seconds = Integer.getInteger("chat", 3_600);
        int[] received = {0};
        long[] took = {0};
        run(engine, () -> {
            long start = now();
            Coroutine serving = on(server, this::serve);
            for (Host client : clients) {
                on(client, () -> {
                    TcpSocket s = tcpconnect("server", PORT, -1);
                    go("listen", () -> {
                        while (tcprecv(s, new byte[1], 1, -1) == 1) {
                            received[0]++;
                        }
                    });
                    for (int i = 0; i < seconds / 3; i++) {
                        msleep(now() + 3_000);
                        tcpsend(s, new byte[1], 1, -1);
                        tcpflush(s, -1);
                    }
                });
            }
            msleep(start + seconds * 1_000L + 60_000);
            took[0] = now() - start;
            serving.cancel();
        });
        assertEquals(seconds * 1_000L + 60_000, took[0]);
        assertEquals(3 * 3 * (seconds / 3), received[0]);
        assertTrue(net.dropped() > 0);
    }

    @EveryEngine
    void acceptThatNobodyCanEverAnswerIsADeadlock(Engine engine) {
        assertThrows(
                DeadlockException.class, () -> run(engine, () -> tcpaccept(tcplisten(iplocal(null, PORT, 0), 1), -1)));
    }
}
