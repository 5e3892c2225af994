package org.jmill.users;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jmill.Mill;
import org.jmill.net.MillNet;

/// The public methods of core and net that take a deadline, found by the names of their parameters.
public final class DeadlineCalls {
    private static final List<String> PACKAGES =
            List.of("org/jmill", "org/jmill/sync", "org/jmill/file", "org/jmill/net");

    /// These take a deadline only to look at it.
    private static final Set<String> CHECKS = Set.of("Mill.checkDeadline", "ParkingLot.enter");

    private DeadlineCalls() {}

    public static boolean isDeadline(Parameter parameter) {
        return parameter.getType() == long.class
                && parameter.getName().toLowerCase(Locale.ROOT).contains("deadline");
    }

    /// Those that take a point in time.
    public static List<Method> withADeadline() throws Exception {
        return all().stream()
                .filter(m -> Arrays.stream(m.getParameters()).anyMatch(DeadlineCalls::isDeadline))
                .filter(m -> !CHECKS.contains(name(m)))
                .toList();
    }

    /// Its class and its own name.
    public static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /// The public methods of the public classes of core and net.
    public static List<Method> all() throws Exception {
        List<Method> found = new ArrayList<>();
        Set<Path> roots = new LinkedHashSet<>(); // One, where all is compiled into one folder.
        for (Class<?> of : List.of(Mill.class, MillNet.class)) {
            roots.add(Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                collect(root, found);
            } else {
                try (FileSystem jar =
                        FileSystems.newFileSystem(URI.create("jar:" + root.toUri()), java.util.Map.of())) {
                    collect(jar.getPath("/"), found);
                }
            }
        }
        return found;
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
