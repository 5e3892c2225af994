package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jmill.MillOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The twins print what the C programs printed, on every engine.
@Timeout(120)
class GoldenTest {
    private static final List<String> ENGINES = List.of("continuation", "virtual", "portable");
    private static final List<String> PROGRAMS = List.of(
            "cls",
            "merge_sort",
            "order_buffered",
            "order_choose",
            "order_done",
            "order_go",
            "order_rendezvous",
            "order_timers",
            "philosophers",
            "pipe_fdwait",
            "sieve",
            "storm-1-6-5-30",
            "storm-2-6-5-30",
            "storm-3-6-5-30",
            "storm-5-20-9-60");

    static Stream<Arguments> enginesAndPrograms() {
        return ENGINES.stream().flatMap(e -> PROGRAMS.stream().map(p -> Arguments.of(e, p)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("enginesAndPrograms")
    void twinPrintsWhatTheCProgramPrinted(String engine, String program) throws IOException {
        List<String> args = new ArrayList<>(List.of("--engine", engine));
        args.addAll(List.of(program.split("-")));
        if (program.equals("order_timers")) {
            args.addAll(List.of("--slower", "10")); // Its times lie 30 ms apart.
        }
        Invocation invocation = Invocation.parse(args);
        // Of the sieve's hundreds of thousands of suspensions strict mode would look at each one's stack.
        MillOptions options = invocation.options().strict(!program.equals("sieve"));
        Launched launched = Launched.capture(() -> Main.run(invocation.name(), invocation.example(), options));
        assertEquals(new Launched(0, golden(program), ""), launched);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyOutputComesFromAProgramThatIsHere(String program) throws IOException {
        String source = resource(program.split("-")[0] + ".c");
        assertTrue(source.contains("#include <libmill.h>"), source);
    }

    static List<String> programs() {
        return PROGRAMS;
    }

    private static String golden(String program) throws IOException {
        return resource(program + ".out");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
