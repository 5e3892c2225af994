package org.jmill.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.world.World;
import org.junit.jupiter.api.function.Executable;

/// What the tests of this package share.
final class FileMill {
    private FileMill() {}

    /// Runs a mill in real time.
    static void run(Engine engine, Body<?> main) throws Exception {
        run(engine, World.real(), main);
    }

    /// Does the same in another world.
    static void run(Engine engine, World world, Body<?> main) throws Exception {
        TestMill.realTime(engine).with(o -> o.world(world)).run(main);
    }

    /// Runs code that must fail, and checks the message.
    static <X extends Throwable> X assertFails(Class<X> type, Executable code, String start, String... parts) {
        X thrown = assertThrows(type, code);
        Messages.assertShape(thrown);
        String message = thrown.getMessage();
        assertTrue(message.startsWith(start), () -> "does not begin with " + start + ": " + thrown);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "lacks `" + part + "`: " + message);
        }
        return thrown;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// Makes a FIFO.
    static Path fifo(Path directory) throws IOException, InterruptedException {
        Path path = directory.resolve("fifo-" + System.nanoTime());
        int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        assertTrue(status == 0, "mkfifo failed");
        return path;
    }

    /// The descriptors of this process that lead to a file.
    static List<String> descriptorsOf(Path path) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : all.toList()) {
                if (isLinkTo(link, path)) {
                    found.add(link.getFileName().toString());
                }
            }
        }
        return found;
    }

    private static boolean isLinkTo(Path link, Path path) {
        try {
            return Files.readSymbolicLink(link).equals(path);
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }
}
