package org.jmill.examples.go;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a pool of workers that compute on several processors; the results come in order.
/// Run: ./jmill run worker-pool [--workers W] [JOBS]
/// Prints, for each job n, how many steps it takes from n to 1 (the Collatz problem).
@Command(
        description = "Each worker runs its computation on another thread and meanwhile suspends. The"
                + " results are kept by the number of their job.")
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

    private void work(Chan<Integer> todo, int[] results) {
        for (int job : todo) {
            results[job] = blocking(() -> collatz(job));
            finished++; // No lock: coroutines of a mill never run at the same time.
        }
    }

    @Override
    public void main() {
        Chan<Integer> todo = Chan.make(0);
        int[] results = new int[jobs + 1];
        List<Coroutine> pool = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            pool.add(go(() -> work(todo, results)));
        }
        for (int job = 1; job <= jobs; job++) {
            todo.send(job);
        }
        todo.done();
        pool.forEach(Coroutine::join);
        for (int job = 1; job <= jobs; job++) {
            System.out.println(job + ": " + results[job] + " steps");
        }
    }

    @Override
    public String soFar() {
        return finished + " of " + jobs + " jobs done";
    }
}
