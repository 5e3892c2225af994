package org.jmill.examples.go;

import static org.jmill.Mill.inbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.Inbox;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows an inbox: Java threads hand values to the mill, and wait where it is full.
/// Run: ./jmill run from-threads [--threads T] [N]
/// Prints how many values have come from each thread, and their sum.
@Command(
        description = "The inbox is the one way in for other threads. The last of them to end closes it,"
                + " and the loop over its channel ends.")
public final class FromThreads implements Example {
    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "3",
            converter = AtLeast.Workers.class,
            description = "how many threads; ${DEFAULT-VALUE} unless given")
    private int threads;

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "100",
            converter = AtLeast.Zero.class,
            description = "how many values each of them gives; ${DEFAULT-VALUE} unless given")
    private int values;

    private record Value(int thread, int number) {}

    private long received;

    private void give(int thread, Inbox<Value> inbox, AtomicInteger running) {
        try {
            for (int i = 1; i <= values; i++) {
                inbox.put(new Value(thread, i));
            }
        } catch (InterruptedException | IllegalStateException e) {
            // It is to give no more, or the mill has ended.
        } finally {
            if (running.decrementAndGet() == 0) {
                inbox.close();
            }
        }
    }

    @Override
    public void main() {
        Inbox<Value> inbox = inbox(16);
        AtomicInteger running = new AtomicInteger(threads);
        for (int i = 0; i < threads; i++) {
            int thread = i;
            Thread.ofPlatform().daemon().start(() -> give(thread, inbox, running));
        }
        int[] counts = new int[threads];
        long sum = 0;
        for (Value value : inbox.chan()) {
            counts[value.thread()]++;
            sum += value.number();
            received++;
        }
        for (int i = 0; i < threads; i++) {
            System.out.println("thread " + (i + 1) + ": " + counts[i] + " values");
        }
        System.out.println("sum " + sum);
    }

    @Override
    public String soFar() {
        return received + " values received";
    }
}
