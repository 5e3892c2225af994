package org.jmill.examples.net.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that are served, and no others. All of this touches the disk: call it off the mill's
/// thread.
final class Folder {
    /// What the system says of names that no file can have, beside those that no file has.
    private static final Set<String> NO_SUCH_NAME =
            Set.of("Not a directory", "File name too long", "Too many levels of symbolic links");

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

    /// A file of so few bytes is read while it is looked up: one way to the disk and back instead of four.
    private static final int SMALL_BYTES = 32 * 1024;

    private final Path root;

    /// What there is at a path.
    sealed interface Found {}

    /// @param small all that is in it; null: it is large, and to be opened
    record Page(Path path, String type, long size, byte[] small, FileTime modified) implements Found {
        /// Seconds since 1970, as HTTP counts.
        long modifiedS() {
            return Math.floorDiv(modified.toMillis(), 1000);
        }

        /// What is different once the file has changed; as far as the file system's clock can tell.
        String tag() {
            return "\"" + Long.toHexString(modified.to(TimeUnit.NANOSECONDS)) + "-" + Long.toHexString(size) + "\"";
        }
    }

    /// A folder without an index.
    record Listing(String html) implements Found {}

    /// A folder whose name wants a slash at its end.
    record Elsewhere(String path) implements Found {}

    /// Nothing that may be served.
    record Nothing(HttpResponseStatus status) implements Found {}

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
        } catch (InvalidPathException e) {
            return new Nothing(HttpResponseStatus.NOT_FOUND);
        } catch (IOException e) {
            return new Nothing(statusOf(e));
        }
    }

    /// What to answer when a file cannot be had.
    static HttpResponseStatus statusOf(IOException cause) {
        return switch (cause) {
            case AccessDeniedException _ -> HttpResponseStatus.FORBIDDEN;
            case NoSuchFileException _ -> HttpResponseStatus.NOT_FOUND;
            case FileSystemException e
            when NO_SUCH_NAME.contains(String.valueOf(e.getReason())) -> HttpResponseStatus.NOT_FOUND;
            default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private Found look(String path) throws IOException {
        Path real = root.resolve("." + path).toRealPath(); // Neither .. nor a link leads out unseen.
        if (!real.startsWith(root) || path.contains("/../") || path.endsWith("/..")) {
            return new Nothing(HttpResponseStatus.NOT_FOUND);
        }
        if (Files.isDirectory(real)) {
            if (!path.endsWith("/")) {
                return new Elsewhere(path + "/");
            }
            Path index = real.resolve("index.html");
            return Files.isRegularFile(index) ? look(path + "index.html") : listing(real, path);
        }
        if (path.endsWith("/") || !Files.isRegularFile(real)) {
            return new Nothing(
                    HttpResponseStatus.NOT_FOUND); // Not a fifo either: to open one would wait for its writer.
        }
        return page(real);
    }

    private static Page page(Path real) throws IOException {
        FileTime modified = Files.getLastModifiedTime(real); // Before its bytes: a tag must not outlive them.
        long size = Files.size(real);
        if (size > SMALL_BYTES) {
            return new Page(real, type(real), size, null, modified);
        }
        try (InputStream in = Files.newInputStream(real)) {
            byte[] bytes = in.readNBytes(SMALL_BYTES); // More or less than its size, if somebody writes just now.
            return new Page(real, type(real), bytes.length, bytes, modified);
        }
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
