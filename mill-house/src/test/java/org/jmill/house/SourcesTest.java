package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What every file is like: the sign on each door, what a type says of itself, how much is read at once.
class SourcesTest {
    private static final String HEAD = "((public|final|abstract|sealed|non-sealed) )*"
            + "(class|record|enum|interface|@interface|module|package org.jmill[.a-z]*;$).*";

    @Test
    void eachPackageHasASignUnderFiftyLines() throws IOException {
        Set<Path> rooms = House.sources().stream()
                .filter(f -> !f.endsWith("module-info.java"))
                .map(Path::getParent)
                .collect(Collectors.toSet());
        assertEquals(rooms, signs().stream().map(Path::getParent).collect(Collectors.toSet()));
        for (Path sign : signs()) {
            assertTrue(Files.readAllLines(sign).size() < 50, sign.toString());
        }
    }

    @Test
    void signOfARoomWithinHasFivePartsForAuthors() throws IOException {
        for (Path sign : signs()) {
            if (isPublic(sign)) {
                continue;
            }
            String text = Files.readString(sign);
            for (String part : List.of(
                    "**What this room is for.**",
                    "**What is in it.**",
                    "**Who may come in.**",
                    "**Rules.**",
                    "**Not here.**")) {
                assertTrue(text.contains(part), sign + " lacks " + part);
            }
        }
    }

    /// Its authors find in ARCHITECTURE.md what they need.
    @Test
    void pageOfAnExportedPackageIsForUsersAndMarksNull() throws IOException {
        assertEquals(7, signs().stream().filter(SourcesTest::isPublic).count());
        for (Path sign : signs()) {
            if (isPublic(sign)) {
                String text = Files.readString(sign);
                assertTrue(text.contains("{@snippet file="), sign + " has no example");
                assertTrue(text.contains("\n@NullMarked\n"), sign + " does not say what may be null");
                assertTrue(!text.contains("room"), sign + " is written for authors");
            }
        }
    }

    @Test
    void eachPublicTypeThatIsExportedSaysSinceWhenItIsThere() throws IOException {
        for (Path file : House.sources()) {
            String text = Files.readString(file);
            if (isPublic(file) && text.contains("\npublic ")) {
                assertTrue(text.contains("\n/// @since "), file + " has no @since");
            }
        }
    }

    private static List<Path> signs() throws IOException {
        return House.sources().stream()
                .filter(f -> f.endsWith("package-info.java"))
                .toList();
    }

    /// Whether a file lies in a package that its module exports.
    private static boolean isPublic(Path file) {
        try {
            Path root = file;
            while (!root.endsWith("java")) {
                root = root.getParent();
            }
            Path module = root.resolve("module-info.java");
            String name = root.relativize(file.getParent()).toString().replace('/', '.');
            return Files.exists(module) && Files.readString(module).contains("exports " + name + ";");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachTypeSaysInItsHeadWhatItIs() throws IOException {
        for (Path file : House.sources()) {
            boolean sign = file.endsWith("package-info.java");
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(l -> sign || !l.startsWith("package "))
                    .filter(l -> !l.startsWith("@") && !l.startsWith(" "))
                    .toList();
            int head = 0;
            while (!lines.get(head).matches(HEAD)) {
                head++;
            }
            assertTrue(head > 0 && lines.get(head - 1).startsWith("///"), file + ": its head says nothing");
        }
    }

    @Test
    void filesAreOfASizeThatIsReadAtOnce() throws IOException {
        // Most are contracts: the most of their lines are documentation.
        Set<String> large = Set.of(
                "Mill.java",
                "Chan.java",
                "Choose.java",
                "Coro.java",
                "Scheduler.java",
                "Group.java",
                "Inbound.java",
                "Scope.java",
                "MillFile.java",
                "MillNet.java",
                "StreamSocket.java",
                "TlsSocket.java",
                "TlsTransport.java");
        for (Path file : House.sources()) {
            int lines = Files.readAllLines(file).size();
            boolean known = large.contains(file.getFileName().toString());
            assertTrue(lines <= 400 || known, file + " has " + lines + " lines");
        }
    }

    /// A formatter may leave a line of it as a plain comment, which cuts the documentation off there.
    @Test
    void documentationIsInOnePiece() throws IOException {
        List<Path> java = House.java(House.ROOT);
        assertTrue(java.contains(House.ROOT.resolve("mill-bench/src/main/java/org/jmill/bench/Perf.java")));
        for (Path file : java) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 1; i < lines.size(); i++) {
                boolean torn = lines.get(i - 1).strip().startsWith("///")
                        && lines.get(i).strip().matches("//[^/].*");
                assertTrue(!torn, file + ":" + (i + 1) + " is a plain comment");
            }
        }
    }

    /// Where the time is virtual nobody waits for long, and nothing is early or late.
    @Test
    void testsOfTheNetworkThatSleepDoSoInVirtualTimeOrSayWhyNot() throws IOException {
        for (Path file : House.java(House.ROOT.resolve(Path.of("mill-net", "src", "test", "java")))) {
            String text = Files.readString(file);
            boolean sleeps = text.matches("(?s).*\\bmsleep\\((?!-1\\)).*");
            boolean virtual = text.contains("runVirtual(") || text.contains("new VirtualWorld()");
            boolean says = text.replaceAll("\\n/// ", " ").contains("In real time");
            assertTrue(!sleeps || virtual || says, file + " sleeps in real time, and does not say why");
        }
    }

    @Test
    void eachFileHasOneTypeAtTheTop() throws IOException {
        for (Path file : House.sources()) {
            long types = Files.readAllLines(file).stream()
                    .filter(l -> l.matches(
                            "((public|final|abstract|sealed|non-sealed) )*(class|record|enum|interface|@interface) .*"))
                    .count();
            boolean info = file.toString().endsWith("-info.java");
            assertEquals(info ? 0 : 1, types, file.toString());
        }
    }
}
