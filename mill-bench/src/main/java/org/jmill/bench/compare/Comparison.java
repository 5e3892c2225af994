package org.jmill.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;

/// Runs each program by each rival, in several interleaved passes, each run in a process of its own. The echo
/// servers of a pass are there at the same time and measure a round in turn, since they differ by less than what the
/// machine does within a minute.
final class Comparison {
    private static final Pattern ROUND = Pattern.compile("\\S+: \\d+ ops in .* s, ([\\d.]+) ns/op");
    private static final Pattern BYTES = Pattern.compile(".* (\\d+) bytes per parked coroutine");
    private static final Pattern LATENCY =
            Pattern.compile(".* latency in us: p50 ([\\d.]+), .*p99 ([\\d.]+), p99\\.9.*");
    private static final Pattern PROCESSOR =
            Pattern.compile(".* processor time a request in us: server ([\\d.]+), client ([\\d.]+)");

    private final Figures figures;
    private final int passes;
    private final int rounds;
    private final PrintWriter progress;
    private int runs;
    private int runsInAll;

    /// @param figures what to run, and where the results go
    /// @param passes how many processes each cell gets
    /// @param rounds how many rounds each process measures
    /// @param progress gets a line a process, and one a round of those that take turns
    Comparison(Figures figures, int passes, int rounds, PrintWriter progress) {
        this.figures = figures;
        this.passes = passes;
        this.rounds = rounds;
        this.progress = progress;
    }

    /// How much a round of the comparison does, in ones: enough for a tenth of a second or so. For echo, how
    /// many milliseconds it takes.
    static long count(Scenario scenario) {
        return switch (scenario) {
            case Programs program -> count(program);
            case NetScenario.C10K -> 20_000;
            default -> 500;
        };
    }

    private static long count(Programs program) {
        return switch (program) {
            case CHAN, SELECT -> 500_000;
            case CHS, CHR -> 5_000_000;
            case BUFFERED -> 2_000_000;
            case WHISPERS, TIMER, PARK, SCOPE_FORK10, SCOPE_RACE3, SCOPE_TICKER -> 100_000;
            default -> 1_000_000;
        };
    }

    /// Runs all of it.
    ///
    /// @throws InterruptedException if the thread was interrupted; the figures so far stay
    void run() throws InterruptedException {
        for (Scenario program : figures.programs()) {
            for (Rival rival : figures.rivals()) {
                runsInAll += figures.cell(program, rival).reason() == null ? passes : 0;
            }
        }
        for (Scenario program : figures.programs()) {
            for (int pass = 0; pass < passes; pass++) {
                List<Rival> present = figures.rivals().stream()
                        .filter(rival -> figures.cell(program, rival).reason() == null)
                        .toList();
                if (program instanceof NetScenario net && net.isEcho()) {
                    takeTurns(program, present);
                } else {
                    for (Rival rival : present) {
                        visit(program, rival);
                    }
                }
            }
        }
    }

    /// One process after the other.
    private void visit(Scenario program, Rival rival) throws InterruptedException {
        Figures.Cell cell = figures.cell(program, rival);
        try (RivalProcess process = start(program, rival)) {
            finish(process, cell);
        } catch (IOException e) {
            cell.fail(e.getMessage());
        }
        tell(program, rival, cell);
    }

    /// All processes at once, of which one measures a round, then the next one.
    private void takeTurns(Scenario program, List<Rival> present) throws InterruptedException {
        Map<Rival, RivalProcess> processes = new LinkedHashMap<>();
        try {
            for (Rival rival : present) {
                try {
                    RivalProcess process = start(program, rival);
                    processes.put(rival, process);
                    process.awaitLine(); // It is warm.
                } catch (IOException e) {
                    figures.cell(program, rival).fail(e.getMessage());
                    tell(program, rival, figures.cell(program, rival));
                }
            }
            for (int round = 0; round < rounds; round++) {
                progress.printf(Locale.ROOT, "%s: round %d of %d%n", program.label(), round + 1, rounds);
                progress.flush();
                for (RivalProcess process : processes.values()) {
                    process.ask();
                    process.awaitLine();
                }
            }
            for (Map.Entry<Rival, RivalProcess> entry : processes.entrySet()) {
                Figures.Cell cell = figures.cell(program, entry.getKey());
                finish(entry.getValue(), cell);
                tell(program, entry.getKey(), cell);
            }
        } finally {
            processes.values().forEach(RivalProcess::close);
        }
    }

    private RivalProcess start(Scenario program, Rival rival) throws IOException {
        return new RivalProcess(rival.launch().command(program, count(program), rounds));
    }

    private static void finish(RivalProcess process, Figures.Cell cell) throws InterruptedException {
        String failure = process.end();
        if (failure == null) {
            process.said().forEach(line -> note(line, cell));
            failure = cell.samples().isEmpty() ? "printed no figures" : null;
        }
        if (failure != null) {
            cell.fail(failure);
        }
    }

    private void tell(Scenario program, Rival rival, Figures.Cell cell) {
        runs++;
        String result = cell.reason() != null ? cell.reason() : String.format(Locale.ROOT, "%.1f ns", cell.nanos());
        progress.printf(Locale.ROOT, "[%d/%d] %s %s: %s%n", runs, runsInAll, program.label(), rival.title(), result);
        progress.flush();
    }

    private static void note(String line, Figures.Cell cell) {
        Matcher round = ROUND.matcher(line);
        Matcher bytes = BYTES.matcher(line);
        Matcher latency = LATENCY.matcher(line);
        Matcher processor = PROCESSOR.matcher(line);
        if (round.matches()) {
            cell.add(Double.parseDouble(round.group(1)));
        } else if (bytes.matches()) {
            cell.addBytes(Double.parseDouble(bytes.group(1)));
        } else if (latency.matches()) {
            cell.add(Figures.Detail.P50, Double.parseDouble(latency.group(1)));
            cell.add(Figures.Detail.P99, Double.parseDouble(latency.group(2)));
        } else if (processor.matches()) {
            cell.add(Figures.Detail.SERVER, Double.parseDouble(processor.group(1)));
            cell.add(Figures.Detail.CLIENT, Double.parseDouble(processor.group(2)));
        }
    }
}
