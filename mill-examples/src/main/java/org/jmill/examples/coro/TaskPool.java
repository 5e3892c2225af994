package org.jmill.examples.coro;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a pool of coroutines that run tasks; the tasks sleep and yield as they like.
/// Run: ./jmill run task-pool [--size S] [TASKS]
/// Prints a line a task when it is done, and what the pool has done in all.
@Command(
        description = "A few coroutines are started once and take tasks from a channel. While a task"
                + " sleeps or yields, the others go on.")
public final class TaskPool implements Example {
    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = "3",
            converter = AtLeast.Workers.class,
            description = "how many coroutines; ${DEFAULT-VALUE} unless given")
    private int size;

    @Parameters(
            paramLabel = "TASKS",
            arity = "0..1",
            defaultValue = "8",
            converter = AtLeast.Zero.class,
            description = "how many tasks; ${DEFAULT-VALUE} unless given")
    private int tasks;

    private int done;

    private static void sleep(int id) {
        msleep(now() + 5);
        System.out.println("task " + id + " has slept");
    }

    private static void yieldOften(int id) {
        for (int i = 0; i < 10; i++) {
            Mill.yield();
        }
        System.out.println("task " + id + " has yielded");
    }

    private void run(Chan<Runnable> queue) {
        for (Runnable task : queue) {
            task.run();
            done++;
        }
    }

    @Override
    public void main() {
        Chan<Runnable> queue = Chan.make(tasks);
        for (int i = 1; i <= tasks; i++) {
            int id = i;
            queue.send(id % 2 == 0 ? () -> sleep(id) : () -> yieldOften(id));
        }
        queue.done();
        Scope.run(pool -> {
            for (int i = 0; i < size; i++) {
                pool.go("pool-" + i, () -> run(queue));
            }
        });
        System.out.println(size + " coroutines have run " + done + " tasks");
    }

    @Override
    public String soFar() {
        return done + " of " + tasks + " tasks done";
    }
}
