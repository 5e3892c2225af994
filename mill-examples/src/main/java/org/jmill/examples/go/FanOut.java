package org.jmill.examples.go;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows fan-out and fan-in: workers share one channel of jobs and one of results.
/// Run: ./jmill run fan-out [--workers W]
/// Prints which worker squares which of the numbers 1 to 9, and the sum of the squares.
@Command(description = "Each worker needs a while for a number; the free one takes the next.")
public final class FanOut implements Example {
    private static final int NUMBERS = 9;

    @Option(
            names = "--workers",
            paramLabel = "W",
            defaultValue = "3",
            converter = AtLeast.Workers.class,
            description = "how many workers; ${DEFAULT-VALUE} unless given")
    private int workers;

    private static void work(int id, Chan<Integer> jobs, Chan<Integer> results) {
        for (int n : jobs) {
            System.out.println("worker " + id + " squares " + n);
            msleep(now() + 5 * id);
            results.send(n * n);
        }
    }

    private static void handOut(Chan<Integer> jobs) {
        for (int n = 1; n <= NUMBERS; n++) {
            jobs.send(n);
        }
        jobs.done();
    }

    private void square(Chan<Integer> jobs, Chan<Integer> results) {
        Scope.run(pool -> {
            for (int id = 1; id <= workers; id++) {
                int worker = id;
                pool.go(() -> work(worker, jobs, results));
            }
        });
        results.done(); // All workers have ended.
    }

    @Override
    public void main() {
        Chan<Integer> jobs = Chan.make(0);
        Chan<Integer> results = Chan.make(0);
        int sum = Scope.call(scope -> {
            scope.go(() -> handOut(jobs));
            scope.go(() -> square(jobs, results));
            return results.stream().mapToInt(square -> square).sum();
        });
        System.out.println("sum of squares " + sum);
    }
}
