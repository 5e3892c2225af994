package org.jmill.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.harness.ChildJvm;
import org.junit.jupiter.api.Test;

/// The engine that is taken, and what is said where one is not allowed: in JVMs with and without the flags.
class EngineChoiceTest {
    private static final String OPENS = "--add-opens java.base/jdk.internal.vm=ALL-UNNAMED";

    /// Runs a mill three times on the engine that its argument names, and prints which it was.
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            for (int i = 0; i < 3; i++) {
                try {
                    Mill.run(options(args), () -> {
                        Chan<String> ch = Mill.chmake(0);
                        Mill.go(() -> ch.send("ran on " + Inside.engine() + by()));
                        System.out.println(ch.receive());
                    });
                } catch (MillPanic e) {
                    System.out.println("panic: " + e.getMessage());
                }
            }
        }

        /// Which method of the engine has run this coroutine.
        private static String by() {
            boolean raw = Arrays.stream(new Throwable().getStackTrace())
                    .anyMatch(f -> f.getClassName().endsWith(".RawContinuation"));
            return raw ? " raw" : "";
        }

        private static MillOptions options(String[] args) {
            MillOptions defaults = MillOptions.defaults();
            return args.length == 0 ? defaults : defaults.engine(Engine.valueOf(args[0]));
        }
    }

    private static String run(List<String> flags, String... args) throws Exception {
        ChildJvm.Result result = ChildJvm.run(Program.class, flags, args);
        assertEquals(0, result.status(), result.output());
        return result.output();
    }

    private static void assertRanOn(Engine engine, String output) {
        assertEquals(3, output.split("ran on " + engine, -1).length - 1, output);
    }

    private static int count(String part, String text) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void withBothFlagsAutoTakesContinuationAndSaysNothing() throws Exception {
        String output = run(ChildJvm.FLAGS);
        assertRanOn(Engine.CONTINUATION, output);
        assertFalse(output.contains("slower"), output);
    }

    @Test
    void whereThePackageIsOpenTheEngineUsesThePrivateMethodsOfContinuations() throws Exception {
        assertEquals(3, count("ran on CONTINUATION raw", run(List.of(ChildJvm.CONTINUATIONS))));
        assertEquals(3, count("ran on CONTINUATION raw", run(List.of(ChildJvm.CONTINUATIONS), "CONTINUATION")));
    }

    @Test
    void whereThePackageIsExportedOnlyItUsesThePublicOnesAndNamesTheFlagOnce() throws Exception {
        for (String engine : List.of("CONTINUATION", "AUTO")) {
            String output = run(List.of(ChildJvm.ADD_EXPORTS), engine);
            assertRanOn(Engine.CONTINUATION, output);
            assertEquals(0, count(" raw", output), output);
            assertEquals(1, count("slower than it could be: add " + OPENS, output), output);
        }
    }

    @Test
    void aPropertyHasItUseThePublicOnesAnyway() throws Exception {
        String output = run(List.of(ChildJvm.CONTINUATIONS, "-Djmill.raw=false"));
        assertRanOn(Engine.CONTINUATION, output);
        assertEquals(0, count(" raw", output), output);
        assertFalse(output.contains("slower"), output);
    }

    @Test
    void withTheSecondFlagAloneAutoTakesVirtualAndSaysSoOnce() throws Exception {
        String output = run(List.of(ChildJvm.ADD_OPENS), "AUTO");
        assertRanOn(Engine.VIRTUAL, output);
        assertEquals(1, count("using engine VIRTUAL", output), output);
        assertTrue(output.contains(OPENS), output);
    }

    @Test
    void withoutFlagsAutoTakesPortableAndSaysSoOnceAndWhichFlagIsMissing() throws Exception {
        String output = run(List.of());
        assertRanOn(Engine.PORTABLE, output);
        assertEquals(1, count("using engine PORTABLE", output), output);
        assertTrue(output.contains(OPENS), output);
    }

    @Test
    void continuationAskedForWithoutItsFlagFailsAndNamesTheFlag() throws Exception {
        String output = run(List.of(ChildJvm.ADD_OPENS), "CONTINUATION");
        assertEquals(3, count("panic: run engine CONTINUATION: ", output), output);
        assertTrue(output.contains(OPENS), output);
    }

    @Test
    void virtualAskedForWithoutItsFlagFailsAndNamesTheFlag() throws Exception {
        String output = run(List.of(ChildJvm.ADD_EXPORTS), "VIRTUAL");
        assertEquals(3, count("panic: run engine VIRTUAL: ", output), output);
        assertTrue(output.contains("--add-opens java.base/java.lang=ALL-UNNAMED"), output);
    }

    @Test
    void portableNeedsNoFlag() throws Exception {
        String output = run(List.of(), "PORTABLE");
        assertRanOn(Engine.PORTABLE, output);
        assertFalse(output.contains("slower"), output);
    }

    @Test
    void thePropertyChoosesTheEngineWhereTheOptionsDoNot() throws Exception {
        List<String> flags = List.of(ChildJvm.ADD_EXPORTS, ChildJvm.ADD_OPENS, "-Djmill.engine=virtual");
        assertRanOn(Engine.VIRTUAL, run(flags));
        assertRanOn(Engine.PORTABLE, run(flags, "PORTABLE"));
    }

    @Test
    void thePropertyTooFailsWhereTheEngineIsNotAllowed() throws Exception {
        String output = run(List.of("-Djmill.engine=continuation"));
        assertEquals(3, count("panic: run engine CONTINUATION: ", output), output);
    }
}
