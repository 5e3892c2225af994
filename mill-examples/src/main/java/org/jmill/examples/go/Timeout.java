package org.jmill.examples.go;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;

import org.jmill.Chan;
import org.jmill.DeadlineException;
import org.jmill.Scope;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows timeouts: in a choose, on a single receive, and for a whole conversation.
/// Run: ./jmill run timeout
/// Prints an answer that comes in time, two that do not, and how many came before time was up.
@Command(description = "Deadlines are points in time, so that one of them can span many calls.")
public final class Timeout implements Example {
    private int answers;

    /// Asks somebody who needs a while, and ends with the scope if the answer is not waited for.
    private static Chan<String> ask(Scope scope, int afterMs) {
        Chan<String> answer = Chan.make(1); // With room, so that nobody waits to hand it over.
        scope.daemon(() -> {
            msleep(now() + afterMs);
            answer.send("answer after " + afterMs + " ms");
        });
        return answer;
    }

    @Override
    public void main() {
        Scope.run(Timeout::askThrice);
        try {
            within(now() + 100, () -> Scope.run(this::converse));
        } catch (DeadlineException e) {
            System.out.println("time is up after " + answers + " answers");
        }
    }

    private static void askThrice(Scope scope) {
        choose().in(ask(scope, 10), System.out::println)
                .deadline(now() + 5_000, () -> System.out.println("too late"))
                .end();
        choose().in(ask(scope, 60_000), System.out::println)
                .deadline(now() + 20, () -> System.out.println("no answer within 20 ms"))
                .end();
        try {
            System.out.println(ask(scope, 60_000).receive(now() + 20));
        } catch (DeadlineException e) {
            System.out.println("no answer within 20 ms again");
        }
    }

    /// Knows of no deadline.
    private void converse(Scope scope) {
        while (true) {
            ask(scope, 15).receive();
            answers++;
        }
    }
}
