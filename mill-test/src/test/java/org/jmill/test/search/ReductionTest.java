package org.jmill.test.search;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.Effort;
import org.jmill.sync.Mutex;
import org.jmill.sync.Semaphore;
import org.jmill.test.sim.Limits;
import org.junit.jupiter.api.Test;

/// One schedule of each set of equal ones, against all of them.
class ReductionTest {
    private static final int PROGRAMS = Effort.of(1_000, 10_000);
    private static final int SCHEDULES_MAX = 400; // Of all; programs with more are left out.
    private static final int STEPS = 1_000;

    /// What a coroutine does.
    private enum Act {
        SEND,
        RECEIVE,
        TRY_SEND,
        TRY_RECEIVE,
        CHOOSE,
        CHOOSE_OR_NOT,
        DONE,
        YIELD,
        LOCK,
        ACQUIRE
    }

    private record Step(Act act, int channel) {}

    /// A program: its coroutines, and how much each of two channels holds.
    private record Program(List<List<Step>> coroutines, int[] capacities) {
        static Program random(Random random) {
            List<List<Step>> coroutines = new ArrayList<>();
            int count = 2 + random.nextInt(2);
            for (int c = 0; c < count; c++) {
                List<Step> steps = new ArrayList<>();
                int length = 1 + random.nextInt(count == 2 ? 4 : 2);
                for (int s = 0; s < length; s++) {
                    Act act = Act.values()[random.nextInt(Act.values().length)];
                    steps.add(new Step(act, random.nextInt(2)));
                }
                coroutines.add(steps);
            }
            return new Program(coroutines, new int[] {random.nextInt(2), random.nextInt(3)});
        }
    }

    /// A run of a program, which leaves behind what its coroutines have seen.
    private static final class Runner {
        private final Program program;
        private List<List<String>> seen = new ArrayList<>();

        Runner(Program program) {
            this.program = program;
        }

        Trial trial() {
            return new Trial(this::body, null, Order.DIRECT, false, new Limits(STEPS, true, true), Bare.STAGE);
        }

        private void body() {
            List<List<String>> fresh = new ArrayList<>();
            seen = fresh;
            List<Chan<Integer>> channels = List.of(chmake(program.capacities()[0]), chmake(program.capacities()[1]));
            Mutex mutex = new Mutex();
            Semaphore semaphore = new Semaphore(1);
            for (int c = 0; c < program.coroutines().size(); c++) {
                List<String> mine = new ArrayList<>();
                fresh.add(mine);
                int who = c;
                go(() -> {
                    int n = 10 * who;
                    for (Step step : program.coroutines().get(who)) {
                        mine.add(act(step, channels, mutex, semaphore, ++n));
                    }
                });
            }
        }

        private static String act(
                Step step, List<Chan<Integer>> channels, Mutex mutex, Semaphore semaphore, int value) {
            Chan<Integer> channel = channels.get(step.channel());
            try {
                return switch (step.act()) {
                    case SEND -> {
                        channel.send(value);
                        yield "sent";
                    }
                    case RECEIVE -> "got " + channel.receive();
                    case TRY_SEND -> "sent " + channel.trySend(value);
                    case TRY_RECEIVE -> "got " + channel.tryReceive();
                    case CHOOSE ->
                        "chose "
                                + choose().in(channel)
                                        .out(channels.get(1 - step.channel()), value)
                                        .end();
                    case CHOOSE_OR_NOT ->
                        "chose " + choose().in(channel).otherwise().end();
                    case DONE -> {
                        channel.done(value);
                        yield "done";
                    }
                    case YIELD -> {
                        Mill.yield();
                        yield "yielded";
                    }
                    case LOCK -> {
                        try (Mutex.Guard guard = mutex.lock()) {
                            yield "locked " + (guard != null) + channel.tryReceive();
                        }
                    }
                    case ACQUIRE ->
                        semaphore
                                .tryAcquire()
                                .map(permit -> {
                                    permit.close();
                                    return "acquired";
                                })
                                .orElse("taken");
                };
            } catch (MillPanic panic) {
                return "panic";
            }
        }

        /// What has come of the last run.
        String result(Outcome outcome) {
            return seen + " " + outcome.kind();
        }
    }

    private static Set<String> all(Program program) {
        Runner runner = new Runner(program);
        Trial trial = runner.trial();
        Schedule schedule = new Schedule();
        DepthFirst guide = new DepthFirst();
        Set<String> results = new TreeSet<>();
        int count = 0;
        do {
            schedule.begin(guide);
            results.add(runner.result(trial.run(schedule)));
            if (++count > SCHEDULES_MAX) {
                return null;
            }
        } while (guide.advance(schedule));
        runs = count;
        return results;
    }

    private static int runs; // Of the last of the two.

    private static Set<String> reduced(Program program) {
        Runner runner = new Runner(program);
        Trial trial = runner.trial();
        Schedule schedule = new Schedule();
        Reduction reduction = new Reduction();
        Set<String> results = new TreeSet<>();
        int count = 0;
        do {
            schedule.begin(reduction);
            results.add(runner.result(trial.run(schedule, false, reduction.begin())));
            reduction.end();
            count++;
        } while (reduction.advance());
        runs = count;
        return results;
    }

    @Test
    void reducedSearchSeesWhatTheWholeOneSees() {
        Random random = new Random(20);
        long whole = 0;
        long part = 0;
        int left = PROGRAMS;
        while (left > 0) {
            Program program = Program.random(random);
            Set<String> expected = all(program);
            if (expected == null) {
                continue;
            }
            whole += runs;
            assertEquals(expected, reduced(program), program::toString);
            part += runs;
            left--;
        }
        assertTrue(part * 2 < whole, "of " + whole + " schedules " + part + " were run");
    }
}
