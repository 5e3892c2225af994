package org.jmill.examples.greet;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.io.IOException;
import org.jmill.Chan;
import org.jmill.net.StreamSocket;

/// The statistics of step 6, for a mill of several.
final class Statistics {
    private enum News {
        ESTABLISHED,
        SUCCEEDED,
        FAILED
    }

    private final String label;
    private final Chan<News> news = chmake(0);
    private int connections;
    private int active;
    private int failed;

    /// What is counted.
    interface Dialogue {
        void hold() throws IOException;
    }

    /// @param label begins each line
    Statistics(String label) {
        this.label = label;
        go("statistics", this::count);
    }

    private void count() {
        while (true) {
            News latest = chr(news);
            connections += latest == News.ESTABLISHED ? 1 : 0;
            active += latest == News.ESTABLISHED ? 1 : -1;
            failed += latest == News.FAILED ? 1 : 0;
            System.out.println(
                    label + ": " + connections + " connections, " + active + " active, " + failed + " failed");
        }
    }

    /// Holds a dialogue, closes its socket, and counts how it ended.
    void of(StreamSocket socket, Dialogue dialogue) {
        News end = News.SUCCEEDED;
        try (socket) {
            chs(news, News.ESTABLISHED);
            dialogue.hold();
        } catch (IOException e) {
            end = News.FAILED;
        }
        chs(news, end);
    }
}
