package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a package throws, as its class files say.
public final class ThrownTypes {
    private ThrownTypes() {}

    /// @param one of the package's classes
    public static void assertAllIn(List<Class<? extends IOException>> list, Class<?> one) throws Exception {
        Set<String> missing = new TreeSet<>();
        for (Class<?> thrown : of(one)) {
            boolean isSeen = list.stream().anyMatch(thrown::isAssignableFrom);
            if (!isSeen) {
                missing.add(thrown.getName());
            }
        }
        assertEquals(Set.of(), missing, "not loaded early");
    }

    /// Asserts that whoever uses the class has had the types loaded.
    public static void assertLoads(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            boolean loads = ClassFile.of().parse(in.readAllBytes()).methods().stream()
                    .filter(method -> method.methodName().equalsString("<clinit>"))
                    .flatMap(method -> method.code().orElseThrow().elementStream())
                    .anyMatch(e ->
                            e instanceof InvokeInstruction call && call.name().equalsString("loadTypes"));
            assertTrue(loads, type + " does not load the types");
        }
    }

    /// All exceptions of the world that are declared or made in the package.
    private static Set<Class<?>> of(Class<?> one) throws Exception {
        Path root =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = root.resolve(one.getPackageName().replace('.', '/'));
        Set<Class<?>> thrown = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                if (!model.thisClass().asInternalName().endsWith("-info")) {
                    add(thrown, one, model.thisClass().asInternalName());
                    for (MethodModel method : model.methods()) {
                        method.code()
                                .ifPresent(code -> code.forEach(element -> {
                                    if (element instanceof NewObjectInstruction made) {
                                        add(thrown, one, made.className().asInternalName());
                                    }
                                }));
                    }
                }
            }
        }
        assertTrue(thrown.size() > 5, "found only " + thrown);
        return thrown;
    }

    private static void add(Set<Class<?>> thrown, Class<?> one, String internalName) {
        try {
            Class<?> type = Class.forName(internalName.replace('/', '.'), false, one.getClassLoader());
            if (IOException.class.isAssignableFrom(type) && type != IOException.class) {
                thrown.add(type);
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
