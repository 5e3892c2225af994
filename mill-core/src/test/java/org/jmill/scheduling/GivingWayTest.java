package org.jmill.scheduling;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Signal;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// Which verbs, called again and again where they need not wait, let the others have their turn.
class GivingWayTest {
    private static final int CALLS = 1_000;

    /// What is called, and whether it may let others run.
    private record Verb(Body<Exception> call, boolean givesWay) {}

    /// The verbs under the names that the table in docs/caveats.md has.
    private static Map<String, Verb> verbs() {
        Chan<Integer> full = chmake(1);
        full.send(1);
        Chan<Integer> empty = chmake(1);
        Chan<Integer> done = chmake(1);
        done.done();
        Chan<Integer> kept = chmake(1 << 20);
        Coroutine ended = go(() -> {});
        Inbox<Integer> inbox = Mill.inbox(1 << 20);
        inbox.close();
        Signal raised = Mill.signal();
        raised.raise();
        Map<String, Verb> verbs = new LinkedHashMap<>();
        verbs.put("send", new Verb(() -> kept.send(1), true));
        verbs.put("send with a deadline", new Verb(() -> kept.send(1, 0), true));
        verbs.put("trySend", new Verb(() -> full.trySend(1), true));
        verbs.put("receive", new Verb(done::receive, true));
        verbs.put("receive with a deadline", new Verb(() -> done.receive(0), true));
        verbs.put("receiveOrDone", new Verb(done::receiveOrDone, true));
        verbs.put("tryReceive", new Verb(empty::tryReceive, true));
        verbs.put("hasNext", new Verb(() -> done.iterator().hasNext(), true));
        verbs.put("choose", new Verb(() -> choose().in(done).end(), true));
        verbs.put(
                "choose with otherwise",
                new Verb(() -> choose().in(empty).otherwise().end(), true));
        verbs.put("join", new Verb(ended::join, true));
        verbs.put("await", new Verb(raised::await, true));
        verbs.put("yield", new Verb(Mill::yield, true));
        verbs.put(
                "done, dup, close",
                new Verb(
                        () -> {
                            Chan<Integer> ch = Chan.<Integer>make(0).dup();
                            ch.done();
                            ch.close();
                            ch.close();
                        },
                        false));
        verbs.put("cancel", new Verb(ended::cancel, false));
        verbs.put(
                "now, after, self, cls, stats",
                new Verb(
                        () -> {
                            Mill.now();
                            Mill.after(java.time.Duration.ofMillis(1));
                            Mill.self();
                            Mill.cls();
                        },
                        false));
        verbs.put(
                "size, capacity, isDone, state",
                new Verb(
                        () -> {
                            empty.size();
                            empty.capacity();
                            empty.isDone();
                            ended.state();
                        },
                        false));
        return verbs;
    }

    /// How many turns another coroutine had meanwhile.
    private static int turnsOfAnother(Body<Exception> call, int calls) throws Exception {
        int[] turns = {0};
        Coroutine other = go(() -> {
            while (true) {
                turns[0]++;
                yieldNow();
            }
        });
        int before = turns[0];
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        int had = turns[0] - before;
        other.cancel();
        other.join();
        return had;
    }

    @EveryEngineAndOrder
    void aVerbThatNeedNotWaitGivesWayAfterABoundedNumberOfCallsIfTheTableSaysSo(Engine engine, Order order)
            throws Exception {
        TestMill.virtualTime(engine).order(order).fast().<Exception>run(() -> {
            for (Map.Entry<String, Verb> verb : verbs().entrySet()) {
                int turns = turnsOfAnother(verb.getValue().call, CALLS);
                assertEquals(verb.getValue().givesWay, turns > 0, verb.getKey());
                assertTrue(!verb.getValue().givesWay || turns >= CALLS / 110, verb.getKey() + ": " + turns);
            }
        });
    }

    @EveryEngine
    void whatNeverThrowsInACancelledCoroutineGivesWayThereToo(Engine engine) {
        TestMill.virtualTime(engine).fast().run(() -> {
            Chan<Integer> empty = chmake(0);
            int[] turns = {0};
            boolean[] stop = {false};
            Coroutine poller = go(() -> {
                while (!stop[0]) {
                    empty.tryReceive();
                    empty.trySend(1);
                }
            });
            poller.cancel();
            for (; turns[0] < 10; turns[0]++) {
                yieldNow();
            }
            stop[0] = true;
            poller.join();
            assertEquals(10, turns[0]);
        });
    }

    @Test
    void theTableInTheDocsNamesEachVerb() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "caveats.md"));
        TestMill.run(
                Engine.PORTABLE,
                () -> verbs().forEach((name, verb) -> {
                    String row = "| " + name + " | " + (verb.givesWay ? "yes" : "no") + " |";
                    assertTrue(page.contains(row), "docs/caveats.md lacks: " + row);
                }));
    }
}
