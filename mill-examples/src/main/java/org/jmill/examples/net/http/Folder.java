package org.jmill.examples.net.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that are served, and no others. All of this touches the disk: call it off the mill's
/// thread.
final class Folder {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/plain; charset=utf-8"),
            Map.entry("java", "text/plain; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("xml", "application/xml"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("mp4", "video/mp4"));

    private final Path root;

    /// What there is at a path.
    sealed interface Found {}

    /// @param modifiedS seconds since 1970
    record Page(Path path, String type, long size, long modifiedS) implements Found {}

    /// A folder without an index.
    record Listing(String html) implements Found {}

    /// A folder whose name wants a slash at its end.
    record Elsewhere(String path) implements Found {}

    /// Nothing that may be served.
    record Nothing() implements Found {}

    /// @param root must exist
    /// @throws IOException if it does not
    Folder(Path root) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException("open " + root + ": not a folder");
        }
    }

    /// Looks up a path that begins with a slash.
    Found find(String path) {
        try {
            return look(path);
        } catch (InvalidPathException | IOException e) {
            return new Nothing(); // Not there, or not to be read.
        }
    }

    private Found look(String path) throws IOException {
        Path real = root.resolve("." + path).toRealPath(); // Neither .. nor a link leads out unseen.
        if (!real.startsWith(root) || path.contains("/../") || path.endsWith("/..")) {
            return new Nothing();
        }
        if (Files.isDirectory(real)) {
            if (!path.endsWith("/")) {
                return new Elsewhere(path + "/");
            }
            Path index = real.resolve("index.html");
            return Files.isRegularFile(index) ? look(path + "index.html") : listing(real, path);
        }
        if (path.endsWith("/") || !Files.isRegularFile(real) || !Files.isReadable(real)) {
            return new Nothing(); // Not a fifo either: to open one would wait for its writer.
        }
        long modifiedS = Files.getLastModifiedTime(real).toMillis() / 1000;
        return new Page(real, type(real), Files.size(real), modifiedS);
    }

    private static String type(Path path) {
        String name = path.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    private static Listing listing(Path folder, String path) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            String rows = files.map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .sorted()
                    .map(name -> "<li><a href=\"./" + escaped(HttpUrl.encoded(name)) + "\">" + escaped(name) + "</a>\n")
                    .collect(Collectors.joining());
            String title = escaped(path);
            return new Listing(
                    "<!DOCTYPE html>\n<title>" + title + "</title>\n<h1>" + title + "</h1>\n<ul>\n" + rows + "</ul>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
