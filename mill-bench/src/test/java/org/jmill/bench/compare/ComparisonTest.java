package org.jmill.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that stand in for rivals, each a line of shell.
class ComparisonTest {
    @TempDir
    private Path dir;

    private final StringWriter progress = new StringWriter();

    @Test
    void figuresOfAllPassesAreGathered() throws Exception {
        Figures figures = compare(
                2,
                rival("a", "echo 'chan: 2 ops in 0.000001 s, 50.0 ns/op'"),
                rival("b", "echo 'chan: 2 ops in 0.000001 s, 70.5 ns/op'"));
        Rival a = figures.rivals().get(0);
        Rival b = figures.rivals().get(1);
        assertEquals(List.of(50.0, 50.0), figures.cell(Programs.CHAN, a).samples());
        assertEquals(1.41, figures.ratio(Programs.CHAN, b), 1e-9);
        assertEquals(
                List.of(
                        "[1/4] chan a: 50.0 ns",
                        "[2/4] chan b: 70.5 ns",
                        "[3/4] chan a: 50.0 ns",
                        "[4/4] chan b: 70.5 ns"),
                progress.toString().lines().toList());
    }

    @Test
    void failureIsAReasonAndIsNotTriedAgain() throws Exception {
        Figures figures = compare(3, rival("a", "echo 'panic: no memory' >&2; exit 134"));
        Figures.Cell cell = figures.cell(Programs.CHAN, figures.rivals().getFirst());
        assertEquals("panic: no memory", cell.reason());
        assertEquals(1, progress.toString().lines().count(), progress.toString());
    }

    @Test
    void silenceIsAFailure() throws Exception {
        Figures figures = compare(1, rival("a", "true"));
        assertEquals(
                "printed no figures",
                figures.cell(Programs.CHAN, figures.rivals().getFirst()).reason());
    }

    @Test
    void bytesAreReadFromTheNote() throws Exception {
        Figures figures = compare(
                1,
                rival(
                        "a",
                        "echo 'chan: 1 ops in 1.0 s, 1.0 ns/op'; echo 'chan: 1.0 ns per park,"
                                + " 1.0 ns per resume, 496 bytes per parked coroutine'"));
        Figures.Cell cell = figures.cell(Programs.CHAN, figures.rivals().getFirst());
        assertEquals(496, cell.bytes());
        assertNull(cell.reason());
    }

    @Test
    void latencyAndProcessorTimeAreReadFromTheirLines() throws Exception {
        Figures figures = compare(
                1,
                rival(
                        "a",
                        "echo 'chan: 1 ops in 1.0 s, 1.0 ns/op'; echo 'chan: 1 connections, 64 bytes: 9 requests/s;"
                                + " latency in us: p50 41.5, p90 50.0, p99 77.7, p99.9 100.0, max 200.0';"
                                + " echo 'chan: processor time a request in us: server 7.25, client 6.50'"));
        Figures.Cell cell = figures.cell(Programs.CHAN, figures.rivals().getFirst());
        assertEquals(41.5, cell.detail(Figures.Detail.P50));
        assertEquals(77.7, cell.detail(Figures.Detail.P99));
        assertEquals(7.25, cell.detail(Figures.Detail.SERVER));
        assertEquals(6.5, cell.detail(Figures.Detail.CLIENT));
    }

    @Test
    void echoServersMeasureARoundEachInTurn() throws Exception {
        Path log = dir.resolve("log");
        String shell = "echo ready; while read line; do echo $0 >>" + log + "; echo 'echo: 2 ops in 1.0 s, 5.0 ns/op';"
                + " done; echo end $0 >>" + log;
        List<Rival> rivals = List.of(echo("a", shell), echo("b", shell));
        Figures figures = new Figures(List.of(NetScenario.ECHO_64X1), rivals);
        new Comparison(figures, 1, 2, new PrintWriter(progress)).run();
        assertEquals(List.of("a", "b", "a", "b", "end a", "end b"), Files.readAllLines(log));
        assertEquals(
                List.of(5.0, 5.0),
                figures.cell(NetScenario.ECHO_64X1, rivals.getLast()).samples());
        assertEquals(
                List.of(
                        "echo-64x1: round 1 of 2",
                        "echo-64x1: round 2 of 2",
                        "[1/2] echo-64x1 a: 5.0 ns",
                        "[2/2] echo-64x1 b: 5.0 ns"),
                progress.toString().lines().toList());
    }

    @Test
    void anEchoServerThatFailsMidwayIsAReasonAndStopsNoOther() throws Exception {
        List<Rival> rivals = List.of(
                echo("a", "echo ready; read line; echo 'panic: no port' >&2; exit 1"),
                echo("b", "echo ready; while read line; do echo 'echo: 2 ops in 1.0 s, 5.0 ns/op'; done"));
        Figures figures = new Figures(List.of(NetScenario.ECHO_64X1), rivals);
        new Comparison(figures, 2, 3, new PrintWriter(progress)).run();
        String reason = figures.cell(NetScenario.ECHO_64X1, rivals.getFirst()).reason();
        assertEquals("panic: no port", reason);
        assertEquals(
                6,
                figures.cell(NetScenario.ECHO_64X1, rivals.getLast()).samples().size());
    }

    @Test
    void aProcessThatIsSilentForTooLongIsEnded() throws Exception {
        try (RivalProcess process = new RivalProcess(List.of("sleep", "60"), 1)) {
            process.awaitLine();
            process.awaitLine(); // At once.
            assertEquals("took over 1 s", process.end());
        }
    }

    private static Rival echo(String id, String shell) {
        Set<Scenario> echo = Set.of(NetScenario.ECHO_64X1);
        return new Rival(id, id, null, echo, (program, count, rounds) -> List.of("sh", "-c", shell, id));
    }

    @Test
    void everyRivalIsThereOrSaysWhyNot() {
        List<Rival> all = new Rivals(Rivals.home(), new PrintWriter(progress)).all();
        assertTrue(progress.toString().contains("building the peers in mill-bench/go"), progress.toString());
        assertEquals(
                List.of(
                        "continuation",
                        "virtual",
                        "portable",
                        "libmill",
                        "go",
                        "kotlin",
                        "jox",
                        "jdk",
                        "jox-scopes",
                        "jdk-scopes",
                        "netty",
                        "netty-openssl",
                        "openssl"),
                all.stream().map(Rival::id).toList());
        for (Rival rival : all) {
            boolean present = !Collections.disjoint(
                    rival.programs(), Set.of(Programs.CHAN, Programs.SCOPE_1, NetScenario.TLS_NEW));
            assertTrue(rival.absence() != null ^ present, rival.toString());
        }
    }

    private Figures compare(int passes, Rival... rivals) throws InterruptedException {
        Figures figures = new Figures(List.of(Programs.CHAN), List.of(rivals));
        new Comparison(figures, passes, 1, new PrintWriter(progress)).run();
        return figures;
    }

    private static Rival rival(String id, String shell) {
        return new Rival(id, id, null, Set.of(Programs.CHAN), (program, count, rounds) -> List.of("sh", "-c", shell));
    }
}
