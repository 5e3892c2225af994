package org.jmill.bench.peer;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Starts virtual threads on the JDK's scheduler.
final class VirtualThreads {
    private VirtualThreads() {}

    /// What a virtual thread runs.
    @FunctionalInterface
    interface Code {
        void run() throws Exception;
    }

    /// Starts a thread whose failure is printed, as that of any thread is.
    static Thread start(Code code) {
        return Thread.startVirtualThread(() -> {
            try {
                code.run();
            } catch (Exception e) {
                throw new IllegalStateException("peer: " + e.getMessage(), e);
            }
        });
    }

    /// Runs code in a virtual thread and waits for its result.
    static <T> T call(Callable<T> code) throws Exception {
        FutureTask<T> task = new FutureTask<>(code);
        Thread.startVirtualThread(task);
        return task.get();
    }
}
