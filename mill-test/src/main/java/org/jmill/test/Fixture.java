package org.jmill.test;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jmill.test.search.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/// The test instance of one schedule after the other, with what JUnit does around a test: it does that once only, and
/// what one schedule leaves in a field would be there in the next.
final class Fixture implements Rig {
    private final ExtensionContext context;
    private final List<Level> levels; // The outermost class first, the test's own last.
    private final boolean isKept; // Whether there is one instance for all.
    private Object[] instances;

    /// A class of the test: its own, or one around it.
    private record Level(
            Object original,
            List<Method> before,
            List<Method> after,
            List<Field> injected,
            Constructor<?> constructor) {
        static Level of(Object instance) {
            Class<?> type = instance.getClass();
            return new Level(
                    instance,
                    methods(type, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN),
                    methods(type, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP),
                    ReflectionSupport.findFields(
                            type, field -> field.getAnnotations().length > 0, HierarchyTraversalMode.TOP_DOWN),
                    type.getDeclaredConstructors()[0]);
        }

        private static List<Method> methods(
                Class<?> type, Class<? extends Annotation> annotation, HierarchyTraversalMode mode) {
            return AnnotationSupport.findAnnotatedMethods(type, annotation, mode);
        }
    }

    Fixture(ExtensionContext context) {
        this.context = context;
        this.levels = context.getRequiredTestInstances().getAllInstances().stream()
                .map(Level::of)
                .toList();
        this.isKept = context.getTestInstanceLifecycle().orElse(TestInstance.Lifecycle.PER_METHOD)
                == TestInstance.Lifecycle.PER_CLASS;
        this.instances = levels.stream().map(Level::original).toArray();
    }

    /// That of the schedule which runs now.
    Object instance() {
        return instances[instances.length - 1];
    }

    @Override
    public void before() throws Throwable {
        if (!isKept) {
            instances = anew();
        }
        for (int i = 0; i < instances.length; i++) {
            for (Method method : levels.get(i).before()) {
                call(method, instances[i]);
            }
        }
    }

    @Override
    public void after() throws Throwable {
        Throwable first = null;
        for (int i = instances.length - 1; i >= 0; i--) {
            for (Method method : levels.get(i).after()) {
                try {
                    call(method, instances[i]);
                } catch (Throwable t) {
                    first = first == null ? t : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private Object[] anew() {
        List<Object> made = new ArrayList<>();
        for (Level level : levels) {
            Object instance = construct(level.constructor(), made.isEmpty() ? null : made.getLast());
            level.injected().forEach(field -> takeOver(field, level.original(), instance));
            made.add(instance);
        }
        return made.toArray();
    }

    private static void takeOver(Field field, Object from, Object to) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers)) {
            return;
        }
        try {
            ReflectionSupport.makeAccessible(field).set(to, field.get(from));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("explore " + field + ": its value cannot be taken over", e);
        }
    }

    private Object construct(Constructor<?> constructor, Object outer) {
        return outer == null
                ? context.getExecutableInvoker().invoke(constructor)
                : context.getExecutableInvoker().invoke(constructor, outer);
    }

    private void call(Method method, Object instance) {
        if (method.getParameterCount() == 0) {
            ReflectionSupport.invokeMethod(method, instance);
        } else {
            context.getExecutableInvoker().invoke(method, instance);
        }
    }
}
