package org.jmill.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.world.World;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the tests of this package share.
final class FileMill {
    private static final long LIMIT_MS = 30_000;
    private static final Pattern SHAPE =
            Pattern.compile("[a-z]\\w*( \\S[^\\n]*?)?: [^A-Z\\s][^\\n]*[^.\\s]", Pattern.DOTALL);

    private FileMill() {}

    /// A test that holds on each engine.
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"CONTINUATION", "VIRTUAL", "PORTABLE"})
    @interface EveryEngine {}

    /// Runs a mill on a thread of its own, for a limited time.
    static void run(Engine engine, Body<?> main) throws Exception {
        run(engine, World.real(), main);
    }

    /// Does the same in another world.
    static void run(Engine engine, World world, Body<?> main) throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread thread = Thread.ofPlatform().name("mill under test").daemon().start(() -> {
            try {
                Mill.run(MillOptions.defaults().engine(engine).world(world), main);
            } catch (Throwable t) {
                thrown[0] = t;
            }
        });
        thread.join(LIMIT_MS);
        if (thread.isAlive()) {
            String stack = Arrays.toString(thread.getStackTrace());
            thread.interrupt();
            throw new AssertionError("still running after " + LIMIT_MS + " ms: " + stack);
        }
        switch (thrown[0]) {
            case null -> {}
            case Exception e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown[0]);
        }
    }

    /// Runs code that must fail, and checks the message.
    static <X extends Throwable> X assertFails(Class<X> type, Executable code, String start, String... parts) {
        X thrown = assertThrows(type, code);
        String message = thrown.getMessage();
        assertTrue(
                message != null && SHAPE.matcher(message).matches(), () -> "not `operation object: cause`: " + thrown);
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
