package org.jmill.test;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jmill.Body;
import org.jmill.Chan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bugs that were put there: each needs a certain number of decisions that are not the default ones, and of one kind.
class PlantedBugsTest {
    private static final int DEPTH_MAX = 3;

    enum Planted {
        TURNS(Needs.ORDER, PlantedBugsTest::changes),
        STARTS(Needs.LATE_START, PlantedBugsTest::lateStarts),
        DRAWS(Needs.TODAY, PlantedBugsTest::secondClauses),
        PICKS(Needs.TODAY, PlantedBugsTest::picks);

        private final Needs needs;
        private final IntFunction<Body<?>> bodies;

        Planted(Needs needs, IntFunction<Body<?>> bodies) {
            this.needs = needs;
            this.bodies = bodies;
        }
    }

    static List<Arguments> bugs() {
        List<Arguments> bugs = new ArrayList<>();
        for (Planted planted : Planted.values()) {
            for (int depth = 1; depth <= DEPTH_MAX; depth++) {
                bugs.add(Arguments.of(planted, depth));
            }
        }
        return bugs;
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void bugIsFoundWithSoManyDeviationsAndNotWithFewer(Planted planted, int depth) {
        Report report =
                Explorer.of(planted.bodies.apply(depth)).schedules(1_000_000).run();
        assertTrue(report.failed(), report.toString());
        assertEquals(depth - 1, report.delaysCovered(), report.toString());
        assertEquals(depth, deviations(report.token()), report.toString());
        assertEquals(planted.needs, report.needs(), report.toString());
    }

    private static int deviations(String token) {
        return token.substring(token.lastIndexOf('-') + 1).split("\\.").length;
    }

    /// Two coroutines write into one log, a letter at a time: by default the first one writes all of its letters, then
    /// the second. A change from one to the other costs a deviation, but the one at an end.
    private static Body<?> changes(int depth) {
        return () -> {
            StringBuilder log = new StringBuilder();
            Chan<Void> gate = Chan.make(0);
            for (String letter : List.of("a", "b")) {
                go(letter, () -> {
                    Chan<Integer> own = Chan.make(depth + 1);
                    chr(gate);
                    for (int i = 0; i <= depth; i++) {
                        log.append(letter);
                        Check.always(changesIn(log) <= depth, "few changes");
                        chs(own, i);
                    }
                });
            }
            chdone(gate);
        };
    }

    private static int changesIn(CharSequence log) {
        int changes = 0;
        for (int i = 1; i < log.length(); i++) {
            changes += log.charAt(i) == log.charAt(i - 1) ? 0 : 1;
        }
        return changes;
    }

    /// By default a child runs at once.
    private static Body<?> lateStarts(int depth) {
        return () -> {
            int[] late = {0};
            for (int i = 0; i <= depth; i++) {
                boolean[] hasRun = {false};
                go(() -> hasRun[0] = true);
                late[0] += hasRun[0] ? 0 : 1;
            }
            Check.always(late[0] < depth, "few late starts");
        };
    }

    /// By default the first one of the clauses that are ready is taken.
    private static Body<?> secondClauses(int depth) {
        return () -> {
            int second = 0;
            for (int i = 0; i <= depth; i++) {
                second += choose().in(Chan.of("x")).in(Chan.of("y")).end();
            }
            Check.always(second < depth, "few second clauses");
        };
    }

    private static Body<?> picks(int depth) {
        return () -> {
            int last = 0;
            for (int i = 0; i <= depth; i++) {
                last += Sim.pick(3) == 2 ? 1 : 0;
            }
            Check.always(last < depth, "few last ones");
        };
    }
}
