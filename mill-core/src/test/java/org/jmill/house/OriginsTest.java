package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jmill.trace.Origins;
import org.junit.jupiter.api.Test;

/// Which frames of a stack are the user's: those of no class of ours.
class OriginsTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(
                            f -> f.toString().endsWith(".java") && !f.toString().endsWith("-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('/', '.').replaceAll("\\.java$", "");
    }

    @Test
    void noFrameOfTheFacadeIsTakenForTheUsers() throws Exception {
        for (Path file : sources(SOURCES)) {
            String name = name(SOURCES, file);
            Class<?> type = Class.forName(name, false, OriginsTest.class.getClassLoader());
            boolean canCall = !type.isInterface() && !Throwable.class.isAssignableFrom(type) && !type.isEnum();
            assertTrue(!canCall || !Origins.isUsers(name), name + " is missing in Origins");
            assertTrue(!canCall || !Origins.isUsers(name + "$Nested"), name);
        }
    }

    @Test
    void noFrameOfTheNetworkIsTakenForTheUsers() throws IOException {
        Path root = Path.of("..", "mill-net").resolve(SOURCES);
        for (Path file : sources(root)) {
            String name = name(root, file);
            assertFalse(Origins.isUsers(name), name + " is missing in Origins");
            assertFalse(Origins.isUsers(name + "$Nested"), name);
        }
    }

    @Test
    void framesOfTheUsersAreTakenForTheUsers() {
        for (String name : List.of(
                "Main",
                "com.example.Pump",
                "org.jmill.channels.ChanOrderTest",
                "org.jmill.examples.Sieve",
                "org.jmill.net.TcpTest",
                "org.jmill.file.FileMill")) {
            assertTrue(Origins.isUsers(name), name);
        }
        assertFalse(Origins.isUsers("java.lang.Thread"));
        assertFalse(Origins.isUsers("jdk.internal.vm.Continuation"));
    }
}
