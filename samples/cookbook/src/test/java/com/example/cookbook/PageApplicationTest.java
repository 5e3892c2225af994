package com.example.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class PageApplicationTest {
    @Test
    void controllerReturnsTheFutureOfTheMillAndTheContextClosesIt() {
        try (ConfigurableApplicationContext context =
                SpringApplication.run(PageApplication.class, "--server.port=0", "--server.address=127.0.0.1")) {
            String port = context.getEnvironment().getProperty("local.server.port");
            List<String> expected =
                    IntStream.rangeClosed(1, 20).mapToObj(i -> "INDEX: " + i).sorted().toList();
            assertEquals(expected, Visits.of(URI.create("http://127.0.0.1:" + port + "/pages/index"), 20));
            assertTrue(threads().contains("spring"));
        }
        assertTrue(!threads().contains("spring"), "the mill's thread has ended");
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
