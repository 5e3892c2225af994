package org.jmill.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;

/// Runs each program by each rival, in several interleaved passes, each run in a process of its own.
final class Comparison {
    private static final Pattern ROUND = Pattern.compile("\\S+: \\d+ ops in .* s, ([\\d.]+) ns/op");
    private static final Pattern BYTES = Pattern.compile(".* (\\d+) bytes per parked coroutine");
    private static final Pattern LATENCY =
            Pattern.compile(".* latency in us: p50 ([\\d.]+), .*p99 ([\\d.]+), p99\\.9.*");
    private static final Pattern PROCESSOR =
            Pattern.compile(".* processor time a request in us: server ([\\d.]+), client ([\\d.]+)");
    private static final long SECONDS_MAX = 180;

    private final Figures figures;
    private final int passes;
    private final int rounds;
    private final PrintWriter progress;
    private int runs;
    private int runsInAll;

    /// @param figures what to run, and where the results go
    /// @param passes how many processes each cell gets
    /// @param rounds how many rounds each process measures
    /// @param progress gets a line a process
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
            case WHISPERS, TIMER, PARK -> 100_000;
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
                for (Rival rival : figures.rivals()) {
                    if (figures.cell(program, rival).reason() == null) {
                        visit(program, rival);
                    }
                }
            }
        }
    }

    private void visit(Scenario program, Rival rival) throws InterruptedException {
        Figures.Cell cell = figures.cell(program, rival);
        String failure;
        try {
            failure = measure(rival.launch().command(program, count(program), rounds), cell);
        } catch (IOException e) {
            failure = e.getMessage();
        }
        if (failure != null) {
            cell.fail(failure);
        }
        runs++;
        progress.printf(
                Locale.ROOT,
                "[%d/%d] %s %s: %s%n",
                runs,
                runsInAll,
                program.label(),
                rival.title(),
                failure != null ? failure : String.format(Locale.ROOT, "%.1f ns", cell.nanos()));
        progress.flush();
    }

    /// Runs a process and reads its figures.
    ///
    /// @return what went wrong, or null
    private static String measure(List<String> command, Figures.Cell cell) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        StringBuilder said = new StringBuilder();
        Thread reader = Thread.startVirtualThread(() -> read(process, said));
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                return "took over " + SECONDS_MAX + " s";
            }
            reader.join(); // Before the process is destroyed, which drops what was not yet read.
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = said.toString().lines().toList();
        if (process.exitValue() != 0) {
            return lines.isEmpty() ? "exit status " + process.exitValue() : reason(lines);
        }
        lines.forEach(line -> note(line, cell));
        return cell.samples().isEmpty() ? "printed no figures" : null;
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

    private static void read(Process process, StringBuilder said) {
        try {
            process.inputReader().lines().forEach(line -> said.append(line).append('\n'));
        } catch (java.io.UncheckedIOException e) {
            said.append(e.getMessage()); // It was destroyed.
        }
    }

    /// The line that tells what went wrong: a stack trace's first, else the last one.
    private static String reason(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("Exception") || line.contains("Error"))
                .findFirst()
                .orElse(lines.getLast());
    }
}
