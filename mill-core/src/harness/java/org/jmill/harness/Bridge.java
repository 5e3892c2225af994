package org.jmill.harness;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jmill.Dump;
import org.jmill.Mill;

/// What users do not see and the tests of every module need. It is reached by name, since the tests of other modules
/// are compiled without it.
final class Bridge {
    private Bridge() {}

    /// Dumps of all mills that run, taken from outside. For mills that hang, so that looking at them mostly works.
    static String dumps() {
        StringBuilder text = new StringBuilder();
        try {
            Class<?> runtime = Class.forName("org.jmill.MillRuntime", true, Mill.class.getClassLoader());
            Method of = method(Dump.class, "of", runtime);
            for (Object mill : (Object[]) call(method(runtime, "live"), null)) {
                text.append(call(of, null, mill));
            }
        } catch (RuntimeException | ClassNotFoundException e) {
            text.append("no dump: ").append(e);
        }
        return text.toString();
    }

    private static Method method(Class<?> owner, String name, Class<?>... parameters) {
        try {
            Method method = owner.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the harness looks for what is gone", e);
        }
    }

    private static Object call(Method method, Object receiver, Object... arguments) {
        try {
            return method.invoke(receiver, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw TestMill.<RuntimeException>sneak(e.getCause());
        }
    }
}
