package org.jmill.house;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The arrows of the picture in ARCHITECTURE.md: in its first block of lines, `a ──► b ──► c` says that a knows b,
/// and b knows c. What stands behind two blanks is a remark.
record Picture(Set<Arrow> arrows) {
    private static final Pattern CHAIN = Pattern.compile("[\\w.-]+( ─+► [\\w.-]+)+");

    /// One that knows another.
    record Arrow(String from, String to) implements Comparable<Arrow> {
        @Override
        public int compareTo(Arrow other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return from + " ──► " + to;
        }
    }

    static Picture read() throws IOException {
        String text = Files.readString(House.ROOT.resolve("ARCHITECTURE.md"));
        int start = text.indexOf("```\n");
        return of(text.substring(start, text.indexOf("```", start + 3)));
    }

    static Picture of(String block) {
        Set<Arrow> arrows = new TreeSet<>();
        for (String line : block.lines().toList()) {
            Matcher chain = CHAIN.matcher(line);
            while (chain.find()) {
                String[] names = chain.group().split(" ─+► ");
                for (int i = 1; i < names.length; i++) {
                    arrows.add(new Arrow(names[i - 1], names[i]));
                }
            }
        }
        return new Picture(arrows);
    }

    /// The arrows between modules.
    Picture ofModules() {
        return only("mill-.*");
    }

    /// The arrows between packages.
    Picture ofPackages() {
        return only("org\\.jmill.*");
    }

    private Picture only(String names) {
        Set<Arrow> some = new TreeSet<>(arrows);
        some.removeIf(arrow -> !arrow.from.matches(names) || !arrow.to.matches(names));
        return new Picture(some);
    }

    /// All that stand at an end of an arrow.
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Arrow arrow : arrows) {
            names.addAll(List.of(arrow.from, arrow.to));
        }
        return names;
    }

    /// Whether one can go from one to the other along arrows.
    boolean leads(String from, String to) {
        Deque<String> toDo = new ArrayDeque<>(List.of(from));
        List<String> seen = new ArrayList<>();
        while (!toDo.isEmpty()) {
            String at = toDo.pop();
            if (at.equals(to)) {
                return true;
            }
            if (!seen.contains(at)) {
                seen.add(at);
                arrows.stream().filter(arrow -> arrow.from.equals(at)).forEach(arrow -> toDo.add(arrow.to));
            }
        }
        return false;
    }
}
