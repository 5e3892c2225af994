package org.jmill.examples.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jmill.Mill;
import org.jmill.examples.Example;
import org.jmill.examples.net.Grace;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Listen;
import org.jmill.examples.net.Server;
import org.jmill.net.IpAddr;
import org.jmill.net.TcpListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows consensus: nodes that elect a leader and keep a log in common, though some of them fail.
/// Run: ./jmill run raft [--log FILE] NODE PEERS..., for each node, then nc HOST PORT: put KEY VALUE, get KEY, status
/// Prints where it listens, and at the end what the node was.
@Command(
        description = "Each node is HOST:PORT, by the same name for all; an example of three: `raft localhost:7001"
                + " localhost:7002 localhost:7003`, and two more, each with its own name first. Who does not lead"
                + " answers `moved HOST:PORT`. What was answered with `ok` is there as long as a majority has its"
                + " files.")
public final class Raft implements Example {
    @Parameters(
            index = "0",
            paramLabel = "NODE",
            converter = HostPort.Converter.class,
            description = "this node: where it listens, by the name that the others know")
    private HostPort node;

    @Parameters(
            index = "1..*",
            paramLabel = "PEERS",
            converter = HostPort.Converter.class,
            description = "the others; none: a node alone is a majority")
    private List<HostPort> peers = List.of();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "where it keeps what it must not forget; raft-PORT.log in this folder unless given")
    private String log;

    @Mixin
    private Grace grace;

    private Node running;

    @Override
    public void main() throws IOException {
        TcpListener listener = TcpListener.listen(IpAddr.local(null, node.port(), 0));
        Listen.say(listener.addr());
        Path path = Mill.world().files().getPath(log == null ? "raft-" + node.port() + ".log" : log);
        running = new Node(node, peers, path);
        running.run(listener, new Server(grace));
    }

    @Override
    public String soFar() {
        return running == null ? "" : running.toString();
    }
}
