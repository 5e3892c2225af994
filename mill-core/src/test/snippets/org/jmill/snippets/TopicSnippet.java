package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.List;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.sync.Overflow;
import org.jmill.sync.Topic;

/// News for a fast reader and a slow one.
public final class TopicSnippet {
    private TopicSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Topic<String> news = new Topic<String>().named("news");
            Chan<String> all = news.subscribe(16, Overflow.WAIT);
            Chan<String> latest = news.subscribe(1, Overflow.DROP_OLDEST);
            for (String line : List.of("rain", "wind", "sun")) {
                news.publish(line);
            }
            news.done();
            all.forEach(line -> System.out.println("all: " + line));
            latest.forEach(line -> System.out.println("latest: " + line));
            System.out.println("slow: " + news.slow());
        });
        // @end
    }
}
