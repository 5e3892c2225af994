package org.jmill.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.StackChunk;

/// Runs and suspends continuations by the private methods of the JDK's class, where its package is open.
///
/// `Continuation.run` and `Continuation.yield` keep two threads, and scopes nested in one another, from
/// spoiling a continuation: two atomic writes and a dozen fields for each turn. A mill has one thread and one scope,
/// and its engine knows what is mounted, so it can do without. What that brings: `docs/engines.md`.
///
/// What the public methods do beside, and these do not:
/// - They write `mounted`, `parent` and `child` of the continuation, and `cont` of the thread. The JVM finds a
///   mounted continuation by its entry on the stack, and reads `parent` only to walk from an unmounted continuation
///   to the one around it, which a strand does not have.
/// - They give each continuation a cache of scoped values of its own. Strands have one, as they have one set of
///   bindings: the thread's.
/// - They suspend through continuations of other scopes: a coroutine that runs a continuation of its own and waits
///   in it would be suspended with it. Here that inner one alone is.
///
/// JDK 25 to 28 allow that. Any is asked, by its members and by [a trial][RawTrial], rather than known by its number;
/// one that does otherwise has the public methods called.
final class RawContinuation {
    /// `-Djmill.raw=false` has the public methods called here too.
    private static final String PROPERTY = "jmill.raw";

    /// The fields of a continuation, all of which the overview above accounts for. Another one might need care.
    private static final Set<String> FIELDS = Set.of(
            "target",
            "scope",
            "parent",
            "child",
            "tail",
            "done",
            "mounted",
            "yieldInfo",
            "preempted",
            "scopedValueCache");

    private static final boolean IS_OPEN =
            Object.class.getModule().isOpen("jdk.internal.vm", RawContinuation.class.getModule());
    private static final Members MEMBERS = IS_OPEN ? find() : null;

    // Each in a constant of its own: that is what the compiler looks through.
    private static final MethodHandle ENTER = MEMBERS == null ? null : MEMBERS.enter;
    private static final MethodHandle YIELD = MEMBERS == null ? null : MEMBERS.yield;
    private static final MethodHandle REASON = MEMBERS == null ? null : MEMBERS.reason;
    private static final VarHandle TAIL = MEMBERS == null ? null : MEMBERS.tail;

    /// What was decided, and why. Last, since the trial calls the methods here.
    static final RawChoice CHOICE = RawChoice.of(!"false".equals(System.getProperty(PROPERTY)), IS_OPEN, new Own());

    /// Whether the methods here may be called.
    static final boolean ALLOWED = CHOICE.isTaken();

    private RawContinuation() {}

    private static Members find() {
        try {
            return Members.of(MethodHandles.privateLookupIn(Continuation.class, MethodHandles.lookup()));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /// What is not as the methods here need it.
    ///
    /// @return null if nothing
    private static String strangeMember() {
        if (MEMBERS == null) {
            return "its continuations lack a member";
        }
        for (Field field : Continuation.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !FIELDS.contains(field.getName())) {
                return "its continuations have an unknown field: " + field.getName();
            }
        }
        return null;
    }

    /// Runs a continuation that is not mounted, and has not ended, on top of the caller's frames, until it is
    /// suspended or ends.
    static void run(Continuation continuation) {
        boolean started = (StackChunk) TAIL.get(continuation) != null;
        try {
            ENTER.invokeExact(continuation, started, false);
        } catch (Throwable e) {
            throw sneak(e);
        }
        VarHandle.releaseFence(); // As in the JDK: the compiler is to move no write across.
        if (continuation.isDone()) {
            TAIL.set(continuation, (StackChunk) null);
        }
    }

    /// Suspends the innermost continuation; returns when it is run again.
    ///
    /// @return 0, or a number for what keeps it from being suspended; see [#pinned]
    static int suspend() {
        int obstacle;
        try {
            obstacle = (int) YIELD.invokeExact();
        } catch (Throwable e) {
            throw sneak(e);
        }
        VarHandle.releaseFence();
        return obstacle;
    }

    /// Whether a part of the frames of a mounted continuation is still in the heap, until it is returned to.
    static boolean isPartlyThawed(Continuation continuation) {
        StackChunk tail = (StackChunk) TAIL.get(continuation);
        return tail != null && !tail.isEmpty();
    }

    /// What keeps a continuation from being suspended.
    ///
    /// @param obstacle as [#suspend] returned it
    static Continuation.Pinned pinned(int obstacle) {
        try {
            return (Continuation.Pinned) REASON.invokeExact(obstacle);
        } catch (Throwable e) {
            throw sneak(e);
        }
    }

    /// Whether the frames above this one are those of a continuation, and those from it on its host's.
    static boolean isEntry(StackTraceElement frame) {
        String type = frame.getClassName();
        return frame.getMethodName().equals("run")
                && (type.equals(Continuation.class.getName()) || type.equals(RawContinuation.class.getName()));
    }

    /// The members called throw no checked exceptions.
    private static RuntimeException sneak(Throwable thrown) {
        return RawContinuation.<RuntimeException>unchecked(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /// This JDK, for the choice.
    private static final class Own implements RawChoice.Jdk {
        @Override
        public String strangeMember() {
            return RawContinuation.strangeMember();
        }

        @Override
        public void run(Continuation continuation) {
            RawContinuation.run(continuation);
        }

        @Override
        public int suspend() {
            return RawContinuation.suspend();
        }

        @Override
        public Continuation.Pinned pinned(int obstacle) {
            return RawContinuation.pinned(obstacle);
        }
    }

    private record Members(MethodHandle enter, MethodHandle yield, MethodHandle reason, VarHandle tail) {
        static Members of(MethodHandles.Lookup jdk) throws ReflectiveOperationException {
            Class<?> type = Continuation.class;
            MethodType enter = MethodType.methodType(void.class, Continuation.class, boolean.class, boolean.class);
            MethodType reason = MethodType.methodType(Continuation.Pinned.class, int.class);
            return new Members(
                    jdk.findStatic(type, "enterSpecial", enter),
                    jdk.findStatic(type, "doYield", MethodType.methodType(int.class)),
                    jdk.findStatic(type, "pinnedReason", reason),
                    jdk.findVarHandle(type, "tail", StackChunk.class));
        }
    }
}
