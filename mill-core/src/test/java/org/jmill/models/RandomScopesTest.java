package org.jmill.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.jmill.Engine;
import org.jmill.Order;

/// Random trees of scopes, with failures, deadlines, shields, daemons and cancellations, end as the [ScopeModel] says,
/// and leave nobody and nothing behind.
@Tag("slow")
class RandomScopesTest {
    private static final int STEPS_MAX = 4;
    private static final int DEPTH_MAX = 4;
    private static final int LATEST_MS = 1_000_000; // So that hardly ever two things happen at the same time.

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true)
    void endAsTheModelSays(@ForAll("trees") List<ScopeStep> tree, @ForAll Order order) {
        Map<String, String> log = assertAsTheModelSays(Engine.CONTINUATION, order, tree);
        List<String> kinds = List.of("ended", "failed", "late", "CALL", "SIBLING", "DEADLINE", "STOPPED", "SCOPE_END");
        for (String kind : kinds) {
            Statistics.label(kind).collect(log.values().stream().anyMatch(line -> line.contains(kind)));
            Statistics.label(kind).coverage(checker -> checker.check(true).count(n -> n > 0));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void endAsTheModelSaysOnVirtualThreads(@ForAll("trees") List<ScopeStep> tree, @ForAll Order order) {
        assertAsTheModelSays(Engine.VIRTUAL, order, tree);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void endAsTheModelSaysOnPassedBatons(@ForAll("trees") List<ScopeStep> tree, @ForAll Order order) {
        assertAsTheModelSays(Engine.PORTABLE, order, tree);
    }

    private static Map<String, String> assertAsTheModelSays(Engine engine, Order order, List<ScopeStep> tree) {
        Map<String, String> log = ScopeRunner.run(engine, order, tree);
        assertEquals(lines(ScopeModel.run(tree)), lines(log));
        return log;
    }

    private static String lines(Map<String, String> log) {
        StringBuilder lines = new StringBuilder();
        log.forEach((path, outcome) ->
                lines.append(path).append(": ").append(outcome).append('\n'));
        return lines.toString();
    }

    @Provide
    Arbitrary<List<ScopeStep>> trees() {
        return bodies(DEPTH_MAX);
    }

    private static Arbitrary<List<ScopeStep>> bodies(int depth) {
        return steps(depth).list().ofMinSize(1).ofMaxSize(STEPS_MAX);
    }

    private static Arbitrary<ScopeStep> steps(int depth) {
        Arbitrary<Integer> times =
                Arbitraries.integers().between(1, LATEST_MS).withDistribution(RandomDistribution.uniform());
        Arbitrary<ScopeStep> simple = Arbitraries.oneOf(
                times.map(ScopeStep.Sleep::new),
                times.map(ScopeStep.Sleep::new),
                times.map(ScopeStep.Sleep::new),
                times.map(ScopeStep.Stop::new),
                Arbitraries.of(new ScopeStep.Fail(), new ScopeStep.CancelScope(), new ScopeStep.CancelChild()));
        if (depth == 0) {
            return simple;
        }
        Arbitrary<List<ScopeStep>> bodies = Arbitraries.lazy(() -> bodies(depth - 1));
        return Arbitraries.oneOf(
                simple,
                simple,
                bodies.map(ScopeStep.Run::new),
                bodies.map(body -> new ScopeStep.Go(false, body)),
                bodies.flatMap(body -> Arbitraries.of(true, false, false).map(d -> new ScopeStep.Go(d, body))),
                times.flatMap(ms -> bodies.map(body -> new ScopeStep.Within(ms, body))),
                times.flatMap(ms -> bodies.map(body -> new ScopeStep.Shield(ms, body))),
                bodies.map(ScopeStep.Swallow::new));
    }
}
