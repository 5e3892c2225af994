package org.jmill.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.models.Program.ClauseSpec;
import org.jmill.models.Program.Op;
import org.jmill.models.Program.TimeoutKind;

/// Random programs do, step by step, exactly what the [ChannelModel] says, in both orders: every
/// result, every queue, the time, and who runs when.
@Tag("slow")
class RandomProgramsTest {
    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true)
    void runOnContinuationsAsTheModelSays(@ForAll("programs") Program program) {
        List<String> log = assertAsTheModelSays(Engine.CONTINUATION, program);
        for (String kind : kinds(log)) {
            Statistics.label("outcomes").collect(kind);
        }
        Statistics.label("outcomes").coverage(checker -> {
            for (String kind : List.of(
                    "sent",
                    "full",
                    "got",
                    "late",
                    "empty",
                    "done",
                    "clause",
                    "otherwise",
                    "slept",
                    "cancelled",
                    "closed it",
                    "ended it",
                    "failed it",
                    "failed",
                    "threw",
                    "panic: closed",
                    "panic: done",
                    "panic: done already",
                    "panic: failed",
                    "panic: failed already",
                    "panic: senders wait",
                    "panic: in use",
                    "cancels true",
                    "cancels false")) {
                checker.check(kind).count(n -> n > 0);
            }
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void runOnVirtualThreadsAsTheModelSays(@ForAll("programs") Program program) {
        assertAsTheModelSays(Engine.VIRTUAL, program);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void runOnPassedBatonsAsTheModelSays(@ForAll("programs") Program program) {
        assertAsTheModelSays(Engine.PORTABLE, program);
    }

    /// As libmill's own suite does: the debugging support must not disturb what it looks at.
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void runAlikeWhileTheyAreTraced(@ForAll("programs") Program program) {
        PrintStream err = System.err;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        Mill.gotrace(1);
        try {
            assertAsTheModelSays(Engine.CONTINUATION, program);
        } finally {
            Mill.gotrace(0);
            System.setErr(err);
        }
        assertTrue(lines.toString(StandardCharsets.UTF_8).contains("{1}=go()"));
    }

    private static List<String> assertAsTheModelSays(Engine engine, Program program) {
        List<String> expected = ChannelModel.run(program);
        List<String> log = ProgramRunner.run(engine, program);
        assertEquals(String.join("\n", expected), String.join("\n", log));
        return log;
    }

    /// The results in a log, without numbers.
    private static Set<String> kinds(List<String> log) {
        Set<String> kinds = new TreeSet<>();
        for (String line : log) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                String result = line.substring(colon + 2);
                String first = result.split(" ")[0];
                boolean hasNumber =
                        Set.of("got", "done", "failed", "threw", "clause").contains(first);
                kinds.add(hasNumber && !result.equals("failed it") ? first : result);
            }
        }
        return kinds;
    }

    @Provide
    Arbitrary<Program> programs() {
        Arbitrary<List<Op>> some = ops().list().ofMaxSize(4);
        Arbitrary<List<Op>> many = ops().list().ofMaxSize(20);
        return Arbitraries.integers()
                .between(1, 6)
                .flatMap(n -> Combinators.combine(
                                Arbitraries.of(0, 0, 1, 2, 16)
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(3),
                                some.list().ofSize(n),
                                many.list().ofSize(n),
                                Arbitraries.of(false, false, true),
                                choices().list().ofSize(2),
                                Arbitraries.of(Order.values()),
                                Arbitraries.longs().between(0, 1_000_000))
                        .as(Program::new));
    }

    private static Arbitrary<Op> ops() {
        Arbitrary<Integer> channel = Arbitraries.integers().between(0, 2);
        Arbitrary<Integer> inMs = Arbitraries.of(-1, 0, 1, 2, 5, 10, 30);
        Arbitrary<Integer> ahead = Arbitraries.of(0, 1, 2, 5, 10, 30);
        Arbitrary<Integer> coroutine = Arbitraries.integers().between(0, 6);
        Arbitrary<Integer> times = Arbitraries.of(3, 50, 102, 103, 104, 250);
        return Arbitraries.frequencyOf(
                Tuple.of(8, channel.map(Op.Send::new)),
                Tuple.of(8, channel.map(Op.Receive::new)),
                Tuple.of(3, Combinators.combine(channel, inMs).as(Op.SendBy::new)),
                Tuple.of(3, Combinators.combine(channel, inMs).as(Op.ReceiveBy::new)),
                Tuple.of(2, channel.map(Op.ReceiveOrDone::new)),
                Tuple.of(2, channel.map(Op.TrySend::new)),
                Tuple.of(2, channel.map(Op.TryReceive::new)),
                Tuple.of(1, Combinators.combine(channel, times).as(Op.Busy::new)),
                Tuple.of(12, choices()),
                Tuple.of(6, Arbitraries.of(0, 1).map(Op.Kept::new)),
                Tuple.of(2, channel.map(Op.Done::new)),
                Tuple.of(1, channel.map(Op.Fail::new)),
                Tuple.of(1, channel.map(Op.Dup::new)),
                Tuple.of(2, channel.map(Op.Close::new)),
                Tuple.of(4, Arbitraries.create(Op.Yield::new)),
                Tuple.of(1, times.map(Op.YieldOften::new)),
                Tuple.of(3, ahead.map(Op.Sleep::new)),
                Tuple.of(2, coroutine.map(Op.Cancel::new)));
    }

    private static Arbitrary<Op.Choice> choices() {
        Arbitrary<Integer> channel = Arbitraries.integers().between(0, 2);
        Arbitrary<Integer> inMs = Arbitraries.of(-1, 0, 1, 2, 5, 10, 30);
        Arbitrary<ClauseSpec> clause = Combinators.combine(
                        channel, Arbitraries.of(true, false), Arbitraries.of(true, true, true, true, false))
                .as(ClauseSpec::new);
        return Combinators.combine(
                        clause.list().ofMaxSize(5),
                        Arbitraries.of(TimeoutKind.NONE, TimeoutKind.NONE, TimeoutKind.OTHERWISE, TimeoutKind.DEADLINE),
                        inMs,
                        Arbitraries.of(false, false, false, true))
                .as(Op.Choice::new);
    }
}
