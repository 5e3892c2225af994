package org.jmill;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jmill.sched.Group;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jspecify.annotations.Nullable;

/// A variable of which each coroutine has its own copy. Where one value is enough, [Mill#cls] is
/// simpler.
///
/// {@snippet file="org/jmill/snippets/CoroutineLocalSnippet.java" region="example"}
///
/// A value that is [set][#set] belongs to one coroutine: those that it starts do not get it, unless the variable is an
/// [inherited][#inherited] one; the body of a [Coro] or a [Generator] has values of its own, too. A value that is bound
/// by [#where] belongs to a stretch of code, and to the children of the scopes in it. All are let go when the
/// coroutine, or the code, ends.
///
/// May be made by any thread (usually into a static field); its methods but [#toString] are called on a
/// mill's thread and throw [MillPanic] elsewhere. They never suspend.
///
/// Source: libmill `cls` and `setcls`, of which there is one; Java's `ScopedValue`, which lets its bindings leak into
/// other coroutines where these share a thread; Go has none.
///
/// @param <T> the type of the value
/// @since 0.1.0
public final class CoroutineLocal<T extends @Nullable Object> {
    private final Supplier<? extends T> initial;
    private final boolean isInherited;
    private boolean wasBound; // By `where`, at any time. Who has bound it sees it.

    private CoroutineLocal(Supplier<? extends T> initial, boolean isInherited) {
        this.initial = initial;
        this.isInherited = isInherited;
    }

    /// Makes a variable that starts as null. Any thread may call it.
    ///
    /// @param <T> the type of the value
    /// @return a variable without values
    public static <T extends @Nullable Object> CoroutineLocal<@Nullable T> create() {
        return new CoroutineLocal<>(() -> null, false);
    }

    /// Makes a variable whose first value is asked of `initial`, once a coroutine, at its first
    /// `get`. Any thread may call it.
    ///
    /// @param <T> the type of the value
    /// @param initial gives the first value, may give null; runs in the coroutine that asks
    /// @return a variable without values
    /// @throws MillPanic if the supplier is null
    public static <T extends @Nullable Object> CoroutineLocal<T> withInitial(Supplier<? extends T> initial) {
        if (initial == null) {
            throw new MillPanic("withInitial: supplier is null; use create() for null");
        }
        return new CoroutineLocal<>(initial, false);
    }

    /// Makes a variable that starts as null, and whose value goes to each coroutine that is started by [Mill#go] or in
    /// a [Scope]: it begins with the value that its starter has at that time. Any thread may call it.
    ///
    /// Source: Java's `InheritableThreadLocal`.
    ///
    /// @param <T> the type of the value
    /// @return a variable without values
    public static <T extends @Nullable Object> CoroutineLocal<@Nullable T> inherited() {
        return new CoroutineLocal<>(() -> null, true);
    }

    /// Gets the value: of the innermost [#where] in which the calling coroutine is itself, else what it has set, else
    /// of the innermost [#where] around the scope that it is a child of.
    ///
    /// @return the value that was set or bound, or else the initial one
    @SuppressWarnings("unchecked")
    public T get() {
        Routine self = self("get");
        Binding own = bindingOf(self, true);
        if (own != null) {
            return (T) own.value;
        }
        Map<CoroutineLocal<?>, Object> map = self.locals().map;
        if (map.containsKey(this)) {
            return (T) map.get(this);
        }
        Binding outer = bindingOf(self, false);
        if (outer != null) {
            return (T) outer.value;
        }
        T first = initial.get();
        map.put(this, first);
        return first;
    }

    /// Sets the calling coroutine's value; in a [#where] of its own, until the end of that.
    ///
    /// @param value may be null
    public void set(T value) {
        Routine self = self("set");
        Binding own = bindingOf(self, true);
        if (own != null) {
            own.value = value;
        } else {
            self.locals().map.put(this, value);
            self.passesOn(isInherited);
        }
    }

    /// Forgets the calling coroutine's value, but no binding by [#where]: the next `get` starts afresh.
    public void remove() {
        self("remove").locals().map.remove(this);
    }

    /// Runs a body in which the variable has a value, and in the children of scopes in it, too. Afterwards it is as it
    /// was before.
    ///
    /// Source: Java's `ScopedValue.where`.
    ///
    /// @param <X> what the body may throw
    /// @param value may be null
    /// @param body what to run, in the calling coroutine
    /// @throws X what the body throws
    /// @throws MillPanic if the body is null
    public <X extends Exception> void where(T value, Body<X> body) throws X {
        where(
                value,
                body == null
                        ? null
                        : (BlockingOperation<Void, X>) () -> {
                            body.run();
                            return null;
                        });
    }

    /// Runs a body as [#where(Object,Body)] does and returns its result.
    ///
    /// @param <R> the type of the result
    /// @param <X> what the body may throw
    /// @param value may be null
    /// @param body what to run, in the calling coroutine
    /// @return what the body returns, may be null
    /// @throws X what the body throws
    /// @throws MillPanic if the body is null
    public <R extends @Nullable Object, X extends Exception> R where(T value, BlockingOperation<R, X> body) throws X {
        Scheduler scheduler = MillRuntime.current("where").scheduler;
        if (body == null) {
            throw new MillPanic("where: body is null; give it the code to run");
        }
        wasBound = true;
        Group group = scheduler.enterGroup(Group.Kind.PLAIN, -1, null, new Binding(this, value));
        ((Routine) group.owner()).passesOn(isInherited);
        try {
            return body.call();
        } finally {
            scheduler.leave(group);
        }
    }

    /// The innermost binding of the coroutine's own, or else of those around the scope that it is a child of.
    private Binding bindingOf(Task self, boolean isOwn) {
        if (!wasBound) {
            return null;
        }
        for (Group g = self.group(); g != null; g = g.outer()) {
            if ((g.owner() == self) == isOwn && g.about() instanceof Binding binding && binding.local == this) {
                return binding;
            }
        }
        return null;
    }

    /// Gives `coroutine local 1b28cdfa`, which tells one from another, and no value: each coroutine has its own. Any
    /// thread may call it.
    @Override
    public String toString() {
        return "coroutine local " + Integer.toHexString(System.identityHashCode(this));
    }

    private static Routine self(String verb) {
        return (Routine) MillRuntime.current(verb).scheduler.enterQuietly();
    }

    /// A value in a stretch of code.
    private static final class Binding {
        private final CoroutineLocal<?> local;
        private Object value;

        Binding(CoroutineLocal<?> local, Object value) {
            this.local = local;
            this.value = value;
        }
    }

    /// The values of one coroutine.
    static final class Values {
        private final IdentityHashMap<CoroutineLocal<?>, Object> map = new IdentityHashMap<>(4);

        /// Takes over what a coroutine passes on to those that it starts.
        void inheritFrom(Routine starter) {
            for (Group g = starter.group(); g != null; g = g.outer()) {
                boolean isOwn = g.owner() == starter;
                if (isOwn && g.about() instanceof Binding binding && binding.local.isInherited) {
                    map.putIfAbsent(binding.local, binding.value);
                }
            }
            starter.locals().map.forEach((local, value) -> {
                if (local.isInherited) {
                    map.putIfAbsent(local, value);
                }
            });
        }
    }
}
