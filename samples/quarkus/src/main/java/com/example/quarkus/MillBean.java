package com.example.quarkus;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;

/// A mill on a thread of its own, as long as the application lives.
@ApplicationScoped
public class MillBean {
    private final CompletableFuture<Scope> running = new CompletableFuture<>();
    private Thread thread;

    @PostConstruct
    void start() {
        thread = Thread.ofPlatform().name("mill").start(() -> Mill.run(
                MillOptions.defaults(),
                () -> Scope.run(scope -> {
                    scope.executor(); // While there is one, to wait for calls is no deadlock.
                    running.complete(scope);
                    scope.stopping().receive();
                })));
        running.join();
    }

    /// Runs a body as a coroutine; may be called by any thread.
    public <T> CompletableFuture<T> call(Callable<T> body) {
        return running.join().future(body);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        Scope scope = running.join();
        scope.executor().execute(() -> scope.stop(5000));
        thread.join();
    }
}
