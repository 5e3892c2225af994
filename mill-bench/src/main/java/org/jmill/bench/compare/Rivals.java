package org.jmill.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jmill.Engine;
import org.jmill.bench.net.C10k;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.peer.JavaPeer;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;

/// Finds out who can take part on this machine, and builds what has to be built for it.
final class Rivals {
    /// What Netty asks for on a JDK of today, so that it has its fast paths.
    private static final List<String> NETTY_OPTIONS = List.of(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.tryReflectionSetAccessible=true");

    /// What the launcher adds for PORTABLE; and where all of a peer's scopes share a thread, as jmill's do.
    private static final String ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1";

    private final Path home;
    private final Path built;
    private final PrintWriter progress;

    /// @param home the folder of mill-bench
    /// @param progress gets a line for each program that is built, which may take a minute
    Rivals(Path home, PrintWriter progress) {
        this.home = home;
        this.built = home.resolve("target/peers");
        this.progress = progress;
    }

    /// The folder of mill-bench, seen from where this class was loaded from: its jar or its
    /// classes.
    static Path home() {
        String classPath = System.getProperty("java.class.path");
        for (String entry : classPath.split(java.io.File.pathSeparator)) {
            Path target = Path.of(entry).toAbsolutePath().getParent();
            if (target != null && Files.isDirectory(target.resolveSibling("go"))) {
                return target.getParent();
            }
        }
        return Path.of("mill-bench").toAbsolutePath();
    }

    /// Everybody, present or not, jmill first.
    List<Rival> all() {
        List<Rival> all = new ArrayList<>();
        all.add(engine(Engine.CONTINUATION, "jmill"));
        all.add(engine(Engine.VIRTUAL, "jmill VIRTUAL"));
        all.add(engine(Engine.PORTABLE, "jmill PORTABLE"));
        all.add(libmill());
        all.add(go());
        String failure = buildPreview();
        for (JavaPeer peer : JavaPeer.values()) {
            boolean isAbsent = peer.needsPreview() && failure != null;
            all.add(isAbsent ? Rival.absent(peer.label(), peer.title(), failure) : peer(peer));
        }
        all.add(netty("netty", "Netty", Set.of(NetScenario.values())));
        all.add(netty("netty-openssl", "Netty OpenSSL", tlsOnly()));
        all.add(openssl());
        return all;
    }

    private Rival engine(Engine engine, String title) {
        String id = engine.name().toLowerCase(Locale.ROOT);
        List<String> options = engine == Engine.PORTABLE ? List.of(ONE_CARRIER) : List.of();
        Rival.Launch net = net(
                scenario -> JavaCommand.of(options, "net-peer", echo(id, scenario)),
                (program, count, rounds) -> JavaCommand.of(options, "net-peer", c10k(id, count, rounds)));
        return new Rival(
                id,
                title,
                null,
                everything(),
                (program, count, rounds) -> program instanceof NetScenario
                        ? net.command(program, count, rounds)
                        : java(options, id, program, count, rounds));
    }

    private Rival peer(JavaPeer peer) {
        Rival.Launch launch = (program, count, rounds) -> {
            boolean isScope = program instanceof Programs one && one.isScope();
            List<String> options = isScope ? List.of(ONE_CARRIER) : List.of();
            return java(options, peer.label(), program, count, rounds);
        };
        Rival.Launch preview = (program, count, rounds) -> JavaCommand.of(
                List.of(ONE_CARRIER, "--enable-preview"),
                List.of(previews()),
                "peer",
                round(peer.label(), program, count, rounds));
        return new Rival(
                peer.label(),
                peer.title(),
                null,
                Set.copyOf(peer.programs().keySet()),
                peer.needsPreview() ? preview : launch);
    }

    /// Where the classes are compiled to that use what the JDK has as a preview only.
    private Path previews() {
        return built.resolve("preview");
    }

    /// They are compiled apart, as such a class runs only in the JDK that it was compiled for.
    private String buildPreview() {
        return build(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "--enable-preview",
                        "--release",
                        "" + Runtime.version().feature(),
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        previews().toString(),
                        "JdkScopes.java",
                        "JoxScopes.java"),
                "preview");
    }

    private Rival netty(String id, String title, Set<Scenario> programs) {
        Rival.Launch net = net(
                scenario -> JavaCommand.of(NETTY_OPTIONS, "net-peer", echo(id, scenario)),
                (program, count, rounds) -> JavaCommand.of(NETTY_OPTIONS, "net-peer", c10k(id, count, rounds)));
        return new Rival(id, title, null, programs, net);
    }

    /// The server that comes with OpenSSL: it sends each line back reversed, to one client at a time.
    private Rival openssl() {
        String failure = execute(List.of("openssl", "version"), ".");
        if (failure != null) {
            return Rival.absent("openssl", "openssl s_server", failure);
        }
        return new Rival(
                "openssl",
                "openssl s_server",
                null,
                tlsOnly(),
                net(
                        scenario -> List.of(
                                "openssl",
                                "s_server",
                                "-accept",
                                "127.0.0.1:0",
                                "-cert",
                                tls().certificate().toString(),
                                "-key",
                                tls().key().toString(),
                                "-rev"),
                        (program, count, rounds) -> List.of()));
    }

    private static Set<Scenario> tlsOnly() {
        return Set.of(NetScenario.TLS_NEW, NetScenario.TLS_RESUMED, NetScenario.TLS_ECHO_8KX1);
    }

    /// What starts an echo server in a JVM.
    private List<String> echo(String who, NetScenario scenario) {
        return scenario.isTls()
                ? List.of(
                        "--certificate",
                        tls().certificate().toString(),
                        "--key",
                        tls().key().toString(),
                        who,
                        "tls-echo")
                : List.of(who, "echo");
    }

    private TlsFiles tls() {
        try {
            return TlsFiles.in(built);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static List<String> c10k(String who, long count, int rounds) {
        return List.of("--rounds", "" + rounds, who, "c10k", "" + connections(), "" + count);
    }

    private static int connections() {
        return C10k.fitting(NetScenario.C10K.connections());
    }

    private static Set<Scenario> everything() {
        Set<Scenario> all = new HashSet<>(List.of(Programs.values()));
        all.addAll(List.of(NetScenario.values()));
        return all;
    }

    private static Set<Scenario> libmillPrograms() {
        Set<Scenario> all = everything();
        all.removeAll(tlsOnly());
        all.removeIf(scenario -> scenario instanceof Programs program && program.isScope());
        return all;
    }

    /// @param server the command line of an echo server
    /// @param c10k how that program is started
    private Rival.Launch net(Function<NetScenario, List<String>> server, Rival.Launch c10k) {
        return (program, count, rounds) -> {
            NetScenario scenario = (NetScenario) program;
            if (!scenario.isEcho()) {
                return c10k.command(program, count, rounds);
            }
            List<String> arguments = new ArrayList<>(List.of("--round-ms", "" + count));
            if (scenario.isTls()) {
                arguments.addAll(List.of("--certificate", tls().certificate().toString()));
            }
            arguments.addAll(List.of(scenario.label(), "--"));
            arguments.addAll(Processors.first(server.apply(scenario)));
            return Processors.others(JavaCommand.of("echo-load", arguments));
        };
    }

    /// A JVM like this one, with the same flags and some more.
    private static List<String> java(List<String> more, String who, Scenario program, long count, int rounds) {
        return JavaCommand.of(more, "peer", round(who, program, count, rounds));
    }

    private static List<String> round(String who, Scenario program, long count, int rounds) {
        return List.of("--rounds", "" + rounds, who, program.label(), "" + count);
    }

    private Rival go() {
        Path program = built.resolve("perf-go");
        String failure = build(List.of("go", "build", "-o", program.toString(), "."), "go");
        if (failure != null) {
            return Rival.absent("go", "Go", failure);
        }
        String path = program.toString();
        Rival.Launch net = net(
                scenario -> scenario.isTls()
                        ? List.of(
                                path,
                                "tls-echo",
                                tls().certificate().toString(),
                                tls().key().toString())
                        : List.of(path, "echo"),
                (name, count, rounds) -> List.of(path, "-rounds", "" + rounds, "c10k", "" + connections(), "" + count));
        return new Rival(
                "go",
                "Go",
                null,
                everything(),
                (name, count, rounds) -> name instanceof NetScenario
                        ? net.command(name, count, rounds)
                        : List.of(path, "-rounds", "" + rounds, name.label(), "" + count));
    }

    private Rival libmill() {
        String where = System.getenv("LIBMILL_HOME");
        if (where == null || where.isEmpty()) {
            return Rival.absent("libmill", "libmill C", "LIBMILL_HOME names no libmill that is installed");
        }
        Path header = first(where, "include/libmill.h", "libmill.h");
        Path library = first(where, "lib/libmill.a", ".libs/libmill.a", "libmill.a");
        if (header == null || library == null) {
            return Rival.absent(
                    "libmill", "libmill C", "no include/libmill.h or lib/libmill.a in LIBMILL_HOME=" + where);
        }
        Path program = built.resolve("perf-c");
        String failure = build(compile(header, library, program), "c");
        if (failure != null) {
            return Rival.absent("libmill", "libmill C", failure);
        }
        String path = program.toString();
        Rival.Launch net = net(
                scenario -> List.of(path, "echo", "" + scenario.bytes()),
                (name, count, rounds) -> List.of(path, "c10k", "" + count, "" + rounds, "" + connections()));
        return new Rival(
                "libmill",
                "libmill C",
                null,
                libmillPrograms(),
                (name, count, rounds) -> name instanceof NetScenario
                        ? net.command(name, count, rounds)
                        : List.of(path, name.label(), "" + count, "" + rounds));
    }

    private static Path first(String where, String... names) {
        return Stream.of(names)
                .map(name -> Path.of(where, name).toAbsolutePath())
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    private static List<String> compile(Path header, Path library, Path program) {
        return List.of(
                "cc",
                "-O2",
                "-I" + header.getParent(),
                "perf.c",
                "switches.c",
                "channels.c",
                "network.c",
                library.toString(),
                "-o",
                program.toString());
    }

    /// Builds a program in one of our folders.
    ///
    /// @return what went wrong, or null
    private String build(List<String> command, String folder) {
        progress.println("building the peers in mill-bench/" + folder);
        progress.flush();
        return execute(command, folder);
    }

    private String execute(List<String> command, String folder) {
        try {
            Files.createDirectories(built);
            Process process = new ProcessBuilder(command)
                    .directory(home.resolve(folder).toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() == 0) {
                return null;
            }
            return "does not build: " + said.strip().lines().findFirst().orElse("no message");
        } catch (IOException e) {
            return "no '" + command.getFirst() + "' on the PATH";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
