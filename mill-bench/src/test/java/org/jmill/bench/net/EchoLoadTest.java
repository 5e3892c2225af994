package org.jmill.bench.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jmill.bench.compare.JavaCommand;
import org.jmill.bench.compare.TlsFiles;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The load generator with each server that there is here, for an instant.
@Tag("real")
class EchoLoadTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"continuation", "virtual", "portable", "netty"})
    void measuresServersInAJvm(String who) throws Exception {
        checkMeasures(NetScenario.ECHO_64X100, JavaCommand.of("net-peer", List.of(who, "echo")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "ECHO.*")
    void measuresEveryScenario(NetScenario scenario) throws Exception {
        checkMeasures(scenario, JavaCommand.of("net-peer", List.of("continuation", "echo")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "TLS.*")
    void measuresEveryScenarioWithTls(NetScenario scenario) throws Exception {
        checkMeasures(scenario, tlsServer("continuation"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "netty-openssl"})
    void measuresNettyWithTls(String who) throws Exception {
        boolean here = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        assumeTrue(here || who.equals("netty"), "Netty's BoringSSL is for Linux on amd64 only");
        checkMeasures(NetScenario.TLS_RESUMED, tlsServer(who));
    }

    @Test
    void measuresTheServerOfOpenssl() throws Exception {
        Tool.OPENSSL.assumeInstalled();
        TlsFiles tls = TlsFiles.in(dir);
        List<String> server = List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-rev",
                "-cert",
                tls.certificate().toString(),
                "-key",
                tls.key().toString());
        checkMeasures(NetScenario.TLS_ECHO_8KX1, server);
    }

    private List<String> tlsServer(String who) throws IOException {
        TlsFiles tls = TlsFiles.in(dir);
        return JavaCommand.of(
                "net-peer",
                List.of(
                        "--certificate",
                        tls.certificate().toString(),
                        "--key",
                        tls.key().toString(),
                        who,
                        "tls-echo"));
    }

    @Test
    void measuresTheServerInGo() throws Exception {
        Path program = goProgram();
        checkMeasures(NetScenario.ECHO_16KX1, List.of(program.toString(), "echo"));
    }

    @Test
    void goMakesRoundTripsBesideIdleConnections() throws Exception {
        List<String> command = List.of(goProgram().toString(), "-rounds", "2", "c10k", "20", "50");
        List<String> lines = said(command);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("c10k: 50 ops in "), lines.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuation", "netty"})
    void jvmsMakeRoundTripsBesideIdleConnections(String who) throws Exception {
        List<String> arguments = List.of("--rounds", "1", who, "c10k", "20", "50");
        List<String> lines = said(JavaCommand.of("net-peer", arguments));
        assertTrue(lines.getFirst().startsWith("c10k: 50 ops in "), lines.toString());
    }

    @Test
    void serverThatDoesNotListenIsAFailure() {
        List<String> server = List.of("sh", "-c", "echo 'no port is free'");
        IOException e = assertThrows(IOException.class, () -> measure(NetScenario.ECHO_64X1, server));
        assertEquals("echo: the server does not listen, it says: no port is free", e.getMessage());
    }

    private void checkMeasures(NetScenario scenario, List<String> server) throws Exception {
        List<String> lines = measure(scenario, server);
        assertEquals(5, lines.size(), lines.toString());
        assertEquals(scenario.label() + ": ready", lines.getFirst());
        assertTrue(lines.get(1).matches(scenario.label() + ": \\d+ ops in .* ns/op"), lines.toString());
        assertTrue(lines.get(2).matches(scenario.label() + ": \\d+ ops in .* ns/op"), lines.toString());
        String heading = scenario.label() + ": " + scenario.connections() + " connections, " + scenario.bytes();
        assertTrue(lines.get(3).startsWith(heading + " bytes: "), lines.toString());
    }

    private List<String> measure(NetScenario scenario, List<String> server) throws Exception {
        StringWriter out = new StringWriter();
        BufferedReader asked = new BufferedReader(new StringReader("\n\n"));
        Path certificate = dir.resolve("tls-cert.pem");
        EchoLoad.run(scenario, certificate, server, 10, 50, asked, new PrintWriter(out));
        return out.toString().lines().toList();
    }

    private Path goProgram() throws Exception {
        Path sources = Path.of("go").toAbsolutePath();
        assumeTrue(Files.isDirectory(sources), "run in the folder of mill-bench, where the sources of Go lie");
        Path program = dir.resolve("perf");
        Tool.GO.assumeInstalled();
        Process build = new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                .directory(sources.toFile())
                .inheritIO()
                .start();
        assertEquals(0, build.waitFor());
        return program;
    }

    private static List<String> said(List<String> command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor());
        return lines;
    }
}
