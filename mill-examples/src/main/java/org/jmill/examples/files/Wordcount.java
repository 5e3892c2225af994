package org.jmill.examples.files;

import static org.jmill.Mill.blocking;

import java.io.IOException;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a pipeline over files: readers, a pool of counters, a merger; channels hold it back.
/// Run: ./jmill run wordcount [--top N] [--workers W] FILE...; a FILE may be a folder, or - for standard input
/// Prints the words of each file and in total, as wc -w does, then the most frequent words.
@Command(
        description = "Reads the files in pieces and counts their words on several threads. A file that"
                + " cannot be read, or is binary, gets a line on standard error, and the"
                + " exit status is then 1. Words are what stands between white space.")
public final class Wordcount implements Example {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "what to count: a file, a folder with all the files in it, or - for standard input")
    private List<String> files;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            converter = AtLeast.Zero.class,
            description = "how many of the most frequent words to show; ${DEFAULT-VALUE}")
    private int top;

    @Option(
            names = "--workers",
            paramLabel = "W",
            converter = AtLeast.Workers.class,
            description = "how many counters; as many as there are processors")
    private int workers = Runtime.getRuntime().availableProcessors();

    private final Tally tally = new Tally();
    private Readers readers;

    @Override
    public void main() throws IOException {
        List<Source> sources = blocking(() -> Folders.walked(files)).stream()
                .map(Source::ofWords)
                .toList();
        try (ProgressBar bar = ProgressBar.onTerminal(blocking(() -> Source.size(sources)))) {
            readers = new Readers("wordcount", bar);
            Scope.run(scope -> {
                Chan<Chunk> chunks = readers.start(scope, sources, 2 * workers);
                Chan<Counted> counted = Chan.make(workers);
                Readers.stage(scope, workers, () -> count(chunks, counted), counted);
                for (Counted piece : counted) {
                    tally.add(piece);
                    bar.advance(piece.chunk().length());
                }
            });
        }
        tally.print(sources, top, System.out);
    }

    /// Counts words on another thread, into a table of its own.
    private void count(Chan<Chunk> in, Chan<Counted> out) {
        Words words = new Words();
        for (Chunk chunk : in) {
            int count = blocking(() -> words.add(chunk));
            out.send(new Counted(chunk, count));
        }
        tally.add(words);
    }

    /// A chunk, and how many words it has.
    record Counted(Chunk chunk, int words) {}

    @Override
    public int status() {
        return readers.failed() == 0 ? 0 : 1;
    }

    @Override
    public String soFar() {
        return tally.soFar();
    }
}
