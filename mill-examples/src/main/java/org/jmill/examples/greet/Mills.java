package org.jmill.examples.greet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.net.IpAddr;

/// Runs a server as several mills, each on a thread of its own, which share a port and nothing
/// else: what libmill does with processes.
final class Mills {
    private final CompletableFuture<IpAddr> where = new CompletableFuture<>();

    /// One of them.
    interface Worker {
        /// Runs as the main coroutine of a mill.
        ///
        /// @param number from 1
        void main(int number) throws Exception;
    }

    /// Runs so many mills until one fails or the caller is interrupted; then ends all.
    ///
    /// @throws Exception what one failed with
    void run(int count, MillOptions options, Worker worker) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            ExecutorCompletionService<Void> mills = new ExecutorCompletionService<>(threads);
            for (int i = 1; i <= count; i++) {
                int number = i;
                mills.submit(() -> {
                    if (number > 1) {
                        where.get(); // Before the first one listens, nobody knows the port.
                    }
                    Mill.run(options.name("mill " + number), () -> worker.main(number));
                    return null;
                });
            }
            try {
                Future<Void> first = mills.take();
                first.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /// The address to listen at: for the first mill the one given, for the others the one that it
    /// has got.
    IpAddr address(int number, IpAddr wanted) {
        return number == 1 ? wanted : where.join();
    }

    /// The first mill listens.
    void listening(IpAddr address) {
        where.complete(address);
    }
}
