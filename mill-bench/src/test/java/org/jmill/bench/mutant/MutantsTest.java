package org.jmill.bench.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jmill.harness.Effort;
import org.junit.jupiter.api.Test;

class MutantsTest {
    private static final int WANTED = 200;
    private static final int WANTED_PERCENT = 90;

    private static String table(Mutation mutation) {
        StringWriter text = new StringWriter();
        new MutantTable(mutation).print(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void ninetyOfAHundredAreFoundAndWhatIsSaidToBeEqualIsNot() {
        Mutation mutation = Mutation.of(List.of(), Effort.of(80, 200), _ -> {});
        assertTrue(mutation.count() >= WANTED, table(mutation));
        assertEquals(List.of(), mutation.skipped(), table(mutation));
        assertEquals(List.of(), mutation.untrue(), table(mutation));
        assertTrue(mutation.found() * 100 >= mutation.count() * WANTED_PERCENT, table(mutation));
    }

    @Test
    void programThatDoesNotPassItsOwnCheckIsSkippedWithAReason() {
        Program timers = Program.example("libmill.OrderTimers");
        Mutation mutation = Mutation.ofPrograms(List.of(timers), 100, _ -> {});
        assertEquals(0, mutation.count());
        assertEquals(1, mutation.skipped().size());
        String skipped = mutation.skipped().getFirst();
        assertTrue(skipped.startsWith("OrderTimers: ") && skipped.length() > "OrderTimers: ".length(), skipped);
        assertTrue(table(mutation).contains("- " + skipped.lines().findFirst().orElseThrow()), table(mutation));
    }

    @Test
    void eachKindOfMistakeIsMadeThatTheExamplesHaveRoomFor() {
        Set<Operator> made = Mutations.examples().stream()
                .flatMap(program -> program.mutants().stream())
                .map(Mutant::operator)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operator.class)));
        assertEquals(EnumSet.complementOf(EnumSet.of(Operator.DROP_RELEASE)), made);
    }

    @Test
    void programThatIsNotChangedSurvives() throws Exception {
        Program hello = Program.example("go.Hello");
        assertEquals(Verdict.SURVIVED, Oracle.learn(hello, 50).judge(null).verdict());
    }

    @Test
    void changeIsMadeInOneCallAlone() throws Exception {
        Program hello = Program.example("go.Hello");
        Oracle oracle = Oracle.learn(hello, 50);
        List<String> said = hello.mutants().stream()
                .filter(mutant -> mutant.operator() == Operator.DROP_SEND)
                .map(mutant -> said(oracle, mutant))
                .toList();
        assertEquals(List.of("never seen before: prints:\nworld\n", "never seen before: prints:\nhello\n"), said);
    }

    private static String said(Oracle oracle, Mutant mutant) {
        try {
            return oracle.judge(mutant).detail();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
