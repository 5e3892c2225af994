package com.example.cookbook;

import static org.jmill.Mill.*;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;

/// A mill on a thread of its own, for a program whose threads belong to somebody else: a web server,
/// a framework, a test. What is called runs as a coroutine; its state needs no locks but over a wait.
public final class MillThread implements AutoCloseable {
    private static final long GRACE_MS = 5000;

    private final CompletableFuture<Scope> running = new CompletableFuture<>();
    private final Thread thread;

    /// Starts the thread; returns when the mill runs.
    public MillThread(String name) {
        thread = Thread.ofPlatform().name(name).start(() -> run(name));
        running.join();
    }

    private void run(String name) {
        try {
            Mill.run(MillOptions.defaults().name(name), () -> Scope.run(scope -> {
                scope.executor(); // While there is one, to wait for calls is no deadlock.
                running.complete(scope);
                scope.stopping().receive();
            }));
        } catch (RuntimeException | Error e) {
            running.completeExceptionally(e);
            throw e;
        }
    }

    /// Runs a body as a coroutine; may be called by any thread.
    ///
    /// @return what it returns or throws; to cancel it cancels the coroutine
    public <T> CompletableFuture<T> call(Callable<T> body) {
        return running.join().future(body);
    }

    /// Lets the calls that are under way come to their ends, 5 s at most, and waits for the thread.
    @Override
    public void close() {
        Scope scope = running.join();
        scope.executor().execute(() -> scope.stop(GRACE_MS));
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt(); // Cancels what still runs.
            Thread.currentThread().interrupt();
        }
    }
}
