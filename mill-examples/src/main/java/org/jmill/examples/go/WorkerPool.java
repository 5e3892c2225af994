package org.jmill.examples.go;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.par;

import java.util.List;
import java.util.stream.IntStream;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a pool of workers that compute on several processors; the results come in order.
/// Run: ./jmill run worker-pool [--workers W] [JOBS]
/// Prints, for each job n, how many steps it takes from n to 1 (the Collatz problem).
@Command(
        description = "par runs so many jobs at a time, each in a coroutine that has its computation done on another"
                + " thread and meanwhile suspends. A failure would cancel the others.")
public final class WorkerPool implements Example {
    @Option(
            names = "--workers",
            paramLabel = "W",
            defaultValue = "4",
            converter = AtLeast.Workers.class,
            description = "how many workers; ${DEFAULT-VALUE} unless given")
    private int workers;

    @Parameters(
            paramLabel = "JOBS",
            arity = "0..1",
            defaultValue = "10",
            converter = AtLeast.Zero.class,
            description = "how many jobs; ${DEFAULT-VALUE} unless given")
    private int jobs;

    private int finished;

    private static int collatz(long start) {
        int steps = 0;
        for (long n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) {
            steps++;
        }
        return steps;
    }

    private int work(int job) {
        int steps = blocking(() -> collatz(job));
        finished++; // No lock: nobody runs between its two halves.
        return steps;
    }

    @Override
    public void main() {
        List<Integer> todo = IntStream.rangeClosed(1, jobs).boxed().toList();
        List<Integer> steps = par(workers, todo, this::work);
        for (int job : todo) {
            System.out.println(job + ": " + steps.get(job - 1) + " steps");
        }
    }

    @Override
    public String soFar() {
        return finished + " of " + jobs + " jobs done";
    }
}
