package org.jmill.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The modules of this project, as they have been compiled, and their sources.
final class House {
    static final Path ROOT = Path.of("..");

    /// The modules that there are, each with one class by which it is found.
    private static final Map<String, String> MODULES = Map.of(
            "mill-core", "org.jmill.Mill",
            "mill-net", "org.jmill.net.MillNet",
            "mill-test", "org.jmill.test.Explorer",
            "mill-examples", "org.jmill.examples.Main",
            "mill-bench", "org.jmill.bench.Perf");

    private static final Map<String, JavaClasses> CLASSES = new LinkedHashMap<>();

    static {
        MODULES.forEach((module, type) -> CLASSES.put(module, classesBeside(type)));
    }

    private House() {}

    private static JavaClasses classesBeside(String type) {
        try {
            return new ClassFileImporter()
                    .withImportOption(location -> !location.contains("jmh_generated"))
                    .importUrl(Class.forName(type)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static Set<String> modules() {
        return CLASSES.keySet();
    }

    /// The classes of these modules, or of all.
    static List<JavaClass> classes(String... modules) {
        Set<String> wanted = modules.length == 0 ? modules() : Set.of(modules);
        List<JavaClass> classes = new ArrayList<>();
        wanted.forEach(module -> classes.addAll(CLASSES.get(module)));
        return classes;
    }

    /// The module of a class, or null if it is none of ours.
    static String moduleOf(JavaClass type) {
        for (Map.Entry<String, JavaClasses> module : CLASSES.entrySet()) {
            if (module.getValue().contain(type.getName())) {
                return module.getKey();
            }
        }
        return null;
    }

    /// The classes of ours that a class knows, others than itself.
    static List<JavaClass> known(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> moduleOf(target) != null && !target.equals(type))
                .distinct()
                .toList();
    }

    /// The name of the class in whose file a class stands.
    static String fileOf(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }

    /// What calls, refers to, or reads or writes something, among these classes. What it is is given as
    /// `java.lang.Thread.sleep`; a constructor's name is `<init>`.
    static Set<String> usersOf(List<JavaClass> classes, Predicate<String> what) {
        Set<String> users = new TreeSet<>();
        for (JavaClass type : classes) {
            Stream<String> accessed = type.getAccessesFromSelf().stream()
                    .map(access -> access.getTargetOwner().getName() + "." + access.getName());
            Stream<String> referred = type.getCodeUnits().stream()
                    .map(JavaCodeUnit::getCodeUnitReferencesFromSelf)
                    .flatMap(Set::stream)
                    .map(reference -> reference.getTargetOwner().getName() + "." + reference.getName());
            if (Stream.concat(accessed, referred).anyMatch(what)) {
                users.add(fileOf(type));
            }
        }
        return users;
    }

    /// The Java files of a module's own code.
    static List<Path> sources(String module) throws IOException {
        return java(ROOT.resolve(module).resolve(Path.of("src", "main", "java")));
    }

    /// The Java files of all modules' own code.
    static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : modules()) {
            all.addAll(sources(module));
        }
        return all;
    }

    /// The Java files below a folder.
    static List<Path> java(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }
}
