package org.jmill.bench.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that measures for a rival, and what it has said.
final class RivalProcess implements AutoCloseable {
    private static final long SECONDS_MAX = 180;

    private final Process process;
    private final long secondsMax;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>(); // Guarded by itself.
    private boolean hasEnded; // Guarded by `lines`: there will be no more of them.
    private int awaited;
    private boolean isOverdue;

    /// Starts it.
    ///
    /// @throws IOException if there is no such command
    RivalProcess(List<String> command) throws IOException {
        this(command, SECONDS_MAX);
    }

    /// @param secondsMax how long each wait for it may take
    RivalProcess(List<String> command, long secondsMax) throws IOException {
        this.secondsMax = secondsMax;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try {
            process.inputReader().lines().forEach(this::add);
        } catch (UncheckedIOException e) {
            add(e.getMessage()); // It was destroyed.
        }
        synchronized (lines) {
            hasEnded = true;
            lines.notifyAll();
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    /// Gives it a line to read.
    void ask() {
        OutputStream input = process.getOutputStream();
        try {
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            // It has ended: see end().
        }
    }

    /// Waits for one more line, or for its end. One that takes too long is ended.
    void awaitLine() throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        awaited++;
        synchronized (lines) {
            long leftNs = endNs - System.nanoTime();
            while (lines.size() < awaited && !hasEnded && leftNs > 0) {
                TimeUnit.NANOSECONDS.timedWait(lines, leftNs);
                leftNs = endNs - System.nanoTime();
            }
            isOverdue |= lines.size() < awaited && !hasEnded;
        }
        if (isOverdue) {
            close();
        }
    }

    /// Ends its input and waits for what it has to say after that.
    ///
    /// @return what went wrong, or null
    String end() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended: its exit status tells why.
        }
        if (isOverdue || !process.waitFor(secondsMax, TimeUnit.SECONDS)) {
            return "took over " + secondsMax + " s";
        }
        reader.join(); // Before the process is destroyed, which drops what was not yet read.
        return process.exitValue() == 0 ? null : reason();
    }

    /// The line that tells what went wrong: a stack trace's first, else the last one.
    private String reason() {
        List<String> said = said();
        if (said.isEmpty()) {
            return "exit status " + process.exitValue();
        }
        return said.stream()
                .filter(line -> line.contains("Exception") || line.contains("Error"))
                .findFirst()
                .orElse(said.getLast());
    }

    /// All that it has said so far.
    List<String> said() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /// Ends it, if it has not.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
