package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What nobody calls, in any module, but for those that are named here.
class BannedCallsTest {
    private static Set<String> users(String... what) {
        return House.usersOf(House.classes(), List.of(what)::contains);
    }

    /// Among the examples, two show what a thread that sleeps does to the others.
    @Test
    void nobodySleepsByTheThread() {
        assertEquals(
                Set.of("org.jmill.examples.go.BlockingJava", "org.jmill.examples.net.JavaBlocking"),
                users("java.lang.Thread.sleep"));
    }

    /// What is told to people has a date: a line of the trace, a report, an answer by HTTP, the time itself.
    @Test
    void nobodyAsksTheClockOnTheWall() {
        assertEquals(
                Set.of(
                        "org.jmill.bench.report.Machine",
                        "org.jmill.examples.net.TimeServer",
                        "org.jmill.examples.net.http.Response",
                        "org.jmill.examples.net.kv.ExpiryCommands",
                        "org.jmill.trace.Trace"),
                House.usersOf(
                        House.classes(),
                        call -> call.equals("java.lang.System.currentTimeMillis")
                                || call.matches("java\\.time\\.\\w+\\.now")));
    }

    @Test
    void nobodyPrintsAStackTrace() {
        assertEquals(Set.of(), House.usersOf(House.classes(), call -> call.endsWith(".printStackTrace")));
    }

    /// The examples print, and the command line of the benchmarks.
    @Test
    void onlyTheDumpAndTheTracePrintAndOnStandardErrorAlone() {
        List<JavaClass> library = House.classes("mill-core", "mill-net");
        assertEquals(Set.of(), House.usersOf(library, "java.lang.System.out"::equals));
        assertEquals(
                Set.of("org.jmill.Mill", "org.jmill.Shutdown", "org.jmill.trace.Trace"),
                House.usersOf(library, "java.lang.System.err"::equals));
        assertEquals(
                Set.of("org.jmill.bench.Perf"),
                House.usersOf(
                        House.classes("mill-bench"), Set.of("java.lang.System.out", "java.lang.System.err")::contains));
    }

    @Test
    void publicClassesOfTheLibraryAreFinalOrSealed() {
        Set<String> open = new TreeSet<>();
        Set<String> exported =
                Set.of("org.jmill", "org.jmill.sync", "org.jmill.net", "org.jmill.file", "org.jmill.world");
        for (JavaClass type : House.classes("mill-core", "mill-net")) {
            boolean shown = exported.contains(type.getPackageName())
                    && type.getModifiers().contains(JavaModifier.PUBLIC);
            boolean fixed = type.isInterface() || type.getModifiers().contains(JavaModifier.FINAL);
            if (shown && !fixed && !type.reflect().isSealed()) {
                open.add(type.getName());
            }
        }
        assertEquals(Set.of(), open);
    }

    @Test
    void whatIsLookedForIsFound() {
        assertTrue(users("java.lang.System.nanoTime").contains("org.jmill.bench.program.Sample"), "a call");
        assertTrue(users("java.util.concurrent.ThreadPoolExecutor.<init>").size() > 0, "a constructor");
    }
}
