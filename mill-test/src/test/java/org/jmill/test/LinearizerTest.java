package org.jmill.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The search finds what trying all finds, and how many states that takes.
class LinearizerTest {
    private static final int HISTORIES = 20_000;

    /// A map as one object, with a state of its own.
    static final Model<Map<String, String>, Op, String> WHOLE = Model.of(Map.of(), (state, op) -> {
        Map<String, String> next = new HashMap<>(state);
        String key = op.key();
        switch (op) {
            case Op.Put put -> next.put(key, put.value());
            case Op.Delete delete -> next.remove(key);
            case Op.Get get -> {
                return Outcome.of(next, next.get(key));
            }
            case Op.Cas cas -> {
                boolean is = Objects.equals(next.get(key), cas.from());
                if (is) {
                    next.put(key, cas.to());
                }
                return Outcome.of(next, is ? "true" : "false");
            }
        }
        return Outcome.any(next);
    });

    /// A lock that may say no at any time.
    record Moody() implements Model<Boolean, String, Boolean> {
        @Override
        public Boolean start() {
            return false;
        }

        @Override
        public List<Outcome<Boolean, Boolean>> outcomes(Boolean held, String op) {
            if (op.equals("unlock")) {
                return List.of(Outcome.of(false, held));
            }
            return held ? List.of(Outcome.of(true, false)) : List.of(Outcome.of(true, true), Outcome.of(false, false));
        }
    }

    static Op op(Random random, int keys) {
        String key = "k" + random.nextInt(keys);
        String value = "" + random.nextInt(3);
        return switch (random.nextInt(7)) {
            case 0, 1 -> Op.put(key, value);
            case 2 -> Op.delete(key);
            case 3 -> Op.cas(key, random.nextBoolean() ? null : "" + random.nextInt(3), value);
            default -> Op.get(key);
        };
    }

    private static Fifo<Integer> fifo(Random random) {
        return random.nextBoolean() ? Fifo.take() : Fifo.put(random.nextInt(3));
    }

    private static Counter counter(Random random) {
        return random.nextBoolean() ? Counter.get() : Counter.add(1 + random.nextInt(2));
    }

    static List<Arguments> models() {
        Function<Random, Op> ops = random -> op(random, 1);
        Function<Random, String> locks = random -> random.nextInt(3) == 0 ? "unlock" : "lock";
        Function<Random, Fifo<Integer>> fifos = LinearizerTest::fifo;
        Function<Random, Counter> counters = LinearizerTest::counter;
        return List.of(
                Arguments.of("register", Register.model(), ops),
                Arguments.of("queue", Fifo.<Integer>model(), fifos),
                Arguments.of("counter", Counter.model(), counters),
                Arguments.of("moody lock", new Moody(), locks));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    <S, O, R> void searchFindsWhatTryingAllOrdersFinds(String name, Model<S, O, R> model, Function<Random, O> ops) {
        AllOrders<S, O, R> all = new AllOrders<>(model);
        int[] verdicts = new int[2];
        for (int seed = 0; seed < HISTORIES / 4; seed++) {
            Random random = new Random(seed);
            List<Call<O, R>> calls = calls(new RandomCalls<>(model, random, ops, 0.3)
                    .history(1 + random.nextInt(6), 1 + random.nextInt(4), 0.2));
            boolean can = all.canBe(calls);
            Verdict verdict = Linearizer.verdict(model, calls, 1_000_000);
            assertEquals(can, verdict instanceof Verdict.Fit, name + " seed " + seed + ": " + calls);
            assertOrderIsTrue(all, model, calls, verdict, name + " seed " + seed + ": " + calls + verdict);
            verdicts[can ? 1 : 0]++;
        }
        assertTrue(Math.min(verdicts[0], verdicts[1]) > HISTORIES / 4 / 20, "both: " + verdicts[0] + " " + verdicts[1]);
    }

    /// The order that is shown holds all that had returned, each in its time, and explains what they gave.
    private static <S, O, R> void assertOrderIsTrue(
            AllOrders<S, O, R> all, Model<S, O, R> model, List<Call<O, R>> calls, Verdict verdict, String text) {
        List<Integer> order =
                switch (verdict) {
                    case Verdict.Fit fit -> fit.order();
                    case Verdict.Misfit misfit -> misfit.order();
                    case Verdict.Open open -> throw new AssertionError(text);
                };
        List<Call<O, R>> placed = new ArrayList<>(order.stream().map(calls::get).toList());
        long until = verdict instanceof Verdict.Misfit misfit
                ? calls.get(misfit.call()).end()
                : Call.NEVER;
        assertTrue(
                placed.containsAll(calls.stream().filter(c -> c.end() < until).toList()), text);
        assertTrue(placed.stream().allMatch(c -> c.begin() < until), text);
        assertTrue(all.isInTime(placed) && all.explains(placed, 0, model.start()), text);
        if (verdict instanceof Verdict.Misfit misfit) {
            assertFalse(order.contains(misfit.call()), text);
            List<Call<O, R>> more = calls.stream()
                    .filter(c -> c.begin() < until)
                    .filter(c -> c.end() <= until)
                    .toList();
            boolean alone =
                    more.size() == calls.stream().filter(c -> c.begin() < until).count();
            assertTrue(!alone || !all.canBe(more), "up to there it can be: " + text);
        }
    }

    @Test
    void partsAreLinearizableIfAndOnlyIfTheWholeIs() {
        int[] verdicts = new int[2];
        for (int seed = 0; seed < HISTORIES / 4; seed++) {
            Random random = new Random(seed);
            History<Op, String> history = new RandomCalls<>(WHOLE, random, r -> op(r, 3), 0.15)
                    .history(4 + random.nextInt(12), 1 + random.nextInt(4), 0.1);
            List<Call<Op, String>> calls = calls(history);
            boolean whole = Linearizer.verdict(WHOLE, calls, 1_000_000) instanceof Verdict.Fit;
            boolean parts = byKey(calls).values().stream()
                    .allMatch(part -> Linearizer.verdict(Register.model(), part, 1_000_000) instanceof Verdict.Fit);
            assertEquals(whole, parts, "seed " + seed + ": " + calls);
            verdicts[whole ? 1 : 0]++;
        }
        assertTrue(Math.min(verdicts[0], verdicts[1]) > HISTORIES / 80, "both: " + verdicts[0] + " " + verdicts[1]);
    }

    /// At each return: who has begun and not returned, and is no lost one; each with a slot of its own.
    @Test
    void courseHasOpenWhatHasBegunAndNotReturned() {
        for (int seed = 0; seed < 2_000; seed++) {
            List<Call<Op, String>> calls =
                    calls(new RandomCalls<>(Register.model(), new Random(seed), r -> op(r, 1), 0).history(12, 4, 0.3));
            Course<Op, String> course = new Course<>(calls);
            assertEquals(calls.stream().filter(Call::isAnswered).count(), course.length());
            for (int position = 0; position < course.length(); position++) {
                long now = calls.get(course.due(position)).end();
                Set<Call<Op, String>> begun =
                        calls.stream().filter(c -> c.begin() < now).collect(Collectors.toSet());
                List<Integer> open = course.openAnswered(position, new BitSet());
                assertEquals(
                        begun.stream()
                                .filter(c -> c.isAnswered() && c.end() >= now)
                                .collect(Collectors.toSet()),
                        open.stream().map(calls::get).collect(Collectors.toSet()));
                assertEquals(
                        open.size(), open.stream().map(course::bit).distinct().count());
                assertTrue(open.contains(course.due(position)));
                assertEquals(
                        begun.stream()
                                .filter(c -> !c.isAnswered())
                                .map(Call::op)
                                .collect(Collectors.toSet()),
                        course.openLost(position, new BitSet()).stream()
                                .map(i -> calls.get(i).op())
                                .collect(Collectors.toSet()));
            }
        }
    }

    @Test
    void historyOfOneClientTakesAStateForEachCall() {
        List<Call<Op, String>> calls =
                calls(new RandomCalls<>(Register.model(), new Random(1), r -> op(r, 1), 0).history(100_000, 1, 0));
        Verdict verdict = Linearizer.verdict(Register.model(), calls, 0);
        assertEquals(100_000, assertInstanceOf(Verdict.Fit.class, verdict).states());
    }

    @Test
    void longHistoryOfAFewClientsTakesFewStatesForEachCall() {
        for (int seed = 0; seed < 10; seed++) {
            List<Call<Op, String>> calls = calls(
                    new RandomCalls<>(Register.model(), new Random(seed), r -> op(r, 1), 0).history(10_000, 5, 0.001));
            Verdict verdict = Linearizer.verdict(Register.model(), calls, 1_000_000);
            long states = assertInstanceOf(Verdict.Fit.class, verdict).states();
            assertTrue(states < 40_000, "seed " + seed + ": " + states);
        }
    }

    @Test
    void whatIsWrongAtTheEndOfALongHistoryIsFoundThere() {
        for (int seed = 0; seed < 2; seed++) {
            History<Op, String> history =
                    new RandomCalls<>(Register.model(), new Random(seed), r -> op(r, 1), 0).history(10_000, 4, 0.001);
            history.begin(Op.get("k0")).returned("never put");
            Verdict verdict = Linearizer.verdict(Register.model(), calls(history), 1_000_000);
            assertEquals(10_000, assertInstanceOf(Verdict.Misfit.class, verdict).call());
            assertTrue(verdict.states() < 500_000, "seed " + seed + ": " + verdict.states());
        }
    }

    @Test
    void lostCallsDoNotMultiply() {
        History<Op, String> history = History.of(Register.model());
        for (int i = 0; i < 300; i++) {
            history.begin(Op.put("x", "" + i));
        }
        history.begin(Op.get("x")).returned("nobody put this");
        Verdict verdict = Linearizer.verdict(Register.model(), calls(history), 1_000_000);
        assertEquals(301, assertInstanceOf(Verdict.Misfit.class, verdict).states());
    }

    @Test
    void equalLostCallsAreAsGoodAsOne() {
        History<Counter, Long> history = History.of(Counter.model());
        for (int i = 0; i < 300; i++) {
            history.begin(Counter.add(1));
        }
        history.begin(Counter.get()).returned(301L);
        Verdict verdict = Linearizer.verdict(Counter.model(), calls(history), 1_000_000);
        assertEquals(301, assertInstanceOf(Verdict.Misfit.class, verdict).states());
    }

    @Test
    void readersAtTheSameTimeDoNotMultiply() {
        History<Op, String> history = History.of(Register.model());
        Call<Op, String> put = history.begin(Op.put("x", "1"));
        List<Call<Op, String>> readers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            readers.add(history.begin(Op.get("x")));
        }
        Call<Op, String> wrong = history.begin(Op.get("x"));
        for (Call<Op, String> reader : readers) {
            reader.returned(readers.indexOf(reader) % 2 == 0 ? "1" : null);
        }
        wrong.returned("2");
        put.returned("ok");
        Verdict verdict = Linearizer.verdict(Register.model(), calls(history), 1_000_000);
        assertInstanceOf(Verdict.Misfit.class, verdict);
        assertTrue(verdict.states() < 100, "states: " + verdict.states());
    }

    @Test
    void searchEndsAtItsLimit() {
        History<Fifo<Integer>, Integer> history = History.of(Fifo.model());
        List<Call<Fifo<Integer>, Integer>> puts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            puts.add(history.begin(Fifo.put(i)));
        }
        puts.forEach(put -> put.returned(null));
        history.begin(Fifo.take()).returned(-1);
        Verdict verdict = Linearizer.verdict(Fifo.<Integer>model(), calls(history), 5_000);
        assertEquals(new Verdict.Open(5_000 + 13), verdict);
    }

    static <O, R> List<Call<O, R>> calls(History<O, R> history) {
        return history.parts().values().stream().flatMap(List::stream).toList();
    }

    private static Map<String, List<Call<Op, String>>> byKey(List<Call<Op, String>> calls) {
        return calls.stream().collect(Collectors.groupingBy(c -> c.op().key()));
    }
}
