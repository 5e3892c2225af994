package org.jmill.test.search;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.Effort;
import org.jmill.test.Explorer;
import org.jmill.test.Report;
import org.jmill.test.sim.Limits;
import org.junit.jupiter.api.Test;

/// What holds for each search, on random programs that fail in some of their schedules.
class SearchTest {
    private static final int PROGRAMS = Effort.of(40, 400);

    /// A program whose coroutines leave a trail, and that fails where the trail is one of those that the seed says.
    private static final class Failing implements Body<Exception> {
        private final int seed;
        private final int rarity;

        Failing(int seed, int rarity) {
            this.seed = seed;
            this.rarity = rarity;
        }

        @Override
        public void run() {
            Random random = new Random(seed);
            StringBuilder trail = new StringBuilder();
            Chan<Integer> ch = chmake(random.nextInt(3));
            Chan<Integer> other = chmake(2);
            int count = 2 + random.nextInt(2);
            for (int c = 0; c < count; c++) {
                int length = 1 + random.nextInt(3);
                int who = c;
                go(() -> {
                    for (int i = 0; i < length; i++) {
                        trail.append(who);
                        ch.trySend(who);
                        other.trySend(who);
                        trail.append(choose().in(ch).in(other).otherwise().end());
                        Mill.yield();
                    }
                    if (Math.floorMod(trail.toString().hashCode(), rarity) == 1) {
                        throw new IllegalStateException(trail.toString());
                    }
                });
            }
        }
    }

    @Test
    void eachScheduleIsRunOnce() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Trial trial = trial(new Failing(seed, Integer.MAX_VALUE));
            Schedule schedule = new Schedule();
            DepthFirst guide = new DepthFirst();
            Set<String> seen = new HashSet<>();
            int count = 0;
            do {
                schedule.begin(guide);
                assertFalse(trial.run(schedule).failed());
                assertTrue(seen.add(Deviations.of(schedule).toString()), "twice: " + Deviations.of(schedule));
            } while (guide.advance(schedule) && ++count < 500);
            assertTrue(count > 1);
        }
    }

    @Test
    void spaceTooLargeForANumberIsEstimatedAllTheSame() {
        Report report = Explorer.of(() -> {
                    for (int i = 0; i < 300; i++) {
                        go(Mill::yield);
                    }
                })
                .schedules(3)
                .delays(1)
                .run();
        assertTrue(report.toString().matches("(?s).* of about 2\\^\\d{4}: none failed.*"), report::toString);
    }

    private static Trial trial(Body<?> body) {
        return new Trial(body, null, Order.DIRECT, false, new Limits(10_000, true, true), Bare.STAGE);
    }

    @Test
    void tokenGivesTheSameFailureOnEachEngineAndHasNoDeviationTooMany() {
        int failed = 0;
        int letters = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Failing body = new Failing(seed, 40);
            Report report = Explorer.of(body).schedules(3_000).run();
            if (!report.failed()) {
                continue;
            }
            failed++;
            letters += report.token().length() <= Token.LENGTH_MAX ? 1 : 0;
            assertInstanceOf(IllegalStateException.class, report.failure());
            for (Engine engine : new Engine[] {Engine.CONTINUATION, Engine.VIRTUAL, Engine.PORTABLE}) {
                Report again =
                        Explorer.of(body).engine(engine).replay(report.token()).run();
                assertEquals(report.failure().getMessage(), again.failure().getMessage(), report.token());
                assertEquals(report.token(), again.token());
            }
            assertShrunk(body, report);
        }
        assertTrue(failed > PROGRAMS / 4, failed + " have failed");
        assertTrue(letters >= failed * 95 / 100, letters + " of " + failed + " tokens are short");
    }

    private static void assertShrunk(Body<?> body, Report report) {
        String name = SearchTest.class.getName() + ".tokenGivesTheSameFailureOnEachEngineAndHasNoDeviationTooMany";
        Token.Listed way = assertInstanceOf(Token.Listed.class, Token.parse(name, report.token()));
        Deviations deviations = way.deviations();
        assertEquals(report.deviations(), deviations.count());
        Trial trial = trial(body);
        for (int i = 0; i < deviations.count(); i++) {
            Schedule schedule = new Schedule();
            schedule.begin(deviations.without(i, i + 1).follow());
            assertFalse(trial.run(schedule).failed(), report.token() + " does without deviation " + i);
        }
    }
}
