package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Small examples print what their headers say, on every engine.
@Timeout(60)
class SmallExamplesTest {
    static final List<String> ENGINES = List.of("continuation", "virtual", "portable");

    private final List<String> command = new ArrayList<>();

    private String run(String engine, String... args) {
        command.clear();
        command.addAll(List.of("--engine", engine));
        command.addAll(List.of(args));
        return Launched.output(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void helloGreets(String engine) {
        assertEquals("hello, world\n", run(engine, "hello"));
        assertEquals("hello, mill\n", run(engine, "hello", "mill"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void workersPrintAsOftenAsToldAndStartInTurn(String engine) {
        String out = run(engine, "example");
        assertTrue(out.startsWith("a\nb\nc\n"), out);
        assertEquals("aaaabbccc", sorted(out));
    }

    private static String sorted(String lines) {
        return String.join("", lines.lines().sorted().toList());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void whispersAddUp(String engine) {
        assertTrue(run(engine, "whispers", "1000").matches("1001\ntook [0-9.]+ seconds\n"));
        assertTrue(run(engine, "whispers", "0").startsWith("1\n"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void sleepsortSorts(String engine) {
        assertEquals("0\n1\n1\n5\n30\n", run(engine, "sleepsort", "5", "1", "30", "0", "1"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void producerMakesAValueWhenTheConsumerAsks(String engine) {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            expected.append("produced ")
                    .append(i)
                    .append("\nconsumed ")
                    .append(i)
                    .append('\n');
        }
        assertEquals(expected + "producer is DEAD\n", run(engine, "producer-consumer"));
    }
}
