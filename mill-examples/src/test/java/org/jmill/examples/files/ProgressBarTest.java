package org.jmill.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nowMs = 1000;

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void barAppearsWhenTheWorkTakesAWhileAndGoesAtTheEnd() {
        ProgressBar bar = new ProgressBar(err, true, 4_000_000, () -> nowMs);
        bar.advance(1_000_000);
        assertEquals("", printed());
        nowMs += 500;
        bar.advance(1_000_000);
        String half = "#".repeat(15) + " ".repeat(15);
        assertEquals("\r[" + half + "]  50% 2.0 MB, 4 MB/s ", printed());
        nowMs += 99;
        bar.advance(1_000_000);
        assertEquals("", printed());
        bar.close();
        assertEquals("\r\033[K", printed());
    }

    @Test
    void barStopsAtAHundredPercent() {
        ProgressBar bar = new ProgressBar(err, true, 1, () -> nowMs);
        nowMs += 500;
        bar.advance(5_000_000);
        assertEquals("\r[" + "#".repeat(30) + "] 100% 5.0 MB, 10 MB/s ", printed());
    }

    @Test
    void messageTakesTheLineOfTheBar() {
        ProgressBar bar = new ProgressBar(err, true, 2, () -> nowMs);
        nowMs += 500;
        bar.advance(1);
        printed();
        bar.message("x: no such file");
        assertEquals("\r\033[Kx: no such file\n", printed());
    }

    @Test
    void whereThereIsNoTerminalOnlyMessagesAreShown() {
        ProgressBar bar = new ProgressBar(err, false, 2, () -> nowMs);
        nowMs += 500;
        bar.advance(1);
        bar.message("x: no such file");
        bar.close();
        assertEquals("x: no such file\n", printed());
    }
}
