package org.jmill.examples.structure;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.sync.Overflow;
import org.jmill.sync.Rate;
import org.jmill.sync.Semaphore;
import org.jmill.sync.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows limits: so many requests a second, so many at once, and news of them for a reader that is slow.
/// Run: ./jmill run limits [--per-second R] [--permits P] [N]
/// Prints each request when it is answered, how many there were at once, and what the slow reader has of them.
@Command(
        description = "A Rate says when a request may begin, a Semaphore how many there are at once. Each answer is"
                + " published on a Topic: the log has the publisher wait for it, the slow reader has the oldest"
                + " left out.")
public final class Limits implements Example {
    private static final int BURST = 2;
    private static final int TOOK_MS = 10;
    private static final int KEPT = 2;

    @Option(
            names = "--per-second",
            paramLabel = "R",
            defaultValue = "200",
            converter = AtLeast.One.class,
            description = "how many may begin in a second; ${DEFAULT-VALUE} unless given")
    private int perSecond;

    @Option(
            names = "--permits",
            paramLabel = "P",
            defaultValue = "2",
            converter = AtLeast.One.class,
            description = "how many there may be at once; ${DEFAULT-VALUE} unless given")
    private int permits;

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "6",
            converter = AtLeast.Zero.class,
            description = "how many requests; ${DEFAULT-VALUE} unless given")
    private int count;

    private int working;
    private int workingMax;
    private int answered;

    private void request(int number, Rate rate, Semaphore places, Topic<Integer> answers) {
        rate.take();
        try (Semaphore.Permit _ = places.acquire()) {
            workingMax = Math.max(workingMax, ++working);
            msleep(now() + TOOK_MS);
            working--;
            answered++;
            answers.publish(number); // With the permit still: so they come in order.
        }
    }

    private void requestAll(Topic<Integer> answers) {
        Rate rate = new Rate(perSecond, BURST).named("requests");
        Semaphore places = new Semaphore(permits).named("places");
        Scope.run(requests -> {
            for (int i = 1; i <= count; i++) {
                int number = i;
                requests.go(() -> request(number, rate, places, answers));
            }
        });
    }

    @Override
    public void main() {
        Topic<Integer> answers = new Topic<Integer>().named("answers");
        Chan<Integer> log = answers.subscribe(0, Overflow.WAIT);
        Chan<Integer> slow = answers.subscribe(KEPT, Overflow.DROP_OLDEST);
        long start = now();
        Scope.run(scope -> {
            scope.go("log", () -> log.forEach(number -> System.out.println("request " + number + " is answered")));
            requestAll(answers);
            System.out.println("at most " + workingMax + " at once, all in " + (now() - start) + " ms");
            System.out.println("the slow reader misses " + answers.slow(slow));
            answers.done();
        });
        slow.forEach(number -> System.out.println("the slow reader has " + number));
    }

    @Override
    public String soFar() {
        return answered + " of " + count + " requests answered";
    }
}
