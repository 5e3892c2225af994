package com.example.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class PageServletTest {
    @Test
    void containerAnswersWhatTheMillComputes() throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(PageServlet.class, "/*").setAsyncSupported(true);
        server.setHandler(context);
        server.start();
        try {
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            URI page = URI.create("http://127.0.0.1:" + port + "/index");
            assertEquals(java.util.stream.IntStream.rangeClosed(1, 20).mapToObj(i -> "/INDEX: " + i).sorted().toList(),
                    Visits.of(page, 20));
        } finally {
            server.stop();
        }
    }
}
