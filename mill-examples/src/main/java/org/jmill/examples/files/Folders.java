package org.jmill.examples.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Names of files, where folders stand for all that is in them.
final class Folders {
    private Folders() {}

    /// Puts the files in a folder, at any depth and in the order of their names, in the place of its own name. Links to
    /// other folders are not followed; a folder that cannot be read stays as it is, and fails when it is read.
    /// Blocks the calling thread.
    static List<String> walked(List<String> names) {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            if (!name.equals(Source.STANDARD_INPUT) && new File(name).isDirectory()) {
                addFilesIn(Path.of(name), files);
            } else {
                files.add(name);
            }
        }
        return files;
    }

    private static void addFilesIn(Path folder, List<String> files) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(files::add);
        } catch (IOException | UncheckedIOException e) {
            files.add(folder.toString());
        }
    }
}
