package org.jmill.examples.go;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows a semaphore: a channel with room for as many as may work at once.
/// Run: ./jmill run semaphore [--permits P]
/// Prints each of ten tasks when it is done, and how many worked at once at most.
@Command(description = "A task that sends into the channel has a permit, and receives to return it.")
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

    private void task(int id, Chan<Integer> semaphore) {
        semaphore.send(id);
        try {
            workingMax = Math.max(workingMax, ++working);
            msleep(now() + 10);
            System.out.println("task " + id + " done");
        } finally {
            working--;
            semaphore.receive();
        }
    }

    @Override
    public void main() {
        Chan<Integer> semaphore = Chan.make(permits);
        Scope.run(tasks -> {
            for (int i = 1; i <= TASKS; i++) {
                int id = i;
                tasks.go(() -> task(id, semaphore));
            }
        });
        System.out.println("at most " + workingMax + " at once");
    }
}
