package org.jmill.examples.files;

import static org.jmill.Mill.blocking;

import java.io.IOException;
import java.util.List;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Scope;

/// The first stage of a pipeline over files: coroutines that read them in chunks, each file on
/// another thread while its coroutine is suspended. When the channel of chunks is full they wait.
final class Readers {
    private static final int READERS = 4;

    private final String program;
    private final ProgressBar bar;
    private int failed;

    /// @param program who reads, for the messages
    Readers(String program, ProgressBar bar) {
        this.program = program;
        this.bar = bar;
    }

    /// Starts to read.
    ///
    /// @param scope whose end ends it
    /// @param capacity how many chunks may wait
    /// @return the chunks; done when all files were read
    Chan<Chunk> start(Scope scope, List<Source> sources, int capacity) {
        Chan<Source> unread = Chan.make(0);
        Chan<Chunk> chunks = Chan.make(capacity);
        stage(scope, READERS, () -> read(unread, chunks), chunks);
        scope.go(() -> {
            sources.forEach(unread::send);
            unread.done();
        });
        return chunks;
    }

    /// Starts coroutines that send to a channel; when all of them have ended, so does the channel.
    static void stage(Scope scope, int size, Body<?> body, Chan<?> out) {
        scope.go(() -> {
            Scope.run(stage -> {
                for (int i = 0; i < size; i++) {
                    stage.go(body);
                }
            });
            out.done();
        });
    }

    private void read(Chan<Source> in, Chan<Chunk> out) {
        for (Source source : in) {
            try (source) {
                Chunk chunk;
                while ((chunk = blocking(source::next)) != null) {
                    out.send(chunk);
                }
            } catch (IOException e) {
                failed++;
                source.fail();
                bar.message(program + ": " + source.name() + ": " + Source.reason(e));
            }
        }
    }

    /// How many files could not be read.
    int failed() {
        return failed;
    }
}
