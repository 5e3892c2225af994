package com.example.cookbook;

import static org.jmill.Mill.*;

import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillOptions;

/// A service that ends cleanly at SIGTERM and Ctrl-C: main is cancelled, `finally` runs.
public final class Progress {
    private Progress() {}

    public static void main(String[] args) {
        Mill.run(MillOptions.defaults().cancelOnShutdown(Duration.ofSeconds(5)), () -> {
            int done = 0;
            try {
                System.out.println("working");
                while (true) {
                    msleep(after(Duration.ofMillis(10)));
                    done++;
                }
            } finally {
                System.out.println(done > 0 ? "saved" : "nothing to save");
            }
        });
    }
}
