package com.example.cookbook;

import static org.jmill.Mill.*;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Scope;

/// Many pages with the JDK's HttpClient, without a thread for each.
public final class Fetches {
    private final HttpClient client;

    Fetches(HttpClient client) {
        this.client = client;
    }

    /// Ten at once; after two seconds all that are under way are cancelled.
    List<Integer> sizes(List<URI> pages) throws Exception {
        return within(Duration.ofSeconds(2), () -> par(10, pages, page -> body(page).length()));
    }

    private String body(URI page) {
        var request = HttpRequest.newBuilder(page).build();
        return awaitOrCancel(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())).body();
    }

    /// Prints lines as they come, at the pace of the one who reads them: no answer is held whole.
    int countLines(URI page) {
        var request = HttpRequest.newBuilder(page).build();
        var answer = await(client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher()));
        int lines = 0;
        try (Chan<List<java.nio.ByteBuffer>> parts = Chan.of(answer.body(), 4)) {
            for (List<java.nio.ByteBuffer> part : parts) {
                for (java.nio.ByteBuffer bytes : part) {
                    while (bytes.hasRemaining()) {
                        lines += bytes.get() == '\n' ? 1 : 0;
                    }
                }
            }
        }
        return lines;
    }
}
