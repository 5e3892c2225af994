package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.List;
import org.jmill.Mill;
import org.jmill.sync.Flights;
import org.jmill.sync.WaitGroup;

/// Two ask for the same page, one fetches it.
public final class FlightsSnippet {
    private FlightsSnippet() {}

    public static void main(String[] args) throws Exception {
        // @start region="example"
        Mill.run(() -> {
            Flights<String, String> pages = new Flights<String, String>().named("pages");
            WaitGroup readers = new WaitGroup();
            for (String reader : List.of("Ann", "Bob")) {
                readers.go(() -> {
                    String page = pages.call("/index", () -> {
                        System.out.println("fetches it");
                        msleep(now() + 10);
                        return "<html>";
                    });
                    System.out.println(reader + " has " + page);
                });
            }
            readers.await();
        });
        // @end
    }
}
