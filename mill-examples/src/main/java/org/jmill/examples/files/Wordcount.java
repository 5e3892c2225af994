package org.jmill.examples.files;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a pipeline over files: readers, a pool of counters, a merger; channels hold it back.
/// Run: ./jmill run wordcount [--top N] [--workers W] FILE...
/// Prints the words of each file and in total, as wc -w does, then the most frequent words.
@Command(
        description = "Reads the files in pieces and counts their words on several threads. A file that"
                + " cannot be read, or is binary, gets a line on standard error, and the"
                + " exit status is then 1. Words are what stands between white space.")
public final class Wordcount implements Example {
    private static final int READERS = 4;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "what to count")
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
            converter = AtLeast.One.class,
            description = "how many counters; as many as there are processors")
    private int workers = Runtime.getRuntime().availableProcessors();

    private final Tally tally = new Tally();
    private ProgressBar bar;
    private int failed;

    @Override
    public void main() throws IOException {
        Chan<Source> sources = chmake(0);
        Chan<Chunk> chunks = chmake(2 * workers);
        Chan<Counted> counted = chmake(workers);
        List<Source> all = files.stream().map(Source::new).toList();
        bar = ProgressBar.onTerminal(
                blocking(() -> all.stream().mapToLong(Source::size).sum()));

        stage(READERS, () -> read(sources, chunks), chunks);
        stage(workers, () -> count(chunks, counted), counted);
        go(() -> {
            for (Source source : all) {
                chs(sources, source);
            }
            chdone(sources);
        });
        for (Counted piece : counted) {
            tally.add(piece);
            bar.advance(piece.chunk().length());
        }
        bar.close();
        tally.print(all, top, System.out);
    }

    /// Starts coroutines that send to a channel; when all of them have ended, so does the channel.
    private static void stage(int size, Body<?> body, Chan<?> out) {
        go(() -> {
            List<Coroutine> stage = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                stage.add(go(body));
            }
            stage.forEach(Coroutine::join);
            chdone(out);
        });
    }

    private void read(Chan<Source> in, Chan<Chunk> out) {
        for (Source source : in) {
            try (source) {
                Chunk chunk;
                while ((chunk = blocking(source::next)) != null) {
                    chs(out, chunk);
                }
            } catch (IOException e) {
                failed++;
                source.fail();
                bar.message("wordcount: " + source.name() + ": " + Source.reason(e));
            }
        }
    }

    /// Counts words on another thread, into a table of its own.
    private void count(Chan<Chunk> in, Chan<Counted> out) {
        Words words = new Words();
        for (Chunk chunk : in) {
            int count = blocking(() -> words.add(chunk));
            chs(out, new Counted(chunk, count));
        }
        tally.add(words);
    }

    /// A chunk, and how many words it has.
    record Counted(Chunk chunk, int words) {}

    @Override
    public int status() {
        return failed == 0 ? 0 : 1;
    }

    @Override
    public String soFar() {
        return tally.soFar();
    }
}
