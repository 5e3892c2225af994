package org.jmill.examples.structure;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;

import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jmill.DeadlineException;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows how to ask three back ends at once, until a deadline, and to make do with the answers that have come.
/// Run: ./jmill run scatter [--deadline MS]
/// Prints what is known of each back end when all have answered or the deadline has passed.
@Command(
        description =
                "One of the back ends is down and one takes a minute. A failure would end the scope; with onFailure"
                        + " it is noted, and the others go on. At the deadline nobody is asked any more.")
public final class Scatter implements Example {
    private static final List<BackEnd> BACK_ENDS =
            List.of(new BackEnd("prices", 10), new BackEnd("reviews", 60_000), new BackEnd("stock", -1));

    @Option(
            names = "--deadline",
            paramLabel = "MS",
            defaultValue = "200",
            converter = AtLeast.Zero.class,
            description = "how long the answers may take; ${DEFAULT-VALUE} unless given")
    private int deadlineMs;

    /// Somebody far away.
    ///
    /// @param tookMs until it answers; negative: it is down
    private record BackEnd(String name, int tookMs) {
        String ask() throws ConnectException {
            if (tookMs < 0) {
                throw new ConnectException("nobody listens");
            }
            msleep(now() + tookMs);
            return "answered";
        }
    }

    private static void askAll(Map<String, String> known) {
        Scope.run(scope -> {
            scope.onFailure((one, failure) -> known.put(one.name(), "failed, " + failure.getMessage()));
            for (BackEnd one : BACK_ENDS) {
                known.put(one.name(), "not in time");
                scope.go(one.name(), () -> known.put(one.name(), one.ask()));
            }
        });
    }

    private static Map<String, String> scatter(long deadline) {
        Map<String, String> known = new TreeMap<>();
        try {
            within(deadline, () -> askAll(known));
        } catch (DeadlineException e) {
            // What is known by now has to do.
        }
        return known;
    }

    @Override
    public void main() {
        scatter(now() + deadlineMs).forEach((name, what) -> System.out.println(name + ": " + what));
    }
}
