package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.ChildJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/debugging.md` says of other tools, and its table of system properties. Its programs are run by
/// [DocumentsTest].
@Timeout(300)
class DebuggingTest {
    private static final Path PAGE = Document.ROOT.resolve("docs/debugging.md");
    private static final Pattern ROW = Pattern.compile("\\| (`jmill\\.[^|]*`) \\|.*");
    private static final Pattern NAME = Pattern.compile("jmill\\.[a-z.]*[a-z]");
    private static final Pattern IN_JAVA = Pattern.compile("\"(jmill\\.[a-z.]*[a-z])\\.?\"");
    private static final Pattern IN_POM = Pattern.compile("<(jmill\\.[a-z.]*[a-z])>|<name>(jmill\\.[a-z.]+)</name>");

    /// Variables of the build, which nobody sets on a command line.
    private static final Set<String> INTERNAL = Set.of(
            "jmill.flag",
            "jmill.format.goal",
            "jmill.format.phase",
            "jmill.lint.off",
            "jmill.pom.place",
            "jmill.private",
            "jmill.test.common",
            "jmill.test.module",
            "jmill.test.opens",
            "jmill.test.stall",
            "jmill.version");

    @TempDir
    static Path folder;

    private static Path recorded;

    @BeforeAll
    static void record() throws IOException {
        recorded = folder.resolve("mill.jfr");
        Mill.run(() -> {});
        try (Recording recording = new Recording()) {
            recording.enable("jmill.Park").withThreshold(Duration.ZERO);
            recording.start();
            Mill.run(MillOptions.defaults().stall(Duration.ofMillis(4)), () -> {
                Chan<Integer> jobs = Chan.<Integer>make(0).named("jobs");
                Mill.go("stuck", () -> Mill.chr(Mill.chmake(0)));
                Mill.go("worker", () -> jobs.send(1));
                jobs.receive();
                Mill.yield(); // A wait is written when whoever waited goes on.
                while (Mill.stats().stalls() == 0) {
                    Thread.onSpinWait();
                }
                recording.stop();
            });
            recording.dump(recorded);
        }
    }

    private static Stream<String> queries() throws IOException {
        return Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("jfr "));
    }

    @TestFactory
    Stream<DynamicTest> queriesWork() throws IOException {
        assertTrue(queries().count() >= 8);
        return queries().map(query -> DynamicTest.dynamicTest(query, () -> ask(query)));
    }

    private static void ask(String query) throws Exception {
        List<String> words = new ArrayList<>(List.of(query.split(" ")));
        words.set(0, tool("jfr"));
        words.replaceAll(word -> word.equals("mill.jfr") ? recorded.toString() : word);
        ChildJvm.Result result = ChildJvm.run(words);
        assertEquals(0, result.status(), result.output());
        String of = query.replaceAll(".*?(jmill\\.\\w+).*", "$1");
        String expected =
                switch (of) {
                    case "jmill.Park" -> "worker";
                    case "jmill.Waiting" -> "stuck";
                    case "jmill.Stall" -> "main";
                    default -> "jmill.";
                };
        assertTrue(result.out().contains(expected), result.output());
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    @Test
    void aRecordingThatGoesOnIsViewedByJcmd() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("jmill.Park").withThreshold(Duration.ZERO);
            recording.start();
            Mill.run(() -> {
                Mill.go("worker", () -> Mill.msleep(Mill.now() + 1));
                Mill.msleep(Mill.now() + 5);
            });
            String pid = Long.toString(ProcessHandle.current().pid());
            ChildJvm.Result result = ChildJvm.run(List.of(tool("jcmd"), pid, "JFR.view", "jmill.Park"));
            assertTrue(result.out().contains("Coroutine Parked"), result.output());
        }
    }

    @Test
    void thereIsNoJfrQuery() throws Exception {
        ChildJvm.Result result = ChildJvm.run(List.of(tool("jfr"), "query", "SHOW EVENTS", recorded.toString()));
        assertTrue(result.output().contains("unknown command 'query'"), result.output());
    }

    // ---- system properties

    private static Set<String> inTable() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                row.group(1)
                        .lines()
                        .flatMap(text -> NAME.matcher(text).results())
                        .forEach(found -> names.add(found.group()));
            }
        }
        return names;
    }

    private static Set<String> inSources() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : Document.files(".java")) {
            if (!file.endsWith("DebuggingTest.java")) {
                collect(IN_JAVA, file, names);
            }
        }
        for (Path file : Document.files("pom.xml")) {
            collect(IN_POM, file, names);
        }
        names.removeAll(INTERNAL);
        names.removeIf(name -> name.endsWith(".java"));
        return names;
    }

    private static void collect(Pattern pattern, Path file, Set<String> names) throws IOException {
        pattern.matcher(Files.readString(file)).results().forEach(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            names.add(name);
        });
    }

    @Test
    void allSystemPropertiesStandInTheTable() throws IOException {
        assertFalse(inSources().isEmpty());
        assertEquals(inSources(), inTable());
    }
}
