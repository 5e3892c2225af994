package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.sched.Scheduler;
import org.jmill.trace.Origins;
import org.jmill.world.Plumbing;
import org.jmill.world.World;
import org.junit.jupiter.api.Test;

/// Which frames of a stack are the user's: those of no class of ours.
class OriginsTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void noFrameOfAPackageThatIsPlumbingIsTakenForTheUsers() {
        Package own = Mill.class.getPackage();
        assertTrue(own.isAnnotationPresent(Plumbing.class));
        for (Class<?> type : List.of(Mill.class, Chan.class, Scheduler.class, World.class, Origins.class)) {
            assertFalse(Origins.isUsers(type.getName()), type.getName());
            assertFalse(Origins.isUsers(type.getName() + "$Nested"), type.getName());
        }
    }

    @Test
    void eachPackageOfCoreAndNetIsPlumbing() throws IOException {
        for (Path module : List.of(SOURCES, Path.of("..", "mill-net").resolve(SOURCES))) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path sign :
                        files.filter(f -> f.endsWith("package-info.java")).toList()) {
                    assertTrue(Files.readString(sign).contains("\n@Plumbing\npackage "), sign.toString());
                }
            }
        }
    }

    @Test
    void framesOfTheUsersAreTakenForTheUsers() {
        for (String name : List.of(
                "Main",
                "com.example.Pump",
                "org.jmill.channels.ChanOrderTest",
                "org.jmill.examples.Sieve",
                "org.jmill.users.PlacesTest")) {
            assertTrue(Origins.isUsers(name), name);
        }
        assertFalse(Origins.isUsers("java.lang.Thread"));
        assertFalse(Origins.isUsers("jdk.internal.vm.Continuation"));
    }
}
