package org.jmill.harness;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Finds out whether something still holds an object.
public final class Leftovers {
    private static final int COLLECTIONS = 20;

    private Leftovers() {}

    /// Makes an object, hands it over, and keeps only a weak reference.
    public static WeakReference<Object> made(Consumer<Object> use) {
        Object value = new Object();
        use.accept(value);
        return new WeakReference<>(value);
    }

    /// Keeps only a weak reference to what the code makes.
    public static WeakReference<Object> of(Supplier<?> code) {
        return new WeakReference<>(code.get());
    }

    /// Fails if something holds the object. (Collections are asked for, not waited for: one is
    /// enough unless another is under way.)
    public static void assertCollected(WeakReference<Object> reference) {
        for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
            System.gc();
        }
        assertNull(reference.get(), "something still holds it");
    }
}
