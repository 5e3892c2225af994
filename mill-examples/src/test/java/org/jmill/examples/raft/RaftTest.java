package org.jmill.examples.raft;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Scope;
import org.jmill.examples.net.Grace;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Input;
import org.jmill.examples.net.Server;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.net.IpAddr;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.junit.jupiter.api.io.TempDir;

/// Nodes on the real network, with real files. What goes wrong is the affair of [RaftSimulationTest].
class RaftTest {
    private static final int PATIENCE_MS = 60_000;
    private static final Timing TIMING = new Timing(200, 50, 200, 64);

    @TempDir
    Path directory;

    private final List<HostPort> names = new ArrayList<>();
    private final List<Coroutine> nodes = new ArrayList<>();

    /// Starts nodes, which have names only when they listen.
    private void start(Scope scope, int count) throws IOException {
        List<TcpListener> listeners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            listeners.add(TcpListener.listen(IpAddr.local("127.0.0.1", 0, 0)));
            names.add(new HostPort("127.0.0.1", listeners.get(i).port()));
        }
        for (int i = 0; i < count; i++) {
            nodes.add(start(scope, i, listeners.get(i)));
        }
    }

    private Coroutine start(Scope scope, int i, TcpListener listener) {
        List<HostPort> others = new ArrayList<>(names);
        HostPort name = others.remove(i);
        Path path = directory.resolve(name.port() + ".log");
        Node node = new Node(name, others, path, TIMING, Flaw.NONE, Witness.NOBODY);
        return scope.go("node " + i, () -> node.run(listener, new Server(new Grace())));
    }

    private static String ask(HostPort node, String line) throws IOException {
        long deadline = now() + PATIENCE_MS;
        try (TcpSocket socket = TcpSocket.connect(node.host(), node.port(), deadline)) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
            socket.send(bytes, bytes.length, deadline);
            return new Input(socket, Message.LINE_MAX).line(deadline);
        }
    }

    /// Asks one after the other until one leads and has done it.
    ///
    /// @return which one, and what it has said
    private String askLeader(List<Integer> among, String line) throws IOException {
        long end = now() + PATIENCE_MS;
        while (now() < end) {
            for (int i : among) {
                String answer = ask(names.get(i), line);
                if (!answer.startsWith("moved ") && !answer.startsWith("error: ")) {
                    return i + ": " + answer;
                }
            }
            msleep(now() + 20);
        }
        throw new AssertionError("nobody leads");
    }

    @EveryEngine
    void whatOneLeaderHasTakenTheNextOneKnows(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    start(scope, 3);
                    String put = askLeader(List.of(0, 1, 2), "put color blue and green");
                    assertEquals("ok", put.substring(3));
                    int first = put.charAt(0) - '0';
                    nodes.get(first).cancel();
                    nodes.get(first).join();
                    List<Integer> others = new ArrayList<>(List.of(0, 1, 2));
                    others.remove(first);
                    assertEquals(
                            "value blue and green",
                            askLeader(others, "get color").substring(3));
                    scope.cancel();
                }));
    }

    @EveryEngine
    void nodesThatComeBackHaveWhatTheyHad(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    start(scope, 3);
                    assertEquals("ok", askLeader(List.of(0, 1, 2), "put n 1").substring(3));
                    for (Coroutine node : nodes) {
                        node.cancel();
                        node.join();
                    }
                    for (int i = 0; i < 3; i++) {
                        start(
                                scope,
                                i,
                                TcpListener.listen(
                                        IpAddr.local("127.0.0.1", names.get(i).port(), 0)));
                    }
                    assertEquals("value 1", askLeader(List.of(0, 1, 2), "get n").substring(3));
                    assertEquals("none", askLeader(List.of(0, 1, 2), "get m").substring(3));
                    scope.cancel();
                }));
    }

    @EveryEngine
    void nodeAloneIsAMajorityAndOneOfThreeIsNone(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    start(scope, 1);
                    assertEquals("0: ok", askLeader(List.of(0), "put n 1"));
                    assertTrue(ask(names.get(0), "status").startsWith("leader of "), "status");
                    names.clear();
                    TcpListener listener = TcpListener.listen(IpAddr.local("127.0.0.1", 0, 0));
                    names.add(new HostPort("127.0.0.1", listener.port()));
                    names.add(new HostPort("127.0.0.1", 1)); // Nobody listens there.
                    names.add(new HostPort("127.0.0.1", 2));
                    start(scope, 0, listener);
                    msleep(now() + 3 * TIMING.electionMs()); // It has stood.
                    assertEquals("error: there is no leader; ask again", ask(names.get(0), "put n 2"));
                    scope.cancel();
                }));
    }

    @EveryEngine
    void whatIsNoCommandIsRefusedAndNotWritten(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    start(scope, 1);
                    askLeader(List.of(0), "put n 1");
                    for (String line : List.of("", "put", "put n", "get", "get a b", "nonsense", "put  x", "get ")) {
                        assertTrue(ask(names.get(0), line).startsWith("error: put KEY VALUE"), line);
                    }
                    for (String line : List.of("vote x y z w", "vote -1 a 0 0", "append 1", "x".repeat(10_000))) {
                        assertTrue(ask(names.get(0), line).startsWith("error: "), line);
                    }
                    assertTrue(ask(names.get(0), "status").contains(", 1 entries, 1 committed"), "status");
                    scope.cancel();
                }));
    }
}
