package org.jmill.watching;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Dump;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// `goredump` and `Mill.dump`: one row a coroutine and one a channel.
class DumpTest {
    @EveryEngineAndOrder
    void itHasARowForEachCoroutineInTheOrderOfCreation(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go("reader", () -> chr(ch));
            go(() -> {
                while (true) {
                    yieldNow();
                }
            });
            go(() -> {});
            List<Dump.CoroutineRow> rows = Mill.dump().coroutines();
            assertEquals(
                    List.of(0L, 1L, 2L),
                    rows.stream().map(Dump.CoroutineRow::id).toList());
            assertEquals(
                    List.of("main", "reader", ""),
                    rows.stream().map(Dump.CoroutineRow::name).toList());
            assertEquals(
                    List.of("RUNNING", "chr(<1>)", "ready"),
                    rows.stream().map(Dump.CoroutineRow::state).toList());
            assertEquals("---", rows.get(0).current());
            assertEquals("<main>", rows.get(0).created());
            for (Dump.CoroutineRow row : rows.subList(1, 3)) {
                assertTrue(row.current().matches("DumpTest\\.java:\\d+"), row.toString());
                assertTrue(row.created().matches("DumpTest\\.java:\\d+"), row.toString());
            }
        });
    }

    @EveryEngine
    void aRowStaysOneLineWhateverTheNames(Engine engine) {
        TestMill.run(engine, Order.DIRECT, () -> {
            Chan<Integer> ch = Chan.<Integer>make(0).named("a\nb");
            go("c\r\nd", () -> chr(ch));
            List<String> lines = Mill.dump().toString().lines().toList();
            assertTrue(
                    lines.stream().anyMatch(l -> l.contains("chr(<1> a b)") && l.endsWith(" c  d")), lines::toString);
            assertTrue(lines.stream().anyMatch(l -> l.startsWith("<1>") && l.endsWith(" a b")), lines::toString);
            assertEquals("c\r\nd", Mill.dump().coroutines().get(1).name());
        });
    }

    @EveryEngineAndOrder
    void itHasARowForEachChannelThatIsInUse(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<String> buffered = chmake(3);
            Chan<Integer> waitedFor = chmake(0);
            Chan<Integer> closed = chmake(0);
            buffered.trySend("secret value");
            buffered.dup();
            buffered.done();
            go(() -> chs(waitedFor, 1));
            go(() -> choose().out(waitedFor, 2).end());
            closed.close();
            List<Dump.ChannelRow> rows = Mill.dump().channels();
            assertEquals(2, rows.size());
            Dump.ChannelRow first = rows.get(0);
            assertEquals(1, first.id());
            assertEquals(1, first.messages());
            assertEquals(3, first.capacity());
            assertEquals(2, first.references());
            assertTrue(first.done());
            assertTrue(first.created().startsWith("DumpTest.java:"), first.created());
            assertEquals(List.of(1L, 2L), rows.get(1).waitingSenders());
            assertEquals(List.of(), rows.get(1).waitingReceivers());
            assertTrue(!Mill.dump().toString().contains("secret"), "values are never printed");
            assertEquals(1, chr(waitedFor));
            assertEquals(2, chr(waitedFor));
        });
    }

    @EveryEngineAndOrder
    void itsTableHasLibmillsColumns(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(2);
            go("reader", () -> chr(ch));
            String table = Mill.dump().toString();
            List<String> lines = table.lines().toList();
            assertTrue(
                    lines.stream().anyMatch(l -> l.matches("COROUTINE +state +waits ms +current +created +name")),
                    table);
            assertTrue(
                    lines.stream()
                            .anyMatch(
                                    l -> l.matches("CHANNEL +msgs/max +senders/receivers +refs +done +created +name")),
                    table);
            assertTrue(lines.stream().anyMatch(l -> l.matches("\\{0\\} +RUNNING +--- +<main> +main")), table);
            assertTrue(
                    lines.stream()
                            .anyMatch(l -> l.matches("\\{1\\} +chr\\(<1>\\) +\\d+ +\\S+:\\d+ +\\S+:\\d+ +reader")),
                    table);
            assertTrue(lines.stream().anyMatch(l -> l.matches("<1> +0/2 +r:\\{1\\} +1 +no +\\S+:\\d+")), table);
            assertTrue(lines.stream().noneMatch(l -> l.endsWith(" ")), "trailing blanks");
            chs(ch, 1);
        });
    }

    @EveryEngineAndOrder
    void eachKindOfWaitIsNamed(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> msleep(-1));
            go(() -> choose().in(ch).in(ch).end());
            go(() -> Mill.blocking(() -> {
                Thread.sleep(60_000);
                return null;
            }));
            Coro<Void, Void> coro = Coro.create((self, first) -> self.yield(null));
            coro.resume(null);
            List<String> states = Mill.dump().coroutines().stream()
                    .map(Dump.CoroutineRow::state)
                    .toList();
            assertEquals(List.of("RUNNING", "msleep()", "choose(<1>,<1>)", "blocking()", "yield()"), states);
        });
    }

    // ---- since when, and how many

    @EveryEngineAndOrder
    void itSaysForHowLongEachWaits(Engine engine, Order order) {
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            Chan<Integer> ch = chmake(0);
            go("early", () -> chr(ch));
            msleep(Mill.now() + 1_200);
            go("late", () -> chr(ch));
            go(() -> {
                while (true) {
                    yieldNow();
                }
            });
            mill.clock.advance(34);
            List<Long> waits = Mill.dump().coroutines().stream()
                    .map(Dump.CoroutineRow::waitsMs)
                    .toList();
            assertEquals(List.of(-1L, 1_234L, 34L, -1L), waits);
            String table = Mill.dump().toString();
            assertEquals(1, rows(table, "\\{1\\} +chr\\(<1>\\) +1,234 .* early").size(), table);
        });
    }

    /// One that was woken and waits again waits from then on.
    @EveryEngineAndOrder
    void aWaitBeginsWhenTheOneBeforeItIsOver(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                chr(ch);
                chr(ch);
            });
            msleep(Mill.now() + 500);
            chs(ch, 1);
            msleep(Mill.now() + 70);
            assertEquals(70, Mill.dump().coroutines().get(1).waitsMs());
        });
    }

    @EveryEngine
    void rowsThatSayTheSameAreOneAndTheLongestWaitIsShown(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = Chan.<Integer>make(0).named("jobs");
            for (int i = 0; i < 5; i++) {
                go("worker", () -> chr(ch));
                msleep(Mill.now() + 10);
            }
            Chan<?>[] idle = new Chan<?>[30];
            for (int i = 0; i < idle.length; i++) {
                idle[i] = chmake(7);
            }
            String table = Mill.dump().toString();
            assertEquals(
                    1,
                    rows(table, "\\{1\\} and 4 more +chr\\(<1> jobs\\) +50 +DumpTest\\.java:\\d+ +\\S+ +worker")
                            .size(),
                    table);
            assertEquals(1, rows(table, "<2> and 29 more +0/7 .*").size(), table);
            assertEquals(2, rows(table, "<\\d+>.*").size(), table);
            assertEquals(30, idle.length);
        });
    }

    @EveryEngine
    void channelsThatItDoesNotListAreCounted(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<?>[] all = new Chan<?>[5_000];
            for (int i = 0; i < all.length; i++) {
                all[i] = chmake(1);
            }
            Chan<Integer> waitedFor = chmake(0);
            go(() -> chr(waitedFor));
            assertEquals(1_025, Mill.dump().channels().size());
            assertEquals(3_976, Mill.dump().unlisted());
            String more = "and 25 more\nand up to 3,976 more, for which nobody waits; some may be gone\n";
            assertTrue(Mill.dump().toString().contains(more), Mill.dump().toString());
            assertEquals(Mill.dump().unlisted() > 0, Inside.dumpTable().contains(more));
            all[0].trySend(null);
        });
    }

    @EveryEngine
    void aDumpThatListsAllChannelsSaysNothingOfOthers(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> chr(ch));
            assertEquals(0, Mill.dump().unlisted());
            assertTrue(!Mill.dump().toString().contains("nobody waits"));
        });
    }

    @EveryEngine
    void itSaysHowToSeeWhereEachWasCreated(Engine engine) {
        String hint = "created: -Djmill.strict=true, or gotrace(1) before, has it recorded";
        TestMill.realTime(engine).fast().run(() -> {
            assertTrue(!Mill.dump().toString().contains(hint), "of main it is known");
            go(() -> msleep(-1));
            assertTrue(Mill.dump().toString().contains(hint));
        });
        TestMill.run(engine, () -> {
            go(() -> msleep(-1));
            assertTrue(!Mill.dump().toString().contains(hint));
        });
    }

    /// Main waits for a child that waits for a worker, which has a value that nobody takes.
    @EveryEngine
    void ofADeadlockThoseComeFirstWithWhomItBegan(Engine engine) {
        DeadlockException thrown = assertThrows(
                DeadlockException.class,
                () -> TestMill.run(engine, () -> {
                    Chan<Integer> results = chmake(0);
                    Chan<Integer> jobs = chmake(0);
                    Coroutine idle = go("idle", () -> chr(jobs));
                    go("worker", () -> chs(results, 1));
                    go("waiter", () -> idle.join()).join();
                }));
        List<String> order = thrown.getMessage()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> line.replaceAll(".* ", ""))
                .toList();
        assertEquals(List.of("worker", "idle", "main", "waiter"), order);
    }

    @Test
    void rowsAndDumpsAreMadeAsBeforeTheyHadMoreToSay() {
        Dump.CoroutineRow row = new Dump.CoroutineRow(1, "", "ready", "", "");
        Dump dump = new Dump(List.of(row), List.of(), List.of());
        assertEquals(-1, dump.coroutines().getFirst().waitsMs());
        assertEquals(0, dump.unlisted());
    }

    // ---- very many

    private static List<String> rows(String table, String pattern) {
        return table.lines().filter(l -> l.matches(pattern)).toList();
    }

    private static String lineBehind(String table, String start) {
        List<String> lines = table.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return lines.get(i + 1);
            }
        }
        throw new AssertionError("no line " + start + " in\n" + table);
    }

    private static void goMany(int count, Body<?> body) {
        for (int i = 0; i < count; i++) {
            go(body);
        }
    }

    @EveryEngine
    void theTableHasTheFirstThousandCoroutinesAndCountsTheOthersByWhatTheyWaitFor(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> ch = chmake(0);
            goMany(2500, () -> chr(ch));
            goMany(7, () -> msleep(-1));
            String table = Mill.dump().toString();
            assertEquals(2, rows(table, "\\{\\d+\\} .*").size(), "those alike are one row");
            assertEquals("and 1,508 more: 1,501 chr(<1>), 7 msleep()", lineBehind(table, "{1} and 998 more "));
            assertEquals(2508, Mill.dump().coroutines().size(), "data have no limit");
        });
    }

    @EveryEngine
    void whereTheyWaitForTooManyThingsTheyAreCountedByTheirVerb(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            goMany(1100, () -> chr(chmake(0)));
            Chan<Integer> ch = chmake(0);
            goMany(3, () -> chs(ch, 1));
            String table = Mill.dump().toString();
            assertEquals("and 104 more: 101 chr(...), 3 chs(<1101>)", lineBehind(table, "{999} "));
        });
    }

    @EveryEngine
    void theTableHasTheOldestThousandChannelsAndCountsTheOthers(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> unused = chmake(3);
            goMany(1200, () -> chr(chmake(0)));
            String table = Mill.dump().toString();
            assertEquals(1000, rows(table, "<\\d+> .*").size());
            assertEquals("and 201 more", lineBehind(table, "<1000> "));
            assertEquals(1201, Mill.dump().channels().size(), "data have no limit");
            unused.close();
        });
    }

    @EveryEngine
    void ofAChannelsWaitersTheTableNamesTheFirstTwenty(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> ch = chmake(0);
            goMany(20, () -> chr(ch));
            assertTrue(Mill.dump().toString().contains(",{19},{20} "), "all twenty");
            goMany(1, () -> chr(ch));
            assertTrue(Mill.dump().toString().contains(",{19},{20} and 1 more "), "one more");
            assertEquals(21, Mill.dump().channels().get(0).waitingReceivers().size(), "data have no limit");
        });
    }

    /// The table of a mill is made without the rows that it does not show, and says the same.
    @EveryEngineAndOrder
    void theTableOfAMillIsThatOfItsDump(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).fast().run(() -> {
            assertEquals(Mill.dump().toString(), Inside.dumpTable(), "of main alone");
            Chan<Integer> both = chmake(0);
            goMany(30, () -> choose().in(both).out(both, 1).end());
            Chan<Integer> full = chmake(1);
            full.trySend(1);
            goMany(400, () -> {
                Chan<Integer> own = chmake(0);
                choose().in(own).in(both).out(full, 2).in(own).end();
            });
            goMany(800, () -> chs(chmake(0), 1));
            goMany(100, () -> chr(chmake(2)));
            go("sleeper", () -> msleep(-1));
            go(() -> {
                while (true) {
                    yieldNow();
                }
            });
            assertEquals(Mill.dump().toString(), Inside.dumpTable());
            full.dup();
            assertEquals(Mill.dump().toString(), Inside.dumpTable());
        });
    }

    @EveryEngine
    void goredumpPrintsItOnStandardError(Engine engine) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            TestMill.run(engine, () -> Mill.goredump());
        } finally {
            System.setErr(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("COROUTINE") && text.contains("{0}"), text);
    }
}
