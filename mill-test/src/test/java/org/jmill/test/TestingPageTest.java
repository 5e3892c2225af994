package org.jmill.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jmill.test.snippets.Snippets;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.engine.TestExecutionResult.Status;

/// What `docs/testing.md` says that its tests say. Its programs are quotations of snippets, as another test of all
/// pages knows. Here they are run, and what they fail with, or publish, is compared with the block behind such a
/// line:
///
/// `<!-- printed by CLASS.method -->`
///
/// There `…` stands for anything within a line, and a line of its own for any number of lines.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Each class is run once.
class TestingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");
    private static final Pattern PRINTED = Pattern.compile("<!-- printed by (\\w+)\\.(\\w+) -->");
    private static final Pattern QUOTED = Pattern.compile("<!-- file mill-test/src/test/snippets/(\\S+)\\.java -->");
    private static final String ROOM = "org.jmill.test.snippets.";

    private final Map<String, Kit> kits = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> testsPrintWhatStandsBelowThem() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        Map<String, DynamicTest> tests = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher printed = PRINTED.matcher(lines.get(i));
            if (printed.matches()) {
                String type = printed.group(1);
                String method = printed.group(2);
                String said = block(lines, i + 1);
                tests.put(type + "." + method, DynamicTest.dynamicTest(type + "." + method, () -> {
                    String is = printed(type, method);
                    if (!matches(said, is)) {
                        assertEquals(said, is);
                    }
                }));
            }
        }
        assertTrue(tests.size() >= 6, tests.keySet()::toString);
        return tests.values().stream();
    }

    private static String block(List<String> lines, int fence) {
        assertEquals("```text", lines.get(fence), "line " + (fence + 1) + " of the page");
        int end = fence + 1;
        while (!lines.get(end).equals("```")) {
            end++;
        }
        return String.join("\n", lines.subList(fence + 1, end));
    }

    private Kit kit(String type) throws ClassNotFoundException {
        Kit kit = kits.get(type);
        if (kit == null) {
            kit = Kit.run(Class.forName(ROOM + type));
            kits.put(type, kit);
        }
        return kit;
    }

    /// What a test has failed with; else what it has published.
    private String printed(String type, String method) throws ClassNotFoundException {
        Kit kit = kit(type);
        List<String> names = kit.all().keySet().stream()
                .filter(name -> name.startsWith(method + "("))
                .toList();
        assertEquals(1, names.size(), kit.all()::toString);
        String name = names.getFirst();
        boolean hasFailed = kit.all().get(name) == Status.FAILED;
        String text = hasFailed ? kit.failure(name).getMessage() : kit.entry(name);
        return text.replace("\r", "").stripTrailing();
    }

    private static boolean matches(String said, String is) {
        StringBuilder pattern = new StringBuilder();
        for (String line : said.split("\n")) {
            if (line.equals("…")) {
                pattern.append("(?:.*\n)*");
            } else {
                pattern.append(Pattern.quote(line).replace("…", "\\E.*\\Q")).append("\n");
            }
        }
        return (is + "\n").matches(pattern.toString());
    }

    @Test
    void wildcardsStandForWhatTheySay() {
        assertTrue(matches("a … c\n…\nz", "a b c\nd\ne\nz"));
        assertFalse(matches("a … c", "a b d"));
        assertFalse(matches("a\n…", "b\na"));
    }

    /// A test that the page shows, and of which it says nothing, passes.
    @TestFactory
    Stream<DynamicTest> otherTestsPass() throws IOException {
        Set<String> types = new LinkedHashSet<>();
        String page = Files.readString(PAGE);
        Matcher quoted = QUOTED.matcher(page);
        while (quoted.find()) {
            types.add(Path.of(quoted.group(1)).getFileName().toString());
        }
        assertTrue(types.size() >= 6, types::toString);
        return types.stream()
                .map(type -> DynamicTest.dynamicTest(type, () -> {
                    Kit kit = kit(type);
                    kit.all().forEach((name, status) -> {
                        String printed = "<!-- printed by " + type + "." + name.replaceFirst("\\(.*", "") + " -->";
                        if (status != Status.SUCCESSFUL && !page.contains(printed)) {
                            fail(type + "." + name + " has failed, and the page does not say so", kit.failure(name));
                        }
                    });
                }));
    }

    @Test
    void simulationWithoutJUnitPasses() {
        Report report = Snippets.simulation();
        assertTrue(report.toString().startsWith("10 seeds: none failed ("), report::toString);
    }

    @Test
    void partsOfAWorldPass() {
        Kit.run(Snippets.PARTS).all().forEach((name, status) -> assertEquals(Status.SUCCESSFUL, status, name));
    }
}
