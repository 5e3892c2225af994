package org.jmill.examples.go;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.FileNotFoundException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Fork;
import org.jmill.Scope;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows a group of tasks as errgroup has it: wait for all; the first failure cancels the others.
/// Run: ./jmill run gather
/// Prints the results of a group that succeeds, then what became of three that do not.
@Command(
        description = "The results come in the order of the tasks, whoever is ready first. A task that has not begun"
                + " when another one fails never does, and who cancels the caller cancels the tasks."
                + " Mill.par has all this under one name.")
public final class Gather implements Example {
    /// Runs tasks at the same time.
    ///
    /// @return their results
    /// @throws Exception what the first of them to fail has thrown
    static <T> List<T> gather(List<Callable<T>> tasks) throws Exception {
        return Scope.call(scope -> {
            List<Fork<T>> forks = tasks.stream().map(scope::<T>fork).toList();
            return forks.stream().map(Fork::join).toList();
        });
    }

    private static Callable<String> page(String name, int afterMs) {
        return () -> {
            try {
                msleep(now() + afterMs);
                return name + " loaded";
            } catch (CancelledException e) {
                System.out.println(name + " was cancelled: " + e.reason());
                throw e;
            }
        };
    }

    private static Callable<String> missing(String name, int afterMs) {
        return () -> {
            if (afterMs > 0) {
                msleep(now() + afterMs);
            }
            throw new FileNotFoundException(name);
        };
    }

    private static void mustFail(List<Callable<String>> tasks) throws Exception {
        try {
            gather(tasks);
        } catch (FileNotFoundException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }

    @Override
    public void main() throws Exception {
        System.out.println(gather(List.of(page("a", 30), page("b", 10), page("c", 20))));
        mustFail(List.of(page("d", 60_000), missing("late", 10), page("e", 60_000)));
        mustFail(List.of(missing("at once", 0), page("never begun", 60_000)));
        Coroutine caller = go(() -> gather(List.of(page("f", 60_000), page("g", 60_000))));
        msleep(now() + 1); // Both have begun by then.
        caller.cancel();
        caller.join();
    }
}
