package org.jmill.trace;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jmill.world.Plumbing;

/// Finds the place in the user's code from which jmill was called: the innermost frame whose package is neither the
/// JDK's nor marked as [Plumbing].
public final class Origins {
    private static final StackWalker WALKER = StackWalker.getInstance();

    /// Whether a package is the user's. A parked coroutine's stack has no more than names.
    private static final Map<String, Boolean> PACKAGES = new ConcurrentHashMap<>();

    private Origins() {}

    /// The innermost frame of the calling thread that is the user's: `Pump.java:41`.
    public static String caller() {
        return callerFrame().map(f -> place(f.toStackTraceElement())).orElse("unknown");
    }

    /// The innermost frame of the calling thread that is the user's.
    public static Optional<StackWalker.StackFrame> callerFrame() {
        return WALKER.walk(
                frames -> frames.filter(f -> isUsers(f.getClassName())).findFirst());
    }

    /// The innermost frame of a stack that is the user's, or "" if there is none.
    public static String innermost(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (isUsers(frame.getClassName())) {
                return place(frame);
            }
        }
        return "";
    }

    private static String place(StackTraceElement frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }

    /// Whether a class is neither plumbing nor one of those the JDK suspends a thread with.
    public static boolean isUsers(String className) {
        if (className.startsWith("jdk.internal.") || className.startsWith("java.")) {
            return false;
        }
        int dot = className.lastIndexOf('.');
        return dot < 0 || PACKAGES.computeIfAbsent(className.substring(0, dot), Origins::isUsersPackage);
    }

    private static boolean isUsersPackage(String name) {
        Package found = find(Origins.class.getClassLoader(), name);
        if (found == null) {
            found = find(Thread.currentThread().getContextClassLoader(), name);
        }
        return found == null || !found.isAnnotationPresent(Plumbing.class);
    }

    /// A package of which a class was loaded, as of each class on a stack.
    private static Package find(ClassLoader from, String name) {
        Package found = null;
        for (ClassLoader loader = from; found == null && loader != null; loader = loader.getParent()) {
            found = loader.getDefinedPackage(name);
        }
        return found;
    }
}
