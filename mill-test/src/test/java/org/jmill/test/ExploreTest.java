package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.test.sim.SimWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult.Status;

final class ExploreTest {
    private static void lost() {
        Chan<Integer> stop = chmake(0);
        Chan<Integer> done = chmake(0);
        go("loop", () -> {
            while (choose().in(stop).in(done).end() != 0) {}
        });
        go("worker", () -> chs(done, 1));
        go("boss", () -> chs(stop, 0));
    }

    static class Lost {
        @Explore(schedules = 20_000, delays = 3)
        void nobodyIsLeftBehind() {
            lost();
        }
    }

    static class LostOnAll {
        @Explore(engines = Engines.ALL)
        void nobodyIsLeftBehind() {
            lost();
        }
    }

    @Test
    void failureIsATableWithTheWayToRepeatIt() {
        Throwable failure = Kit.run(Lost.class).failure();
        String text = assertInstanceOf(AssertionError.class, failure).getMessage();
        assertTrue(text.startsWith(Lost.class.getName() + ".nobodyIsLeftBehind: schedule "), text);
        assertTrue(text.contains("{2} worker") && text.contains("@Explore(replay = \"" + token(text)), text);
        assertTrue(failure.getCause().getMessage().startsWith("1 coroutine is left behind"), text);
    }

    @Test
    void tokenIsTheSameOnAllEngines() {
        Kit kit = Kit.run(LostOnAll.class);
        Set<String> tokens = new HashSet<>();
        for (String engine : List.of("CONTINUATION", "VIRTUAL", "PORTABLE")) {
            tokens.add(token(kit.failure("nobodyIsLeftBehind() " + engine).getMessage()));
        }
        assertEquals(1, tokens.size(), tokens::toString);
    }

    @Test
    void tokenInThePropertyRepeatsIt() {
        String token = token(Kit.run(Lost.class).failure().getMessage());
        System.setProperty("jmill.replay", token);
        try {
            String text = Kit.run(Lost.class).failure().getMessage();
            assertTrue(text.contains("schedule 1 fails") && token(text).equals(token), text);
        } finally {
            System.clearProperty("jmill.replay");
        }
    }

    private static String token(String text) {
        Matcher token = Pattern.compile("-Djmill\\.replay=(\\S+)").matcher(text);
        assertTrue(token.find(), text);
        return token.group(1);
    }

    static class Fine {
        @Explore
        void fine() {
            Chan<Integer> ch = chmake(0);
            go(() -> chs(ch, 1));
            chr(ch);
        }
    }

    @Test
    void passPublishesWhatWasCovered() {
        Kit kit = Kit.run(Fine.class);
        assertEquals(Map.of("fine()", Status.SUCCESSFUL), kit.all());
        assertEquals(1, kit.entries().size());
        String entry = kit.entries().getFirst();
        assertTrue(entry.matches("\\{jmill=\\d+ schedules, all there are: none failed \\(.* s\\)}"), entry);
    }

    // ---- one instance for each schedule

    static final List<String> CALLS = new ArrayList<>();

    static class Fields {
        @TempDir
        Path directory;

        private final List<Integer> got = new ArrayList<>();
        private Chan<Integer> ch;
        private int capacity;

        @BeforeEach
        void before(TestInfo info) {
            assertTrue(got.isEmpty() && capacity == 0);
            capacity = info.getDisplayName().isEmpty() ? 0 : 2;
            CALLS.add("before " + (Mill.world() instanceof SimWorld));
        }

        @AfterEach
        void after() {
            CALLS.add("after " + got.size());
        }

        @Explore
        void begin() {
            assertTrue(directory != null && got.isEmpty());
            ch = chmake(capacity);
            go(() -> chs(ch, 1));
            go(() -> chs(ch, 2));
            got.add(chr(ch));
            got.add(chr(ch));
            assertEquals(3, got.get(0) + got.get(1));
        }
    }

    @Test
    void eachScheduleHasFieldsOfItsOwn() {
        CALLS.clear();
        Kit kit = Kit.run(Fields.class);
        assertEquals(Map.of("begin()", Status.SUCCESSFUL), kit.all());
        assertEquals(Set.of("before false", "after 2", "after 0"), Set.copyOf(CALLS));
        assertEquals(1, CALLS.stream().filter("after 0"::equals).count()); // JUnit's own instance.
        assertTrue(CALLS.size() > 10, CALLS::toString);
    }

    static class Outer {
        private int depth = 1;

        @BeforeEach
        void outer() {
            depth *= 2;
        }

        @Nested
        class Inner {
            private int own = depth;

            @BeforeEach
            void inner() {
                own += depth;
            }

            @Explore
            void nested() {
                assertEquals(2, depth);
                assertEquals(3, own);
                depth = 100;
            }
        }
    }

    @Test
    void instancesAroundItAreNewToo() {
        assertEquals(Map.of("nested()", Status.SUCCESSFUL), Kit.run(Outer.class).all());
    }

    static final Set<Object> INSTANCES = new HashSet<>();

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class PerClass {
        @Explore
        void kept() {
            INSTANCES.add(this);
        }
    }

    @Test
    void instanceOfAClassIsKept() {
        INSTANCES.clear();
        assertEquals(
                Map.of("kept()", Status.SUCCESSFUL), Kit.run(PerClass.class).all());
        assertEquals(1, INSTANCES.size());
    }

    static class BrokenBefore {
        private static int runs;

        @BeforeEach
        void before() {
            if (runs++ > 0) {
                throw new IllegalStateException("no room");
            }
        }

        @Explore
        void body() {}
    }

    @Test
    void whatAScheduleCannotBeginWithIsItsFailure() {
        Throwable failure = Kit.run(BrokenBefore.class).failure();
        assertEquals("no room", failure.getCause().getMessage());
    }

    // ---- with others

    static class Combined {
        @Explore
        @RepeatedTest(2)
        void repeated() {}

        @Explore
        void aborted() {
            Assumptions.assumeTrue(false, "not here");
        }
    }

    @Test
    void goesTogetherWithWhatElseJUnitHas() {
        Map<String, Status> all = Kit.run(Combined.class).all();
        assertEquals(3, all.size(), all::toString);
        assertEquals(Status.ABORTED, all.get("aborted()"), all::toString);
        assertEquals(
                2, all.values().stream().filter(s -> s == Status.SUCCESSFUL).count(), all::toString);
    }

    static class WrongOptions {
        @Explore(schedules = 0)
        void schedules() {}

        @Explore(delays = -1)
        void delays() {}

        @Explore(steps = 0)
        void steps() {}

        @Explore(limitMs = 0)
        void limitMs() {}
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        Kit kit = Kit.run(WrongOptions.class);
        for (String name : List.of("schedules", "delays", "steps", "limitMs")) {
            Throwable failure = kit.failure(name + "()");
            assertInstanceOf(IllegalArgumentException.class, failure);
            assertTrue(failure.getMessage().startsWith(name.replace("Ms", "") + ": "), failure.getMessage());
        }
    }
}
