package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jmill.examples.Document.Block;
import org.jmill.examples.tutorial.Tutorial;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// What the documents say is true: programs print what stands below them, quotations are verbatim,
/// commands exist, links lead somewhere. See [Document] for how a page marks its blocks.
@Timeout(120)
class DocumentsTest {
    /// A jar in the root, and the module whose name it must have.
    private static final Pattern OWN_JAR = Pattern.compile("(mill-\\w+)/target/([\\w-]+)\\.jar");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private static Stream<Block> blocks(Predicate<Block> wanted) throws IOException {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(wanted);
    }

    private static Stream<Block> java(Predicate<Block> wanted) throws IOException {
        return blocks(block -> block.language().equals("java") && wanted.test(block));
    }

    @Test
    void pagesThatEveryoneReadsHaveProgramsAndCommands() throws IOException {
        assertTrue(java(block -> !block.isNoted("skip")).count() >= 20);
        assertTrue(java(block -> block.isNoted("file")).count() >= 8);
        assertTrue(commands().count() >= 10);
    }

    @TestFactory
    Stream<DynamicTest> programsPrintWhatStandsBelowThem() throws IOException {
        return java(block -> !block.isNoted("skip") && !block.isNoted("file")).flatMap(block -> {
            Snippet snippet = Snippet.of(block.lines());
            return Snippet.engines(block).stream()
                    .map(engine -> DynamicTest.dynamicTest(
                            block.where() + " on " + engine, () -> run(block, snippet, engine)));
        });
    }

    private static void run(Block block, Snippet snippet, String engine) {
        for (String word : block.note().split(" ")) {
            if (word.startsWith("-D")) {
                String[] property = word.substring(2).split("=");
                assertEquals(property[1], System.getProperty(property[0]), "the tests' JVM is to have " + word);
            }
        }
        String before = System.getProperty("jmill.engine");
        System.setProperty("jmill.engine", engine);
        try {
            Launched launched = Launched.capture(() -> {
                snippet.run();
                return 0;
            });
            assertPrinted(block, launched.out());
        } finally {
            if (before == null) {
                System.clearProperty("jmill.engine");
            } else {
                System.setProperty("jmill.engine", before);
            }
        }
    }

    private static void assertPrinted(Block block, String out) {
        List<String> said = block.output() == null ? List.of() : block.output();
        List<String> printed = out.lines().toList();
        if (!Document.matches(said, printed)) {
            assertEquals(String.join("\n", said), String.join("\n", printed), block.where());
        }
    }

    @TestFactory
    Stream<DynamicTest> quotationsAreVerbatim() throws IOException {
        return blocks(block -> block.isNoted("file"))
                .map(block -> DynamicTest.dynamicTest(block.where(), () -> assertQuoted(block)));
    }

    /// The lines stand together in the file, whatever their common indentation there.
    private static void assertQuoted(Block block) throws IOException {
        String file = Files.readString(Document.ROOT.resolve(block.noted()));
        int deepest = 16;
        for (int indent = 0; indent <= deepest; indent += 4) {
            String quoted = String.join("\n", block.lines()).indent(indent).replaceAll("(?m)^ +$", "");
            if (("\n" + file).contains("\n" + quoted)) {
                return;
            }
        }
        fail(block.noted() + " has no such lines:\n" + String.join("\n", block.lines()));
    }

    /// A line of a block without a language, or of an indented one, that is to be typed in a shell.
    private record Command(Block block, String line) {
        List<String> words() {
            String plain =
                    line.replaceFirst("\\s+#.*|\\s{3,}.*", "").replace("'", "").replace("\"", "");
            return List.of(plain.split("\\s+"));
        }
    }

    private static Stream<Command> commands() throws IOException {
        Set<String> programs = Set.of("./jmill", "mvn", "java", "git", "nc", "cd", "gradle");
        Stream<Command> fenced = blocks(block -> block.language().isEmpty() && !block.isNoted("skip"))
                .flatMap(block -> block.lines().stream().map(line -> new Command(block, line.strip())));
        Stream<Command> indented = Document.all().stream().flatMap(DocumentsTest::indented);
        return Stream.concat(fenced, indented)
                .filter(command -> programs.contains(command.words().getFirst()));
    }

    private static Stream<Command> indented(Document document) {
        return IntStream.range(0, document.lines().size())
                .filter(i -> document.lines().get(i).startsWith("    ./jmill "))
                .mapToObj(i -> new Command(
                        new Block(document, i + 1, "", "", List.of(), null),
                        document.lines().get(i).strip()));
    }

    @TestFactory
    Stream<DynamicTest> commandsExist() throws IOException {
        return commands()
                .map(command -> DynamicTest.dynamicTest(
                        command.block().where() + ": " + command.line(),
                        () -> check(command.block(), command.words())));
    }

    private static void check(Block block, List<String> words) throws IOException {
        switch (words.getFirst()) {
            case "./jmill" -> checkLaunch(block, words.subList(1, words.size()));
            case "mvn" -> checkMaven(words.subList(1, words.size()));
            case "java" -> checkJava(words);
            default -> assertTrue(words.size() > 1);
        }
    }

    private static void checkLaunch(Block block, List<String> words) throws IOException {
        switch (words.getFirst()) {
            case "list" -> assertEquals(0, Launched.launch("list").status());
            case "run" -> checkRun(block, words.subList(1, words.size()));
            case "dump" -> assertEquals(2, words.size(), words.toString());
            case "perf", "compare", "growth" -> checkPrograms(words.subList(1, words.size()));
            case "kernels" -> checkKernels(words.subList(1, words.size()));
            case "mutants" -> checkMutants(words.subList(1, words.size()));
            default -> fail("unknown command: " + words);
        }
    }

    /// Runs it to its end; servers, which have none, have a session in [SessionsTest].
    private static void checkRun(Block block, List<String> words) {
        if (words.stream().anyMatch(word -> word.endsWith(".java"))) {
            String page = String.join("\n", block.document().lines());
            assertTrue(page.contains("void main("), "no program to save and run: " + words); // .ci/launcher runs it.
            return;
        }
        List<String> found = words.stream().map(DocumentsTest::inRoot).toList();
        Invocation invocation = Invocation.parse(found);
        if (isServer(invocation.example()) || invocation.helpWanted()) {
            return;
        }
        String out = Launched.output(found.toArray(String[]::new));
        if (block.output() != null) {
            assertPrinted(block, out);
        }
    }

    private static boolean isServer(Example example) {
        return example instanceof Tutorial tutorial
                ? tutorial.isServer()
                : example.getClass().getPackageName().startsWith("org.jmill.examples.net");
    }

    /// A reader of the documents stands in the root, the tests in their module.
    private static String inRoot(String word) {
        Path file = Document.ROOT.resolve(word);
        return Files.exists(file) ? file.toString() : word;
    }

    /// The perf programs live in a module that is not on the class path here.
    private static void checkPrograms(List<String> words) throws IOException {
        Path programs = Document.ROOT.resolve("mill-bench/src/main/java/org/jmill/bench");
        String names = Files.readString(programs.resolve("program/Programs.java"))
                + Files.readString(programs.resolve("program/Curves.java"))
                + Files.readString(programs.resolve("PerfCommand.java"));
        Set<String> engines = Set.of("continuation", "virtual", "portable");
        for (String word : words) {
            if (word.matches("[a-z][a-z0-9]+") && !engines.contains(word)) {
                boolean exists = names.contains("    " + word.toUpperCase(Locale.ROOT) + "(")
                        || names.contains("    " + word.toUpperCase(Locale.ROOT) + "_") // All of a group.
                        || names.contains("case \"" + word + "\"")
                        || word.equals("list");
                assertTrue(exists, "no perf program " + word);
            }
        }
    }

    /// Each kernel has a class: `etcd_6857` is `Etcd6857`.
    private static void checkKernels(List<String> words) {
        Path kernels = Document.ROOT.resolve("mill-bench/src/main/java/org/jmill/bench/kernel");
        for (String word : words) {
            if (word.matches("[a-z]+_[0-9]+")) {
                String type = word.substring(0, 1).toUpperCase(Locale.ROOT)
                        + word.substring(1).replace("_", "");
                assertTrue(Files.exists(kernels.resolve(type + ".java")), "no kernel " + word);
            }
        }
    }

    /// Each program that is changed is named by its class.
    private static void checkMutants(List<String> words) throws IOException {
        String programs = Files.readString(
                Document.ROOT.resolve("mill-bench/src/main/java/org/jmill/bench/mutant/Mutations.java"));
        for (String word : words) {
            if (word.matches("[A-Z][A-Za-z0-9]+")) {
                boolean exists = programs.contains("." + word + "\"") || programs.contains("step(\"" + word + "\"");
                assertTrue(exists, "no example to change " + word);
            }
        }
    }

    private static void checkMaven(List<String> words) throws IOException {
        Set<String> goals = Set.of(
                "clean",
                "compile",
                "verify",
                "package",
                "test",
                "install",
                "deploy",
                "process-sources",
                "javadoc:javadoc",
                "javadoc:aggregate");
        Set<String> flags = Set.of(
                "-q",
                "-B",
                "-N",
                "-am",
                "-Pformat",
                "-Pthorough",
                "-Prelease",
                "-DskipTests",
                "-Djmill.quick",
                "-DexcludedGroups=slow");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                i++;
                for (String module : words.get(i).split(",")) {
                    assertTrue(Files.exists(Document.ROOT.resolve(module).resolve("pom.xml")), module);
                }
            } else if (word.startsWith("-Dtest=")) {
                assertTestExists(word.substring("-Dtest=".length()));
            } else if (!word.startsWith("-Djmill.") && !word.startsWith("exec:")) {
                assertTrue(goals.contains(word) || flags.contains(word), "unknown to this test: " + word);
            }
        }
    }

    private static void assertTestExists(String test) throws IOException {
        String file = "/" + test.replaceFirst("#.*", "") + ".java";
        assertTrue(test.equals("…") || !Document.files(file).isEmpty(), "no test " + test);
    }

    @Test
    void jarThatNoBuildMakesIsFound() {
        List<String> words = List.of("java", "-jar", "mill-bench/target/benchmarks.jar");
        assertThrows(AssertionError.class, () -> checkJava(words));
        checkJava(List.of("java", "-cp", "mill-bench/target/mill-bench.jar", "org.openjdk.jmh.Main"));
    }

    private static void checkJava(List<String> words) {
        assertFalse(words.contains("--add-exports"), "the slower path: --add-opens is the one flag: " + words);
        Map<String, Set<String>> packages =
                Map.of("--add-opens", Set.of("java.base/jdk.internal.vm", "java.base/java.lang"));
        for (int i = 0; i < words.size(); i++) {
            for (String entry : words.get(i).split(":")) {
                Matcher own = OWN_JAR.matcher(entry);
                assertTrue(!own.matches() || own.group(1).equals(own.group(2)), "no build makes " + entry);
            }
            if (packages.containsKey(words.get(i))) {
                String[] opened = words.get(i + 1).split("=");
                assertEquals(2, opened.length, words.toString());
                assertTrue(packages.get(words.get(i)).contains(opened[0]), words.toString());
                assertTrue(Set.of("ALL-UNNAMED", "org.jmill").contains(opened[1]), words.toString());
            }
        }
    }

    @Test
    void dependenciesHaveTheVersionOfThisProject() throws IOException {
        List<String> pom = Files.readAllLines(Document.ROOT.resolve("pom.xml"));
        String version = pom.stream()
                .map(VERSION::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow()
                .group(1);
        List<Block> dependencies = blocks(block -> block.language().equals("xml")
                        && block.lines().stream().anyMatch(line -> line.contains("<artifactId>mill-")))
                .toList();
        assertFalse(dependencies.isEmpty());
        for (Block block : dependencies) {
            assertTrue(String.join("", block.lines()).contains("<version>" + version + "</version>"), block.where());
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Document document : Document.all()) {
            Matcher link = LINK.matcher(String.join("\n", document.lines()));
            while (link.find()) {
                if (!link.group(1).matches("(https?|mailto):.*") && !leadsSomewhere(document.path(), link.group(1))) {
                    broken.add(Document.ROOT.relativize(document.path()) + " -> " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Path from, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1
                || Files.readAllLines(file).stream()
                        .anyMatch(line -> line.startsWith("#") && anchor(line).equals(parts[1]));
    }

    /// As GitHub makes it of a heading.
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
