package com.example.cookbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The JDK's HttpServer with a mill behind it: virtual threads read and write, coroutines do the work.
public final class Pages implements AutoCloseable {
    private final MillThread mill = new MillThread("pages");
    private final Counters counters = mill.call(Counters::new).join();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public Pages(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(threads); // Not scope.executor(): the server reads requests with calls that block.
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String page = exchange.getRequestURI().getPath();
            byte[] text = mill.call(() -> counters.visit(page)).join().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        } catch (CompletionException e) {
            exchange.sendResponseHeaders(500, -1);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
        mill.close();
    }
}
