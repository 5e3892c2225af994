package org.jmill.examples.go;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;

import org.jmill.CancelledException;
import org.jmill.DeadlineException;
import org.jmill.Scope;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows what Go has contexts for: a deadline that is handed down, and a cancellation that reaches all below.
/// Run: ./jmill run deadline
/// Prints how each of five workers ends, and why.
@Command(
        description = "Nothing is passed on: whatever runs inside a scope or a deadline ends with it, or earlier. Of"
                + " deadlines in one another the tightest counts.")
public final class Deadline implements Example {
    private static void work(String name, int neededMs) {
        try {
            msleep(now() + neededMs);
            System.out.println(name + ": finished");
        } catch (CancelledException e) {
            System.out.println(name + ": " + e.reason());
            throw e;
        }
    }

    private static void query() {
        Scope.run(query -> {
            query.go(() -> work("quick work in the query", 1));
            query.go(() -> work("slow work in the query", 60_000));
            within(now() + 60_000, () -> work("slow work below the query", 60_000));
        });
    }

    @Override
    public void main() {
        Scope.run(request -> {
            request.go(() -> work("slow work in the request", 60_000));
            request.go(() -> work("more work in the request", 60_000));
            try {
                within(now() + 300, Deadline::query);
            } catch (DeadlineException e) {
                System.out.println("cancelling the request");
                request.cancel();
            }
        });
    }
}
