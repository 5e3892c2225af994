package org.jmill;

import java.lang.ref.Cleaner;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// A sequence of values that are computed one at a time, when they are asked for: an `Iterable`
/// over a [Coro].
///
/// {@snippet file="org/jmill/snippets/GeneratorSnippet.java" region="example"}
///
/// Each iterator runs the code anew. An iteration that is broken off leaves its coroutine suspended
/// until the mill ends; [#iterator] returns a [Values] that can be closed to end it at once.
///
/// All methods are called on the mill's thread.
///
/// Source: none in libmill; Python's generators.
///
/// @param <T> the type of the values
public final class Generator<T> implements Iterable<T> {
    /// Cancels the runs that were broken off.
    private static final Cleaner CLEANER = Cleaner.create();

    private final Code<T> code;

    private Generator(Code<T> code) {
        this.code = code;
    }

    /// What computes the values.
    ///
    /// @param <T> the type of the values
    @FunctionalInterface
    public interface Code<T> {
        /// Computes the values.
        ///
        /// @param out takes them
        /// @throws Exception reaches the one who iterates
        void run(Out<T> out) throws Exception;
    }

    /// Takes the values.
    ///
    /// @param <T> the type of the values
    @FunctionalInterface
    public interface Out<T> {
        /// Hands out a value and suspends until the next one is asked for.
        ///
        /// @throws CancelledException if the iteration is closed or the mill ends
        void yield(T value);
    }

    /// Makes a generator.
    ///
    /// @throws MillPanic if the code is null
    public static <T> Generator<T> create(Code<T> code) {
        if (code == null) {
            throw new MillPanic("create generator: code is null");
        }
        return new Generator<>(code);
    }

    @Override
    public Values<T> iterator() {
        return new Values<>(code);
    }

    /// One run of a generator.
    ///
    /// @param <T> the type of the values
    public static final class Values<T> implements Iterator<T>, AutoCloseable {
        private final Coro<Void, T> coro;
        private boolean looked;
        private T ahead;

        private Values(Code<T> code) {
            Coro<Void, T> run = Coro.create((self, first) -> {
                code.run(self::yield);
                return null;
            });
            this.coro = run;
            CLEANER.register(this, run::abandon);
        }

        @Override
        public boolean hasNext() {
            if (!looked && coro.status() != Coro.Status.DEAD) {
                ahead = coro.resume(null);
                looked = true;
            }
            return coro.status() != Coro.Status.DEAD;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("next generator: it has ended");
            }
            looked = false;
            T value = ahead;
            ahead = null;
            return value;
        }

        /// Ends the run; its `finally` blocks are run.
        @Override
        public void close() {
            coro.close();
        }
    }
}
