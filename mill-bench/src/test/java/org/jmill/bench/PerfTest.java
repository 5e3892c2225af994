package org.jmill.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerfTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsALineForEachRoundAndTheMedian() {
        assertEquals(0, run("perf", "--rounds", "3", "whispers", "1"), err.toString());
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size(), out.toString());
        for (String line : lines.subList(0, 3)) {
            assertTrue(line.matches("whispers: 1 ops in \\d+\\.\\d{6} s, \\d+\\.\\d ns/op"), line);
        }
        assertTrue(lines.getLast().matches("whispers: median of 3 rounds: \\d+\\.\\d ns/op"), lines.getLast());
        assertEquals("", err.toString());
    }

    @Test
    void parkTellsTheBytesOfAParkedCoroutine() {
        assertEquals(0, run("perf", "--rounds", "1", "park", "10000"), err.toString());
        String note = out.toString().lines().toList().get(1);
        assertTrue(
                note.matches("park: [\\d.]+ ns per park, [\\d.]+ ns per resume, \\d+ bytes per parked" + " coroutine"),
                note);
        int bytes = Integer.parseInt(note.replaceAll(".* (\\d+) bytes.*", "$1"));
        assertTrue(bytes > 100 && bytes < 2000, note);
    }

    @Test
    void exploreTellsTheSpeedOfASearchWhatItKeepsAndWhenItFindsABug() {
        assertEquals(0, run("perf", "--rounds", "1", "explore", "300"), err.toString());
        List<String> lines = out.toString().lines().toList();
        String figures =
                ": 300 schedules of \\d\\d\\.\\d decisions; processor: [\\d.,]+ us a schedule, [\\d,]+ schedules and"
                        + " [\\d,]+ decisions a second; clock: [\\d.,]+ us a schedule; -?[\\d,]+ bytes kept";
        assertTrue(lines.get(0).matches("explore, random" + figures), lines.get(0));
        assertTrue(lines.get(1).matches("explore, delays 3" + figures), lines.get(1));
        String found = ": the bug was found with \\d+ of 20 seeds, after \\d+ schedules in the median";
        assertTrue(lines.get(3).matches("explore, random" + found), lines.get(3));
        assertTrue(lines.get(4).matches("explore, delays 3" + found), lines.get(4));
    }

    @Test
    void listNamesEveryProgram() {
        assertEquals(0, run("perf", "list"));
        for (Programs program : Programs.values()) {
            assertTrue(out.toString().lines().anyMatch(l -> l.startsWith(program.label() + " ")), program.label());
        }
    }

    @Test
    void kernelsAreShownAndWrittenIntoAPageBetweenItsMarks(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "before\n<!-- kernels -->\n<!-- end of kernels -->\nafter\n");
        assertEquals(0, run("kernels", "--into", page.toString(), "moby_25384", "moby_33293"), err.toString());
        String text = Files.readString(page);
        assertTrue(text.startsWith("before\n<!-- kernels -->\n\n| channels "), text);
        assertTrue(text.endsWith("\n\n<!-- end of kernels -->\nafter\n"), text);
        assertTrue(text.contains("2 of 2 found") && text.contains("2 of 2 mended ones passed"), text);
        assertTrue(text.contains(out.toString().strip()), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perf | jmill: perf: Missing required parameter: 'NAME'",
                "perf list 3 | jmill: perf: list: takes no arguments, not 3",
                "perf nonsense 1 | jmill: perf: unknown program: nonsense",
                "perf chan | jmill: perf: chan: N is missing; usage: jmill perf chan N (N million round trips",
                "perf chan 1 2 | jmill: perf: chan: one argument too many: 2",
                "perf chan 0 | jmill: perf: chan: N is not from 1 to ",
                "perf chan -1 | jmill: perf: ",
                "perf chan x | jmill: perf: chan: N is not a number: x",
                "perf chan 99999999999999999999 | jmill: perf: chan: N is not a number",
                "perf chan 9999999999999 | jmill: perf: chan: N is not from 1 to ",
                "perf --engine steam chan 1 | jmill: perf: Invalid value for option '--engine'",
                "perf --order alphabetic chan 1 | jmill: perf: Invalid value for option '--order'",
                "perf --rounds 0 chan 1 | jmill: perf: rounds is not positive: 0",
                "compare nonsense | jmill: compare: unknown program: nonsense",
                "compare --rivals nobody chan | jmill: compare: unknown rival: nobody",
                "compare --passes 0 chan | jmill: compare: passes or rounds is not positive",
                "compare --json /nowhere/at/all chan | jmill: compare: cannot write /nowhere/at/all",
                "growth nonsense | jmill: growth: unknown program: nonsense; there are whispers, ",
                "growth --rounds 0 yield | jmill: growth: rounds is not positive: 0",
                "growth --max 9 yield | jmill: growth: max is below the smallest size of yield, 10: 9",
                "growth --engine steam | jmill: growth: Invalid value for option '--engine'",
                "growth --svg /nowhere/at/all yield | jmill: growth: cannot write /nowhere/at/all",
                "kernels nonsense | jmill: kernels: unknown kernel: nonsense; there are cockroach_2448, ",
                "kernels --into /nowhere/at/all | jmill: kernels: cannot write into /nowhere/at/all: ",
                "peer jdk select 1 | jmill: peer: jdk has no program select",
                "perf c10k 10 | jmill: perf: c10k: ROUNDTRIPS is missing; usage: jmill perf c10k CONNECTIONS"
                        + " ROUNDTRIPS",
                "perf c10k 0 1 | jmill: perf: c10k: CONNECTIONS is not from 1 to ",
                "perf explore | jmill: perf: explore: N is missing; usage: jmill perf explore N",
                "perf echo 1 64 | jmill: perf: echo: SECONDS is missing",
                "perf echo 1 64 1 1 | jmill: perf: echo: one argument too many: 1",
                "echo-load c10k -- true | jmill: echo-load: not an echo program: c10k",
                "net-peer netty nonsense | jmill: net-peer: no such program: nonsense",
                "frobnicate | jmill: "
            })
    void misuseIsOneLineAndStatusTwo(String command, String message) {
        assertEquals(2, run(command.split(" ")));
        assertTrue(said().startsWith(message), err.toString());
        assertEquals(1, said().lines().count(), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void c10kMakesRoundTripsBesideIdleConnections() {
        assertEquals(0, run("perf", "--rounds=2", "c10k", "20", "100"), err.toString());
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.getFirst().matches("c10k: 100 ops in [\\d.]+ s, [\\d.]+ ns/op"), lines.getFirst());
        assertEquals("c10k: 19 idle connections, each with a blocked coroutine", lines.getLast());
    }

    @Test
    void echoMeasuresRequestsAndLatency() {
        assertEquals(0, run("perf", "--rounds=2", "echo", "3", "64", "1"), err.toString());
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size(), out.toString());
        assertTrue(lines.getFirst().matches("echo: \\d+ ops in [\\d.]+ s, [\\d.]+ ns/op"), lines.getFirst());
        assertTrue(
                lines.get(2).matches("echo: 3 connections, 64 bytes: \\d+ requests/s; latency in us: p50 .*"),
                lines.get(2));
        assertTrue(
                lines.getLast().matches("echo: processor time a request in us: server [\\d.]+, client [\\d.]+"),
                lines.getLast());
    }

    @Test
    void compareRunsEachRivalInAProcessOfItsOwn() {
        assertEquals(0, run("compare", "--passes=1", "--rounds=1", "--rivals=virtual,jdk", "whispers"), err.toString());
        String table = out.toString();
        assertTrue(table.lines().anyMatch(l -> l.matches("\\| whispers \\| .*x\\) \\|")), table);
        assertEquals(2, said().lines().count(), err.toString());
    }

    /// What was said, but for what is told of peers that are built first, the first time.
    private String said() {
        return err.toString()
                .lines()
                .filter(line -> !line.startsWith("building the peers in "))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void growthPrintsATableOfSizes(@TempDir Path folder) throws Exception {
        Path plot = folder.resolve("growth.svg");
        Path json = folder.resolve("growth.json");
        assertEquals(
                0,
                run("growth", "--rounds=1", "--max=2", "--json=" + json, "--svg=" + plot, "choose-wait"),
                err.toString());
        List<String> rows =
                out.toString().lines().filter(line -> line.startsWith("| ")).toList();
        assertEquals(5, rows.size(), out.toString());
        assertTrue(rows.getFirst().matches("\\| choose-wait \\| ns per op \\| ratio \\| linear \\|"), rows.getFirst());
        assertTrue(rows.get(2).matches("\\| 2 +\\| +[\\d.,]+ \\| +[\\d.]+ \\| +1.00 \\|"), rows.get(2));
        assertTrue(Files.readString(plot).endsWith("</svg>\n"));
        assertTrue(Files.readString(json).contains("\"program\": \"choose-wait\", \"size\": 2,"));
    }

    @Test
    void lineOfASampleIsTheOneThatAllLanguagesPrint() {
        assertEquals("chan: 2000 ops in 0.000100 s, 50.0 ns/op", new Sample(2000, 100_000, null).line("chan"));
    }

    private int run(String... args) {
        return Perf.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
