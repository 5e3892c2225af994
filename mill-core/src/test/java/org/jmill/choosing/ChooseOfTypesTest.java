package org.jmill.choosing;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;

/// What the compiler infers of the cases of [Choose#of]: that this file compiles without a cast is the most of it.
class ChooseOfTypesTest {
    private final List<Object> seen = new ArrayList<>();

    private static String text(int v) {
        return "text " + v;
    }

    private static String read(int v) throws IOException {
        if (v == 0) {
            throw new FileNotFoundException("0");
        }
        return "read " + v;
    }

    private void use(int v) {
        seen.add(v);
    }

    private void write(int v) throws IOException {
        seen.add(read(v));
    }

    @EveryEngine
    void handlersThatThrowNothingCheckedNeedNoThrows(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> a = Chan.of(1, 2, 3, 4, 5, 6, 7, 8);
            Chan<String> s = chmake(0);
            String expression = Choose.of(in(a, v -> "x" + v), timeout(now() + 1, () -> "late"));
            String call = Choose.of(in(a, v -> text(v)), in(s, v -> v), timeout(now() + 1, () -> "late"));
            String block = Choose.of(
                    in(a, v -> {
                        return text(v);
                    }),
                    timeout(now() + 1, () -> {
                        throw new IllegalStateException();
                    }));
            String reference = Choose.of(in(a, ChooseOfTypesTest::text), in(s, String::trim));
            String overloaded = Choose.of(in(a, String::valueOf), in(s, v -> null), timeout(now() + 1, () -> null));
            int primitive = Choose.of(in(a), in(s, String::length), otherwise(() -> 1));
            Number common = Choose.of(in(a, v -> v), otherwise(() -> 1.5));
            Optional<String> generic = Choose.of(in(s, v -> Optional.of(v)), otherwise(() -> Optional.empty()));
            var inferred = Choose.of(in(s, v -> 1), otherwise(() -> 7));
            String guarded = Choose.of(when(false, in(s)), when(true, in(a, v -> text(v))), otherwise(() -> ""));
            assertEquals(
                    List.of("x1", "text 2", "text 3", "text 4", "5"),
                    List.of(expression, call, block, reference, overloaded));
            assertEquals(
                    List.of(6, 7, Optional.empty(), 7, "text 8"),
                    List.of(primitive, common, generic, inferred.intValue(), guarded));
        });
    }

    @EveryEngine
    void handlersWithoutAResultStandInBraces(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> a = Chan.of(1, 2, 3, 4);
            Choose.of(
                    in(a, v -> {
                        use(v);
                    }),
                    timeout(now() + 1, () -> use(-1)));
            Choose.of(in(a, this::use), otherwise(() -> {}));
            Choose.of(in(a, v -> seen.add(v)), otherwise(() -> use(-1)));
            Object nothing = Choose.of(in(a, v -> {
                use(v);
            }));
            assertNull(nothing);
            assertEquals(List.of(1, 2, 3, 4), seen);
        });
    }

    @EveryEngine
    void whatTheyThrowIsWhatItThrows(Engine engine) throws IOException {
        TestMill.run(
                engine,
                () -> { // A body that throws an IOException.
                    Chan<Integer> a = Chan.of(1, 2, 3, 4, 5, 0);
                    String call = Choose.of(in(a, v -> read(v)), timeout(now() + 1, () -> "late"));
                    String reference = Choose.of(in(a, ChooseOfTypesTest::read), otherwise(() -> "none"));
                    String mixed = Choose.of(
                            when(true, in(a, v -> text(v))), when(false, in(a, v -> read(v))), otherwise(() -> "none"));
                    Choose.of(
                            in(a, v -> {
                                write(v);
                            }),
                            timeout(now() + 1, () -> write(9)));
                    Choose.of(in(a, this::write), otherwise(() -> {}));
                    assertEquals(
                            List.of("read 1", "read 2", "text 3", "read 4", "read 5"),
                            List.of(call, reference, mixed, seen.get(0), seen.get(1)));
                    assertThrows(FileNotFoundException.class, () -> Choose.of(in(a, v -> read(v))));
                });
    }

    @EveryEngine
    void itStandsWhereverAValueDoes(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> a = Chan.of(1, 2, 3);
            Chan<Integer> quit = chmake(0);
            int rounds = 0;
            while (Choose.of(in(a, v -> v < 3), in(quit, v -> false))) {
                rounds++;
            }
            switch (Choose.of(in(a, v -> 0), otherwise(() -> 1))) {
                case 0 -> rounds += 10;
                default -> rounds += 100;
            }
            assertEquals(12, rounds);
        });
    }
}
