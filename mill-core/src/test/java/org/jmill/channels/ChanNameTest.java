package org.jmill.channels;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.DeadlockException;
import org.jmill.Dump;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// The name of a channel, and who shows it.
class ChanNameTest {
    @EveryEngine
    void namedReturnsTheChannelAndMayRenameIt(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<String> ch = Chan.<String>make(3).named("jobs");
            assertEquals("jobs", ch.name());
            assertSame(ch, ch.named("work"));
            assertEquals("work", ch.name());
            assertEquals("chan <1> work 0/3", ch.toString());
            ch.named("");
            assertEquals("chan <1> 0/3", ch.toString());
            assertEquals("", Chan.make(0).name());
        });
    }

    @EveryEngine
    void aNameOfNullAndOfAClosedChannelPanics(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<String> ch = Chan.<String>make(3).named("jobs");
            Messages.assertPanics("named <1> jobs", () -> ch.named(null), "name is null");
            assertEquals("jobs", ch.name());
            ch.close();
            Messages.assertPanics("named <1> jobs", () -> ch.named("other"), "closed");
        });
    }

    @EveryEngineAndOrder
    void messagesShowIt(Engine engine, Order order) {
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            Chan<Integer> ch = Chan.<Integer>make(0).named("jobs");
            Messages.assertFails(DeadlineException.class, "chr <1> jobs", () -> ch.receive(now() + 5));
            Coroutine waiter = go(() -> {
                CancelledException e = assertThrows(CancelledException.class, () -> chr(ch));
                assertTrue(e.getMessage().startsWith("chr <1> jobs: "), e.getMessage());
            });
            waiter.cancel();
            waiter.join();
            ch.done();
            Messages.assertPanics("chs <1> jobs", () -> chs(ch, 1));
            Messages.assertPanics("out <1> jobs", () -> choose().out(ch, 1).end());
            Messages.assertPanics("chdone <1> jobs", ch::done);
            ch.close();
            Messages.assertPanics("chr <1> jobs", () -> chr(ch));
            Choose c = choose().in(ch);
            assertEquals("choose(<1> jobs)", c.toString());
            Messages.assertPanics("in <1> jobs", c::end);
        });
    }

    @EveryEngineAndOrder
    void theDumpShowsItInWhatIsWaitedForAndInTheRow(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> jobs = Chan.<Integer>make(2).named("jobs");
            Chan<Integer> other = chmake(0);
            Coroutine plain = go(() -> chr(jobs));
            Coroutine chooser = go(() -> choose().in(jobs).in(other).end());
            Dump dump = Mill.dump();
            assertEquals("chr(<1> jobs)", dump.coroutines().get(1).state());
            assertEquals("choose(<1> jobs,<2>)", dump.coroutines().get(2).state());
            assertEquals(
                    List.of("jobs", ""),
                    dump.channels().stream().map(Dump.ChannelRow::name).toList());
            String row = dump.toString()
                    .lines()
                    .filter(l -> l.startsWith("<1>"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(row.endsWith(" jobs"), row);
            plain.cancel();
            chooser.cancel();
        });
    }

    @EveryEngine
    void theReportOfADeadlockShowsIt(Engine engine) {
        DeadlockException e = assertThrows(
                DeadlockException.class,
                () -> TestMill.run(engine, () -> chr(Chan.make(0).named("never fed"))));
        assertTrue(e.getMessage().contains("chr(<1> never fed)"), e.getMessage());
    }

    @EveryEngine
    void anInboxHasTheNameOfItsChannel(Engine engine) {
        TestMill.run(engine, () -> {
            Inbox<Integer> inbox = Mill.inbox(4);
            inbox.chan().named("requests");
            assertEquals("inbox <1> requests 0/4", inbox.toString());
            inbox.close();
        });
    }

    @EveryEngine
    @ResourceLock(Resources.SYSTEM_ERR)
    void theTraceShowsIt(Engine engine) {
        PrintStream err = System.err;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        try {
            TestMill.run(engine, () -> {
                Chan<Integer> ch = Chan.<Integer>make(1).named("jobs");
                Mill.gotrace(1);
                chs(ch, 1);
                Mill.gotrace(0);
            });
        } finally {
            Mill.gotrace(0);
            System.setErr(err);
        }
        String text = lines.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("chs(<1> jobs)"), text);
    }
}
