package com.example.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collections;
import java.util.List;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;

class FetchesTest {
    @Test
    void pagesAreFetchedAtOnceAndReadAsTheyCome() throws Exception {
        try (Pages pages = new Pages(0);
                HttpClient client = HttpClient.newHttpClient()) {
            URI page = URI.create("http://127.0.0.1:" + pages.port() + "/index");
            Fetches fetches = new Fetches(client);
            List<Integer> sizes = Mill.call(() -> fetches.sizes(Collections.nCopies(30, page)));
            assertEquals(30, sizes.size());
            assertEquals(9 * "/INDEX: 1".length() + 21 * "/INDEX: 10".length(), sizes.stream().mapToInt(i -> i).sum());
            assertEquals(0, Mill.call(() -> fetches.countLines(page)));
        }
    }
}
