package com.example.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PageResourceTest {
    @TestHTTPResource("/pages/index")
    URI page;

    @Test
    void visitsAreCountedInTheMill() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(page).build();
            List<CompletableFuture<String>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                            .thenApply(HttpResponse::body))
                    .toList();
            assertEquals(
                    IntStream.rangeClosed(1, 20).mapToObj(i -> "index: " + i).sorted().toList(),
                    answers.stream().map(CompletableFuture::join).sorted().toList());
        }
    }
}
