package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Type parameters of methods that no argument binds: the compiler takes for them whatever the place wants. Where the
/// method returns one itself, that is an unchecked cast, which fails far from its cause.
class FreeTypesTest {
    /// Each with the reason why it may be.
    private static final Map<String, String> KNOWN = Map.of();

    @Test
    void eachTypeThatNoArgumentBindsIsKnown() {
        Map<String, String> found = new TreeMap<>();
        Stream.of("mill-core", "mill-net", "mill-test")
                .flatMap(module -> House.classes(module).stream())
                .map(type -> type.reflect())
                .filter(FreeTypesTest::isForUsers)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                .forEach(m -> Arrays.stream(m.getTypeParameters())
                        .filter(t -> Arrays.stream(m.getGenericParameterTypes()).noneMatch(p -> names(p, t)))
                        .forEach(t -> found.put(name(m, t), how(m, t))));
        found.entrySet().forEach(System.err::println);
        assertEquals(new TreeSet<>(KNOWN.keySet()), new TreeSet<>(found.keySet()));
        assertTrue(found.size() > 1, "nothing was looked at");
    }

    private static boolean isForUsers(Class<?> type) {
        String room = type.getPackageName();
        boolean isExported = !room.matches("org\\.jmill\\.(sched|engine|trace)(\\..*)?");
        Class<?> outer = type.getDeclaringClass();
        return isExported && Modifier.isPublic(type.getModifiers()) && (outer == null || isForUsers(outer));
    }

    private static String name(Method m, TypeVariable<?> t) {
        return m.getDeclaringClass().getSimpleName() + "." + m.getName() + "/" + m.getParameterCount() + " " + t;
    }

    private static String how(Method m, TypeVariable<?> t) {
        return m.getGenericReturnType().equals(t) ? "returned as it is" : "within " + m.getGenericReturnType();
    }

    private static boolean names(Type type, TypeVariable<?> wanted) {
        return switch (type) {
            case TypeVariable<?> variable -> variable.equals(wanted);
            case ParameterizedType parts ->
                Arrays.stream(parts.getActualTypeArguments()).anyMatch(part -> names(part, wanted));
            case GenericArrayType array -> names(array.getGenericComponentType(), wanted);
            case WildcardType wild ->
                Stream.concat(Arrays.stream(wild.getUpperBounds()), Arrays.stream(wild.getLowerBounds()))
                        .anyMatch(bound -> names(bound, wanted));
            default -> false;
        };
    }
}
