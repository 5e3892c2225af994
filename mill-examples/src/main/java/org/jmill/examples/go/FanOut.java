package org.jmill.examples.go;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
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

    @Override
    public void main() {
        Chan<Integer> jobs = Chan.make(0);
        Chan<Integer> results = Chan.make(0);
        go(() -> {
            for (int n = 1; n <= NUMBERS; n++) {
                jobs.send(n);
            }
            jobs.done();
        });
        go(() -> {
            List<Coroutine> pool = new ArrayList<>();
            for (int id = 1; id <= workers; id++) {
                int worker = id;
                pool.add(go(() -> work(worker, jobs, results)));
            }
            pool.forEach(Coroutine::join);
            results.done();
        });
        int sum = 0;
        for (int square : results) {
            sum += square;
        }
        System.out.println("sum of squares " + sum);
    }
}
