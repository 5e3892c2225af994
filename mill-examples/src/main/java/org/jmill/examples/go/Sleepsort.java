package org.jmill.examples.go;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.util.List;
import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows timers: each number sleeps as many milliseconds as it says, and comes when it wakes.
/// Run: ./jmill run sleepsort N...
/// Prints the numbers in ascending order, a line each.
@Command(description = "Deadlines wake in their order, however busy the machine is.")
public final class Sleepsort implements Example {
    private static final int HEAD_START_MS = 100;

    @Parameters(
            paramLabel = "N",
            arity = "1..*",
            converter = AtLeast.Zero.class,
            description = "numbers from 0 on, in milliseconds")
    private List<Integer> numbers;

    private int printed;

    @Override
    public void main() {
        Chan<Integer> awake = chmake(0);
        // All must lie down before the first one wakes.
        long start = now() + HEAD_START_MS + numbers.size() / 100;
        for (int number : numbers) {
            go(() -> {
                msleep(start + number);
                awake.send(number);
            });
        }
        while (printed < numbers.size()) {
            System.out.println(awake.receive());
            printed++;
        }
    }

    @Override
    public String soFar() {
        return printed + " of " + numbers.size() + " numbers have woken";
    }
}
