package org.jmill.choosing;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.channels.Ways;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// The code that a clause runs once it was chosen.
class ChooseHandlerTest {
    @EveryEngineAndOrder
    void aHandlerRunsAfterTheOperation(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            List<String> log = new ArrayList<>();
            choose().out(ch, 1, () -> log.add("sent, size " + ch.size())).end();
            choose().in(ch, v -> log.add("got " + v + ", size " + ch.size())).end();
            choose().in(ch).otherwise(() -> log.add("otherwise")).end();
            choose().outFrom(ch, () -> 3, () -> log.add("sent, size " + ch.size()))
                    .end();
            choose().out(ch, 9, () -> log.add("never"))
                    .deadline(0, () -> log.add("late"))
                    .end();
            assertEquals(List.of("sent, size 1", "got 1, size 0", "otherwise", "sent, size 1", "late"), log);
        });
    }

    @EveryEngineAndOrder
    void onlyTheHandlerOfTheChosenClauseRuns(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            List<String> log = new ArrayList<>();
            go(() -> chs(b, 5));
            int index = choose().in(a, v -> log.add("a"))
                    .in(b, v -> log.add("b " + v))
                    .out(a, 1, () -> log.add("out"))
                    .deadline(Mill.now() + 60_000, () -> log.add("late"))
                    .end();
            assertEquals(1, index);
            assertEquals(List.of("b 5"), log);
        });
    }

    @EveryEngineAndOrder
    void aHandlerMayBlockAndChoose(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            List<Object> log = new ArrayList<>();
            go(() -> {
                chs(a, 1);
                chs(b, 2);
                chs(a, 3);
            });
            choose().in(a, v -> {
                        log.add(v);
                        choose().in(b, log::add).end();
                        log.add(chr(a));
                    })
                    .end();
            assertEquals(List.of(1, 2, 3), log);
        });
    }

    @EveryEngineAndOrder
    void aHandlerMayEndTheSameChooseAgain(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(9);
            Chan<Integer> b = chmake(9);
            chs(a, 1);
            chs(b, 2);
            List<Object> log = new ArrayList<>();
            Choose[] self = {null};
            self[0] = choose().biased()
                    .in(a, v -> {
                        log.add("a" + v);
                        log.add("inner " + self[0].end());
                    })
                    .in(b, v -> log.add("b" + v));
            assertEquals(0, self[0].end(), "the index of its own clause, not of the inner one");
            assertEquals(List.of("a1", "b2", "inner 1"), log);
        });
    }

    @EveryEngineAndOrder
    void whatAHandlerThrowsReachesTheCallerAfterTheOperation(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            RuntimeException mine = new RuntimeException("mine");
            Choose c = choose().out(ch, 1, () -> {
                throw mine;
            });
            try {
                c.end();
                throw new AssertionError("end() returned");
            } catch (RuntimeException e) {
                assertEquals(mine, e);
            }
            assertEquals(1, chr(ch), "it was sent");
            Inside.check(c);
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void aHandlerGetsTheTerminalValueLikeAnyOther(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            List<Object> log = new ArrayList<>();
            Choose c = choose();
            c.in(ch, v -> log.add(v + " " + c.received()));
            chdone(ch, 4);
            c.end();
            assertEquals(List.of("4 Done[last=4]"), log);
        });
    }
}
