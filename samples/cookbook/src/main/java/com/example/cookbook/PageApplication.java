package com.example.cookbook;

import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Spring: the mill is a bean, closed with the context; a controller returns the future.
@SpringBootApplication
public class PageApplication {
    @Bean
    MillThread mill() {
        return new MillThread("spring"); // Its close() is found and called by Spring.
    }

    @RestController
    static class Controller {
        private final MillThread mill;
        private final Counters counters;

        Controller(MillThread mill) {
            this.mill = mill;
            counters = mill.call(Counters::new).join();
        }

        @GetMapping("/pages/{page}")
        CompletableFuture<String> page(@PathVariable String page) {
            return mill.call(() -> counters.visit(page));
        }
    }

    public static void main(String[] args) {
        SpringApplication.run(PageApplication.class, args);
    }
}
