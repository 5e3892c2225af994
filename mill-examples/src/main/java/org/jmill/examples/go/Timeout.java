package org.jmill.examples.go;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;

import org.jmill.Chan;
import org.jmill.DeadlineException;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows timeouts: in a choose, on a single receive, and for a whole conversation.
/// Run: ./jmill run timeout
/// Prints an answer that comes in time, two that do not, and how many came before time was up.
@Command(description = "Deadlines are points in time, so that one of them can span many calls.")
public final class Timeout implements Example {
    private int answers;

    /// Asks somebody who needs a while.
    private static Chan<String> ask(int afterMs) {
        Chan<String> answer = Chan.make(1); // With room, so that nobody waits to hand it over.
        go(() -> {
            msleep(now() + afterMs);
            answer.send("answer after " + afterMs + " ms");
        });
        return answer;
    }

    @Override
    public void main() {
        choose().in(ask(10), System.out::println)
                .deadline(now() + 5_000, () -> System.out.println("too late"))
                .end();
        choose().in(ask(60_000), System.out::println)
                .deadline(now() + 20, () -> System.out.println("no answer within 20 ms"))
                .end();
        try {
            System.out.println(ask(60_000).receive(now() + 20));
        } catch (DeadlineException e) {
            System.out.println("no answer within 20 ms again");
        }
        try {
            within(now() + 100, this::converse);
        } catch (DeadlineException e) {
            System.out.println("time is up after " + answers + " answers");
        }
    }

    /// Knows of no deadline.
    private void converse() {
        while (true) {
            ask(15).receive();
            answers++;
        }
    }
}
