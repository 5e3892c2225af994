package org.jmill.choosing;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.in;
import static org.jmill.Mill.inOrDone;
import static org.jmill.Mill.now;
import static org.jmill.Mill.otherwise;
import static org.jmill.Mill.out;
import static org.jmill.Mill.outFrom;
import static org.jmill.Mill.timeout;
import static org.jmill.Mill.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// A choose that returns what the handler of its case returns.
class ChooseOfTest {
    @EveryEngineAndOrder
    void theResultIsThatOfTheHandlerOfTheCaseTaken(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(1);
            Chan<String> b = chmake(0);
            for (int round = 0; round < 3; round++) { // The index counts no deadline, wherever it stands.
                if (round == 1) {
                    chs(a, 7);
                } else if (round == 2) {
                    go(() -> chs(b, "x"));
                }
                String result = Choose.of(
                        timeout(now(), () -> "late"),
                        in(a, v -> "a" + v),
                        in(b, v -> "b" + v),
                        out(b, "y", () -> "out"));
                assertEquals(List.of("late", "a7", "bx").get(round), result);
            }
        });
    }

    @EveryEngineAndOrder
    void whatIsSentIsSentBeforeItsHandlerRuns(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(2);
            int one = Choose.of(out(ch, 5, () -> ch.size()));
            int two = Choose.of(outFrom(ch, () -> 6, () -> ch.size()));
            assertEquals(List.of(1, 2, 5, 6), List.of(one, two, chr(ch), chr(ch)));
            assertNull(Choose.of(out(ch, 7)));
            assertEquals(7, Choose.of(in(ch), timeout(-1, () -> 0)));
        });
    }

    @EveryEngine
    void aHandlerMayThrowAndWaitAndChoose(Engine engine) throws IOException {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            assertThrows(
                    IOException.class,
                    () -> Choose.of(in(ch, v -> {
                        throw new IOException("of " + v);
                    })));
            go(() -> chs(ch, 3));
            int sum = Choose.of(in(ch, v -> v + Choose.<Integer, RuntimeException>of(timeout(now() + 1, () -> 4))));
            assertEquals(7, sum);
        });
    }

    @EveryEngine
    void theEndOfAChannelIsSeenAsByTheVerbs(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(2);
            chs(ch, 1);
            chdone(ch, -1);
            List<Received<Integer>> seen = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Choose.of(inOrDone(ch, r -> {
                    seen.add(r);
                }));
            }
            assertEquals(List.of(new Received.Value<>(1), new Received.Done<>(-1)), seen);
            assertEquals(-1, Choose.of(in(ch)));
            Chan<Integer> failing = chmake(0);
            IOException failure = new IOException("line");
            failing.fail(failure);
            assertSame(failure, assertThrows(IOException.class, () -> Choose.of(in(failing, v -> v))));
            String said = Choose.of(inOrDone(
                    failing, r -> r instanceof Received.Failed<Integer>(Throwable why) ? why.getMessage() : "none"));
            assertEquals("line", said);
        });
    }

    @EveryEngine
    void aCaseThatIsOffIsNotTaken(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> full = chmake(1);
            chs(full, 1);
            String taken = Choose.of(when(false, in(full, v -> "off")), otherwise(() -> "otherwise"));
            assertEquals("otherwise", taken);
            go(() -> chs(full, 2));
            int[] asked = {0};
            taken = Choose.of(
                    when(false, outFrom(full, () -> ++asked[0], () -> "off")),
                    when(true, in(full, v -> "on " + v)),
                    when(false, otherwise(() -> "otherwise")));
            assertEquals("on 1", taken);
            assertEquals(0, asked[0]);
        });
    }

    @EveryEngine
    void aDurationIsCountedFromTheChooseOn(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> never = chmake(0);
            Choose.Case<Long, RuntimeException> late = timeout(Duration.ofMillis(50), () -> now());
            long start = now();
            for (int i = 1; i <= 3; i++) {
                assertEquals(start + i * 50, Choose.of(in(never, v -> 0L), late));
            }
        });
    }

    @EveryEngine
    void theOneThatIsBiasedTakesTheFirstReady(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(100);
            for (int i = 0; i < 100; i++) {
                chs(ch, i);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals("first", Choose.ofBiased(in(ch, v -> "first"), in(ch, v -> "second")));
            }
        });
    }

    @EveryEngineAndOrder
    void itGoesAsAChooseWithTheSameClausesDoes(Engine engine, Order order) {
        assertEquals(log(engine, order, false), log(engine, order, true));
    }

    private static List<String> log(Engine engine, Order order, boolean returning) {
        List<String> log = new ArrayList<>();
        TestMill.realTime(engine).order(order).seed(11).run(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(2);
            for (int k = 0; k < 3; k++) {
                int n = k;
                go(() -> {
                    for (int i = 0; i < 20; i++) {
                        chs(i % 2 == 0 ? a : b, n * 100 + i);
                        log.add(n + " sent " + i);
                    }
                });
            }
            for (int i = 0; i < 60; i++) {
                if (returning) {
                    log.add(Choose.of(in(a, v -> "a" + v), in(b, v -> "b" + v), in(a, v -> "c" + v)));
                } else {
                    choose().in(a, v -> log.add("a" + v))
                            .in(b, v -> log.add("b" + v))
                            .in(a, v -> log.add("c" + v))
                            .end();
                }
            }
        });
        return log;
    }

    @EveryEngine
    void misuseIsAPanicAsOfChoose(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            Chan<Integer> none = null;
            Messages.assertPanics("in choose", () -> Choose.of(in(none, v -> v)), "channel is null");
            Messages.assertPanics(
                    "in choose", () -> Choose.of(otherwise(() -> 1), when(false, in(none, v -> v))), "null");
            Messages.assertPanics("out choose", () -> Choose.of(out(none, 1, () -> 1)), "channel is null");
            Messages.assertPanics(
                    "outFrom choose", () -> Choose.of(outFrom(none, () -> 1, () -> 1)), "channel is null");
            Messages.assertPanics(
                    "deadline choose",
                    () -> Choose.of(timeout(now() + 1, () -> 1), timeout(now() + 2, () -> 2)),
                    "one",
                    "only");
            Messages.assertPanics("otherwise choose", () -> Choose.of(otherwise(() -> 1), otherwise(() -> 2)), "only");
            Messages.assertPanics("of choose", () -> Choose.of(in(ch), null), "case 1 is null");
            Messages.assertPanics(
                    "in choose", () -> in(ch, (Choose.Action<Integer, RuntimeException>) null), "handler");
            chdone(ch);
            Messages.assertPanics("out", () -> Choose.of(in(ch, v -> 0), out(ch, 1, () -> 1)), "done");
        });
    }

    @Test
    void outsideOfAMillItIsAPanic() {
        Messages.assertPanics("choose", () -> Choose.of(otherwise(() -> 1)), "runs no mill");
    }
}
