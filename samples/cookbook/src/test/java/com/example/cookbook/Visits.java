package com.example.cookbook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Many requests at once.
final class Visits {
    private Visits() {}

    /// What was answered, sorted.
    static List<String> of(URI page, int count) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<String>> answers = IntStream.range(0, count)
                    .mapToObj(i -> client.sendAsync(
                                    HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                            .thenApply(HttpResponse::body))
                    .toList();
            return answers.stream().map(CompletableFuture::join).sorted().toList();
        }
    }
}
