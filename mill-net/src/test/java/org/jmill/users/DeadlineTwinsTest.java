package org.jmill.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Wherever a deadline is taken, a [Duration] is, too: with the same result, and the same exceptions.
class DeadlineTwinsTest {
    /// Lengths of time, in milliseconds.
    private static final Set<String> DURATIONS = Set.of("graceMs", "newFirstMs", "newMostMs", "periodMs", "staggerMs");

    @Test
    void eachCallWithADeadlineHasATwinThatTakesADuration() throws Exception {
        Set<String> without = new TreeSet<>();
        int twins = 0;
        for (Method method : DeadlineCalls.withADeadline()) {
            Class<?>[] types = Arrays.stream(method.getParameters())
                    .map(p -> DeadlineCalls.isDeadline(p) ? Duration.class : p.getType())
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
    void eachCallWithALengthOfTimeHasATwinThatTakesADuration() throws Exception {
        Set<String> without = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (Method method : DeadlineCalls.all()) {
            if (Arrays.stream(method.getParameters()).anyMatch(DeadlineTwinsTest::isLength)) {
                all.add(DeadlineCalls.name(method));
                Class<?>[] types = Arrays.stream(method.getParameters())
                        .map(p -> isLength(p) ? Duration.class : p.getType())
                        .toArray(Class<?>[]::new);
                if (!isTwin(method, types)) {
                    without.add(method.toString());
                }
            }
        }
        assertEquals(Set.of(), without);
        assertEquals(Set.of("Mill.every", "Mill.race", "Mill.ticker", "Retry.pauses", "Scope.stop"), all);
    }

    private static boolean isLength(Parameter parameter) {
        return parameter.getType() == long.class && DURATIONS.contains(parameter.getName());
    }

    @Test
    void numbersThatAreDeadlinesAreCalledSo() throws Exception {
        Set<String> others = new TreeSet<>();
        for (Method method : DeadlineCalls.all()) {
            for (Parameter parameter : method.getParameters()) {
                assertTrue(parameter.isNamePresent(), method.toString());
                if (parameter.getType() == long.class && !DeadlineCalls.isDeadline(parameter)) {
                    others.add(parameter.getName());
                }
            }
        }
        Set<String> known = new TreeSet<>(DURATIONS);
        known.addAll(Set.of("newSeed", "offset"));
        assertEquals(known, others);
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
}
