package org.jmill.flow;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;

/// A mill that does what other threads ask of it, until it is closed.
final class MillOnThread implements AutoCloseable {
    private static final long LIMIT_MS = 60_000;

    private final CompletableFuture<Inbox<Body<?>>> tasks = new CompletableFuture<>();
    private final Thread thread;

    MillOnThread(Engine engine) {
        thread = Thread.ofPlatform().name("mill on " + engine).daemon().start(() -> run(engine));
    }

    private void run(Engine engine) {
        try {
            Mill.run(MillOptions.defaults().engine(engine).uncaught((coroutine, thrown) -> {}), () -> {
                Inbox<Body<?>> inbox = Mill.inbox(1000);
                tasks.complete(inbox);
                for (Body<?> task : inbox.chan()) {
                    Mill.go(task);
                }
            });
        } catch (Throwable t) {
            tasks.completeExceptionally(t);
        }
    }

    /// Has a coroutine of the mill compute something.
    <T> T ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            tasks.get(LIMIT_MS, TimeUnit.MILLISECONDS).put(() -> {
                try {
                    answer.complete(question.call());
                } catch (Throwable t) {
                    answer.completeExceptionally(t);
                }
            });
            return answer.get(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Ends the mill, and waits for that.
    @Override
    public void close() {
        try {
            tasks.get(LIMIT_MS, TimeUnit.MILLISECONDS).close();
            thread.join(LIMIT_MS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(thread + " has not ended");
        }
    }
}
