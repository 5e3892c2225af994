package org.jmill.bench.mutant;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Body;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A program to be changed, and how it is run.
///
/// @param name as a user knows it
/// @param main the name of its class
/// @param entry how it is begun
/// @param arguments of its command line
record Program(String name, String main, Entry entry, List<String> arguments) {
    /// What the names of all their classes begin with.
    static final String EXAMPLES = "org.jmill.examples.";

    /// How a program is begun.
    enum Entry {
        /// A new object, its fields set by picocli, then `main()`.
        EXAMPLE,
        /// A static method without parameters; the argument is its name.
        STATIC
    }

    /// An example.
    ///
    /// @param type its class, without the root of the packages
    static Program example(String type, String... arguments) {
        String simple = type.substring(type.lastIndexOf('.') + 1);
        return new Program(simple, EXAMPLES + type, Entry.EXAMPLE, List.of(arguments));
    }

    /// A step of the tutorial.
    static Program step(String type, String method) {
        return new Program(type, EXAMPLES + "tutorial." + type, Entry.STATIC, List.of(method));
    }

    /// All that can be changed in it.
    List<Mutant> mutants() {
        byte[] bytes = ProgramLoader.bytes(main);
        List<Mutant> all = new ArrayList<>(Mutator.mutants(bytes));
        ClassFile.of()
                .parse(bytes)
                .findAttribute(Attributes.nestMembers())
                .ifPresent(members -> members.nestMembers()
                        .forEach(member -> all.addAll(Mutator.mutants(
                                ProgramLoader.bytes(member.asInternalName().replace('/', '.'))))));
        return all;
    }

    /// Something that runs it once each time, in a mill.
    Body<Exception> body(ProgramLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(main);
        return switch (entry) {
            case EXAMPLE -> exampleBody(type);
            case STATIC -> staticBody(accessible(type.getDeclaredMethod(arguments.getFirst())));
        };
    }

    private Body<Exception> exampleBody(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = accessible(type.getDeclaredConstructor());
        Method method = accessible(type.getMethod("main"));
        Object pattern = constructor.newInstance();
        new CommandLine(pattern).parseArgs(arguments.toArray(String[]::new));
        Map<Field, Object> values = new LinkedHashMap<>(); // Parsed once, since a search makes thousands of runs.
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(Option.class) || field.isAnnotationPresent(Parameters.class)) {
                values.put(accessible(field), field.get(pattern));
            }
        }
        return () -> {
            Object example = constructor.newInstance();
            for (Map.Entry<Field, Object> value : values.entrySet()) {
                value.getKey().set(example, value.getValue());
            }
            invoke(method, example);
        };
    }

    private static Body<Exception> staticBody(Method method) {
        return () -> invoke(method, null);
    }

    private static void invoke(Method method, Object receiver) throws Exception {
        try {
            method.invoke(receiver);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw e;
            }
        }
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }

    @Override
    public String toString() {
        return entry == Entry.EXAMPLE ? (name + " " + String.join(" ", arguments)).strip() : name;
    }
}
