package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.jmill.Engine;
import org.jmill.MillPanic;

/// Every verb, called with nulls and zeros.
class MisuseTest {
    /// `verb object: cause`, constant words first.
    private static final String SHAPE = "(?s)[a-zA-Z]+( [^:]+)*: .+";

    /// Verbs that nulls and zeros do not misuse.
    private static final Set<String> FINE = Set.of("iplocal", "unixpair");

    @EveryEngine
    void everyVerbPanicsOnNullsAndSaysSoInOneShape(Engine engine) {
        TestNet.run(engine, () -> {
            for (Method verb : MillNet.class.getDeclaredMethods()) {
                if (Modifier.isPublic(verb.getModifiers()) && !FINE.contains(verb.getName())) {
                    String message = panicOf(verb);
                    assertTrue(message.matches(SHAPE), verb + ": " + message);
                }
            }
        });
    }

    private static String panicOf(Method verb) throws IllegalAccessException, IOException {
        Object[] nulls = new Object[verb.getParameterCount()];
        for (int i = 0; i < nulls.length; i++) {
            Class<?> type = verb.getParameterTypes()[i];
            nulls[i] = type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
        }
        try {
            verb.invoke(null, nulls);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof MillPanic panic) {
                return panic.getMessage();
            }
            throw new AssertionError(verb + " throws something else", e.getCause());
        }
        throw new AssertionError(verb + " accepts nulls");
    }
}
