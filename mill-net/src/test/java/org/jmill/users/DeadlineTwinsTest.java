package org.jmill.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jmill.Mill;
import org.jmill.net.MillNet;
import org.junit.jupiter.api.Test;

/// Wherever a deadline is taken, a [Duration] is, too: with the same result, and the same exceptions.
class DeadlineTwinsTest {
    private static final List<String> PACKAGES =
            List.of("org/jmill", "org/jmill/sync", "org/jmill/file", "org/jmill/net");

    /// These take a deadline only to look at it.
    private static final Set<String> CHECKS = Set.of("Mill.checkDeadline", "ParkingLot.enter");

    @Test
    void eachCallWithADeadlineHasATwinThatTakesADuration() throws Exception {
        Set<String> without = new TreeSet<>();
        int twins = 0;
        for (Method method : callsWithADeadline()) {
            Class<?>[] types = Arrays.stream(method.getParameters())
                    .map(p -> isDeadline(p) ? Duration.class : p.getType())
                    .toArray(Class<?>[]::new);
            if (isTwin(method, types)) {
                twins++;
            } else {
                without.add(method.toString());
            }
        }
        assertEquals(Set.of(), without);
        assertTrue(twins > 130, twins + " were looked at");
    }

    @Test
    void numbersThatAreDeadlinesAreCalledSo() throws Exception {
        Set<String> others = new TreeSet<>();
        for (Method method : methods()) {
            for (Parameter parameter : method.getParameters()) {
                assertTrue(parameter.isNamePresent(), method.toString());
                if (parameter.getType() == long.class && !isDeadline(parameter)) {
                    others.add(parameter.getName());
                }
            }
        }
        Set<String> durationsAndPlaces =
                Set.of("graceMs", "newFirstMs", "newMostMs", "newSeed", "offset", "periodMs", "staggerMs");
        assertEquals(durationsAndPlaces, others);
    }

    private static boolean isTwin(Method method, Class<?>[] types) {
        try {
            Method twin = method.getDeclaringClass().getMethod(method.getName(), types);
            return twin.getReturnType() == method.getReturnType()
                    && Modifier.isStatic(twin.getModifiers()) == Modifier.isStatic(method.getModifiers())
                    && Set.of(twin.getExceptionTypes()).equals(Set.of(method.getExceptionTypes()));
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static boolean isDeadline(Parameter parameter) {
        return parameter.getType() == long.class
                && parameter.getName().toLowerCase(Locale.ROOT).contains("deadline");
    }

    private static List<Method> callsWithADeadline() throws Exception {
        return methods().stream()
                .filter(m -> Arrays.stream(m.getParameters()).anyMatch(DeadlineTwinsTest::isDeadline))
                .filter(m -> !CHECKS.contains(m.getDeclaringClass().getSimpleName() + "." + m.getName()))
                .toList();
    }

    /// The public methods of the public classes of core and net.
    private static List<Method> methods() throws Exception {
        List<Method> all = new ArrayList<>();
        for (Class<?> of : List.of(Mill.class, MillNet.class)) {
            Path root = Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(root)) {
                collect(root, all);
            } else {
                try (FileSystem jar =
                        FileSystems.newFileSystem(URI.create("jar:" + root.toUri()), java.util.Map.of())) {
                    collect(jar.getPath("/"), all);
                }
            }
        }
        return all;
    }

    private static void collect(Path root, List<Method> all) throws IOException, ClassNotFoundException {
        for (String name : PACKAGES) {
            if (!Files.isDirectory(root.resolve(name))) {
                continue;
            }
            try (Stream<Path> files = Files.list(root.resolve(name))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    String simple = file.getFileName().toString().replace(".class", "");
                    if (!simple.endsWith("-info")) {
                        collect(Class.forName(name.replace('/', '.') + "." + simple, false, loader()), all);
                    }
                }
            }
        }
    }

    private static ClassLoader loader() {
        return Mill.class.getClassLoader();
    }

    private static void collect(Class<?> type, List<Method> all) {
        if (Modifier.isPublic(type.getModifiers())) {
            Stream.of(type.getDeclaredMethods())
                    .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                    .forEach(all::add);
        }
    }
}
