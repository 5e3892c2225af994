package org.jmill.examples.go;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows a semaphore: so many may work at once, and the others wait their turn.
/// Run: ./jmill run semaphore [--permits P]
/// Prints each of ten tasks when it is done, and how many worked at once at most.
@Command(
        description = "A permit is returned at the end of its block, also where a task fails or is cancelled. (In Go"
                + " a buffered channel does it: who sends has a permit, who receives returns it.)")
public final class Semaphore implements Example {
    private static final int TASKS = 10;

    @Option(
            names = "--permits",
            paramLabel = "P",
            defaultValue = "3",
            converter = AtLeast.One.class,
            description = "how many may work at once; ${DEFAULT-VALUE} unless given")
    private int permits;

    private int working;
    private int workingMax;

    private void task(int id, org.jmill.sync.Semaphore semaphore) {
        try (var _ = semaphore.acquire()) {
            workingMax = Math.max(workingMax, ++working);
            msleep(now() + 10);
            System.out.println("task " + id + " done");
            working--;
        }
    }

    @Override
    public void main() {
        var semaphore = new org.jmill.sync.Semaphore(permits);
        Scope.run(tasks -> {
            for (int i = 1; i <= TASKS; i++) {
                int id = i;
                tasks.go(() -> task(id, semaphore));
            }
        });
        System.out.println("at most " + workingMax + " at once");
    }
}
