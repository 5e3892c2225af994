package org.jmill.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.net.EchoServer;
import org.jmill.bench.net.TlsEchoServer;
import org.jmill.bench.peer.NettyC10k;
import org.jmill.bench.peer.NettyEcho;
import org.jmill.net.TlsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `net-peer WHO echo`, `net-peer --certificate FILE --key FILE WHO tls-echo` and `net-peer WHO c10k CONNECTIONS
/// COUNT`: what `compare` runs of the network for whoever needs a JVM: an engine of jmill, or Netty.
@Command(name = "net-peer", hidden = true, description = "Runs a perf program of the network.")
final class NetPeerCommand implements Callable<Integer> {
    private static final String NETTY = "netty";
    private static final String NETTY_OPENSSL = "netty-openssl";

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--certificate", paramLabel = "FILE")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE")
    private Path key;

    @Parameters(index = "0", paramLabel = "WHO", description = "netty, netty-openssl, or an engine of jmill")
    private String who;

    @Parameters(index = "1", paramLabel = "NAME", description = "echo, tls-echo or c10k")
    private String name;

    @Parameters(index = "2", arity = "0..1", paramLabel = "CONNECTIONS", defaultValue = "1")
    private int connections;

    @Parameters(index = "3", arity = "0..1", paramLabel = "COUNT", defaultValue = "1")
    private long count;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        switch (name) {
            case "echo" -> {
                if (who.equals(NETTY)) {
                    NettyEcho.serve(null, System.in, out);
                } else {
                    Mill.run(options(), () -> EchoServer.serve(System.in, out));
                }
            }
            case "tls-echo" -> {
                if (who.equals(NETTY) || who.equals(NETTY_OPENSSL)) {
                    NettyEcho.serve(NettyEcho.tls(certificate, key, who.equals(NETTY_OPENSSL)), System.in, out);
                } else {
                    TlsOptions tls = TlsOptions.defaults().certificate(certificate.toString(), key.toString());
                    Mill.run(options(), () -> TlsEchoServer.serve(tls, System.in, out));
                }
            }
            case "c10k" -> {
                if (who.equals(NETTY)) {
                    try (NettyC10k program = new NettyC10k(connections)) {
                        NetPrograms.measure(program, count, rounds, out);
                    }
                } else {
                    new NetPrograms(options(), rounds, out).c10k(connections, count);
                }
            }
            default -> throw new ParameterException(spec.commandLine(), "no such program: " + name);
        }
        return 0;
    }

    private MillOptions options() {
        Engine engine = Engine.valueOf(who.toUpperCase(Locale.ROOT));
        return MillOptions.defaults().name(name).engine(engine).strict(false);
    }
}
