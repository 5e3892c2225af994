package org.jmill.examples.structure;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.race;

import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.CancelledException;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows a hedged request: who does not answer soon gets a rival, and the first answer counts.
/// Run: ./jmill run hedge [--stagger MS]
/// Prints who is asked, what became of each, and the answer.
@Command(
        description =
                "Three replicas have the same data: one hangs, one is down, one answers. The next one is asked when"
                        + " the last one has failed, or has not answered for so long; when one has, the others are"
                        + " cancelled, and waited for.")
public final class Hedge implements Example {
    @Option(
            names = "--stagger",
            paramLabel = "MS",
            defaultValue = "50",
            converter = AtLeast.Zero.class,
            description = "how long to wait before the next one is asked, too; ${DEFAULT-VALUE} unless given")
    private int staggerMs;

    private static String hang() {
        System.out.println("asking the first one");
        try {
            msleep(now() + 60_000);
            return "late";
        } catch (CancelledException e) {
            System.out.println("the first one is not waited for any more");
            throw e;
        }
    }

    private static String refuse() throws ConnectException {
        System.out.println("asking the second one: it is down");
        throw new ConnectException("nobody listens");
    }

    private static String answer() {
        System.out.println("asking the third one");
        msleep(now() + 10);
        return "42";
    }

    @Override
    public void main() {
        List<Callable<String>> replicas = List.of(Hedge::hang, Hedge::refuse, Hedge::answer);
        System.out.println("answer: " + race(staggerMs, replicas));
    }
}
