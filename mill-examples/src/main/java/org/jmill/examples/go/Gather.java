package org.jmill.examples.go;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows a group of tasks as errgroup has it: wait for all; the first failure cancels the others.
/// Run: ./jmill run gather
/// Prints the results of a group that succeeds, then what became of one that fails.
@Command(description = "The results come in the order of the tasks, whoever is ready first.")
public final class Gather implements Example {
    /// Runs tasks at the same time.
    ///
    /// @return their results
    /// @throws Exception what the first of them to fail has thrown
    private static <T> List<T> gather(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>(Collections.nCopies(tasks.size(), null));
        List<Coroutine> running = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            int index = i;
            running.add(go(() -> {
                try {
                    results.set(index, tasks.get(index).call());
                } catch (CancelledException e) {
                    throw e;
                } catch (Exception e) {
                    failures.add(e);
                    running.forEach(Coroutine::cancel);
                }
            }));
        }
        running.forEach(Coroutine::join);
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return results;
    }

    private static Callable<String> page(String name, int afterMs) {
        return () -> {
            try {
                msleep(now() + afterMs);
                if (name.startsWith("no")) {
                    throw new FileNotFoundException(name);
                }
                return name + " loaded";
            } catch (CancelledException e) {
                System.out.println(name + " was cancelled");
                throw e;
            }
        };
    }

    @Override
    public void main() throws Exception {
        System.out.println(gather(Arrays.asList(page("a", 30), page("b", 10), page("c", 20))));
        try {
            gather(Arrays.asList(page("d", 60_000), page("nothing", 10), page("e", 60_000)));
        } catch (FileNotFoundException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }
}
