package com.example.quarkus;

import static org.jmill.Mill.after;
import static org.jmill.Mill.msleep;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Counts visits in the mill; no worker thread of Quarkus waits meanwhile.
@Path("/pages/{page}")
public class PageResource {
    private static final Map<String, Integer> VISITS = new HashMap<>(); // Touched in the mill alone, without a wait: no lock.

    @Inject
    MillBean mill;

    @GET
    public CompletionStage<String> visit(String page) {
        return mill.call(() -> {
            int count = VISITS.merge(page, 1, Integer::sum);
            msleep(after(Duration.ofMillis(10))); // A back end that takes its time.
            return page + ": " + count;
        });
    }
}
