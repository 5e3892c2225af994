package org.jmill.examples.files;

import static org.jmill.Mill.blocking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a pipeline over log files: read, split into lines, filter, group; a bar shows progress.
/// Run: ./jmill run log-pipeline [--grep TEXT] [--by REGEX] [--top N] FILE...
/// Prints how many lines there are and how many match, then the most frequent groups.
@Command(
        description = "Lines that contain TEXT are grouped by what REGEX finds in them: its first group,"
                + " or all of it; '-' where it finds nothing. A file that cannot be read, or"
                + " is binary, gets a line on standard error, and the exit status is 1.")
public final class LogPipeline implements Example {
    private static final int WORKERS = Runtime.getRuntime().availableProcessors();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "the log files")
    private List<String> files;

    @Option(
            names = "--grep",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "only lines that contain it; all unless given")
    private String text;

    @Option(
            names = "--by",
            paramLabel = "REGEX",
            defaultValue = "\\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\\b",
            description = "what to group by; the level (INFO, ERROR, ...) unless given")
    private Pattern by;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            converter = AtLeast.Zero.class,
            description = "how many groups to show; ${DEFAULT-VALUE}")
    private int top;

    private final Map<String, Long> groups = new HashMap<>();
    private long lines;
    private long matching;
    private Readers readers;

    /// What was found in a chunk.
    private record Found(Chunk chunk, long lines, List<String> groups) {}

    private Found parse(Chunk chunk) {
        List<String> found = new ArrayList<>();
        // Bytes that are not UTF-8 do no harm here.
        String piece = new String(chunk.bytes(), 0, chunk.length(), StandardCharsets.UTF_8);
        long count = 0;
        for (String line : (Iterable<String>) piece.lines()::iterator) {
            count++;
            if (line.contains(text)) {
                Matcher matcher = by.matcher(line);
                boolean grouped = matcher.find();
                found.add(grouped ? matcher.group(Math.min(1, matcher.groupCount())) : "-");
            }
        }
        return new Found(chunk, count, found);
    }

    private void parse(Chan<Chunk> in, Chan<Found> out) {
        for (Chunk chunk : in) {
            out.send(blocking(() -> parse(chunk)));
        }
    }

    private void group(Found found) {
        lines += found.lines();
        matching += found.groups().size();
        found.groups().forEach(group -> groups.merge(group, 1L, Long::sum));
    }

    @Override
    public void main() {
        List<Source> sources = files.stream().map(Source::ofLines).toList();
        try (ProgressBar bar = ProgressBar.onTerminal(blocking(() -> Source.size(sources)))) {
            readers = new Readers("log-pipeline", bar);
            Scope.run(scope -> {
                Chan<Chunk> chunks = readers.start(scope, sources, 2 * WORKERS);
                Chan<Found> parsed = Chan.make(WORKERS);
                Readers.stage(scope, WORKERS, () -> parse(chunks, parsed), parsed);
                for (Found found : parsed) {
                    group(found);
                    bar.advance(found.chunk().length());
                }
            });
        }
        print();
    }

    private void print() {
        System.out.println(lines + " lines, " + matching + " match");
        groups.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(top)
                .forEach(group -> System.out.printf("%7d %s%n", group.getValue(), group.getKey()));
    }

    @Override
    public int status() {
        return readers.failed() == 0 ? 0 : 1;
    }

    @Override
    public String soFar() {
        return lines + " lines read, " + matching + " match";
    }
}
