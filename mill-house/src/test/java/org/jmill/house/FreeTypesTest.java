package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Type parameters of methods that no argument binds: the compiler takes for them whatever the place wants. Where the
/// method returns one itself, that is an unchecked cast, which fails far from its cause.
class FreeTypesTest {
    private static final String INTERNAL = "org\\.jmill\\.(sched|engine|trace)(\\..*)?";
    private static final String CAST = "Choose.value/0 T";
    private static final String MADE = "what is made is empty, and is given its type where it is kept";
    private static final String NO_EXCEPTION = "stands for none; the cases beside it say which one it is";

    /// Each with the reason why it may be.
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("Chan.make/1 T", MADE),
            Map.entry("Mill.chmake/1 T", MADE),
            Map.entry("Mill.inbox/1 T", MADE),
            Map.entry("CoroutineLocal.create/0 T", MADE),
            Map.entry("CoroutineLocal.inherited/0 T", MADE),
            Map.entry("Fifo.model/0 V", MADE),
            Map.entry("Fifo.take/0 V", MADE),
            Map.entry("Outcome.any/1 R", "no result is there, so that all types are right"),
            Map.entry("Mill.in/1 X", NO_EXCEPTION),
            Map.entry("Mill.out/2 X", NO_EXCEPTION),
            Map.entry("Choose.received/0 T", "programs name it; received(channel) knows the type"),
            Map.entry(CAST, "programs name it, c.<Integer>value(); value(channel) knows the type"));

    @Test
    void eachTypeThatNoArgumentBindsIsKnown() {
        assertEquals(new TreeSet<>(KNOWN.keySet()), new TreeSet<>(free().keySet()));
    }

    @Test
    void oneMethodReturnsWhatThePlaceWants() {
        Map<String, Method> free = free();
        free.entrySet().removeIf(e -> !(e.getValue().getGenericReturnType() instanceof TypeVariable<?>));
        assertEquals(Set.of(CAST), free.keySet());
    }

    /// The methods that have such a parameter, by `Type.method/parameters T`.
    private static Map<String, Method> free() {
        Map<String, Method> found = new TreeMap<>();
        Stream.of("mill-core", "mill-net", "mill-test")
                .flatMap(module -> House.classes(module).stream())
                .filter(type -> !type.getPackageName().matches(INTERNAL)) // Some need a flag to be loaded.
                .map(JavaClass::reflect)
                .filter(FreeTypesTest::isForUsers)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                .forEach(m -> Arrays.stream(m.getTypeParameters())
                        .filter(t -> Arrays.stream(m.getGenericParameterTypes()).noneMatch(p -> names(p, t)))
                        .forEach(t -> found.put(name(m, t), m)));
        return found;
    }

    private static boolean isForUsers(Class<?> type) {
        String room = type.getPackageName();
        boolean isExported = !room.matches(INTERNAL);
        Class<?> outer = type.getDeclaringClass();
        return isExported && Modifier.isPublic(type.getModifiers()) && (outer == null || isForUsers(outer));
    }

    private static String name(Method m, TypeVariable<?> t) {
        return m.getDeclaringClass().getSimpleName() + "." + m.getName() + "/" + m.getParameterCount() + " " + t;
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
