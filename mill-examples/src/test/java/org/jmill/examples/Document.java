package org.jmill.examples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of documentation, in Markdown, and its fenced blocks.
///
/// A comment in the line above a block says more of it: `<!-- skip REASON -->`, it is not run;
/// `<!-- file PATH -->`, it quotes that file; `<!-- session NAME -->`, it is a dialogue with that
/// example; `<!-- continuation portable -->`, it is run on these engines only; `-Dkey=value`, it
/// needs that. A block `text` right behind is what the program or command prints.
record Document(Path path, List<String> lines) {
    /// The root of the repository; tests run in the folder of their module.
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");

    /// A fenced block.
    ///
    /// @param line the number of its first line
    /// @param note what the comment above it says; empty if there is none
    /// @param output what is said to be printed; null if nothing is said
    record Block(Document document, int line, String note, String language, List<String> lines, List<String> output) {
        boolean isNoted(String word) {
            return note.equals(word) || note.startsWith(word + " ");
        }

        /// The note without its first word.
        String noted() {
            return note.substring(note.indexOf(' ') + 1);
        }

        /// Where it stands, as names of tests say it.
        String where() {
            return ROOT.relativize(document.path) + ":" + line;
        }
    }

    /// All pages of the repository.
    static List<Document> all() throws IOException {
        List<Document> found = new ArrayList<>();
        for (Path path : files(".md")) {
            found.add(new Document(path, Files.readAllLines(path)));
        }
        return found;
    }

    /// All files of the repository whose path ends so, without what was built.
    static List<Path> files(String end) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = name.equals("target") || name.startsWith(".");
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(end)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int end = endOf(i);
                blocks.add(new Block(
                        this, i + 1, noteAbove(i), fence.group(1), lines.subList(i + 1, end), outputBehind(end)));
                i = end;
            }
        }
        return blocks;
    }

    private int endOf(int fence) {
        for (int i = fence + 1; i < lines.size(); i++) {
            if (lines.get(i).equals("```")) {
                return i;
            }
        }
        throw new AssertionError(path + ":" + (fence + 1) + ": block has no end");
    }

    private String noteAbove(int fence) {
        Matcher comment = COMMENT.matcher(fence == 0 ? "" : lines.get(fence - 1));
        return comment.matches() ? comment.group(1) : "";
    }

    private List<String> outputBehind(int end) {
        for (int i = end + 1; i < lines.size() && !lines.get(i).startsWith("#"); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                boolean isOutput = fence.group(1).equals("text") && noteAbove(i).isEmpty();
                return isOutput ? lines.subList(i + 1, endOf(i)) : null;
            }
        }
        return null;
    }

    /// Whether these lines are what was said, where `…` stands for anything within a line.
    static boolean matches(List<String> said, List<String> printed) {
        if (said.size() != printed.size()) {
            return false;
        }
        for (int i = 0; i < said.size(); i++) {
            String pattern = Pattern.quote(said.get(i)).replace("…", "\\E.*\\Q");
            if (!printed.get(i).matches(pattern)) {
                return false;
            }
        }
        return true;
    }
}
