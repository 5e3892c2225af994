package org.jmill;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A sequence of values that are computed one at a time, when they are asked for: an `Iterable`
/// over a [Coro].
///
/// {@snippet file="org/jmill/snippets/GeneratorSnippet.java" region="example"}
///
/// Each iterator runs the code anew. An iteration that is broken off leaves its coroutine
/// suspended. It is cancelled when the garbage collector finds that nobody can go on with it, and the mill then
/// polls; or when the mill ends. To end it at once, close the [Values] that [#iterator] returns.
///
/// The garbage collector finds nothing as long as the code can reach its own [Values], as that of a lexer does which
/// keeps the iterator over one of its methods: the mill holds what is suspended, whose `finally` blocks are still to be
/// run. So close such a one. What was closed, or has come to its end, is held by nobody.
///
/// [#create] and [#toString] may be called by any thread; everything else is called on a mill's thread and throws
/// [MillPanic] elsewhere.
///
/// Source: none in libmill; Python's generators.
///
/// @param <T> the type of the values
/// @since 0.1.0
public final class Generator<T extends @Nullable Object> implements Iterable<T> {
    private final Code<T> code;

    private Generator(Code<T> code) {
        this.code = code;
    }

    /// What computes the values.
    ///
    /// @param <T> the type of the values
    @FunctionalInterface
    public interface Code<T extends @Nullable Object> {
        /// Computes the values, in a coroutine of its own.
        ///
        /// @param out takes them
        /// @throws Exception reaches the one who iterates
        void run(Out<T> out) throws Exception;
    }

    /// Takes the values.
    ///
    /// @param <T> the type of the values
    @FunctionalInterface
    public interface Out<T extends @Nullable Object> {
        /// Hands out a value and suspends until the next one is asked for.
        ///
        /// @param value the value, may be null
        /// @throws MillPanic if another coroutine than the generator's calls it
        /// @throws CancelledException if the iteration is closed, the one who iterates was
        ///   cancelled or the mill ends
        void yield(T value);
    }

    /// Makes a generator; no code runs yet.
    ///
    /// @param <T> the type of the values
    /// @param code computes the values
    /// @return a generator, which can be iterated over any number of times
    /// @throws MillPanic if the code is null
    public static <T extends @Nullable Object> Generator<T> create(Code<T> code) {
        if (code == null) {
            throw new MillPanic("create generator: code is null");
        }
        return new Generator<>(code);
    }

    /// Starts a run of the generator; the code begins with the first `hasNext` or `next`.
    ///
    /// @return the values, from the first one on
    @Override
    public Values<T> iterator() {
        return new Values<>(code);
    }

    /// Gives `generator`. Any thread may call it.
    @Override
    public String toString() {
        return "generator";
    }

    /// One run of a generator. `hasNext` and `next` resume the code, and suspend for as long as it
    /// waits for something. What it throws reaches them, whatever its type, checked exceptions
    /// included; the run has ended then.
    ///
    /// @param <T> the type of the values
    public static final class Values<T extends @Nullable Object> implements Iterator<T>, AutoCloseable {
        private final Coro<Void, T> coro;
        private boolean looked; // The next value lies in `ahead`.
        private T ahead;

        private Values(Code<T> code) {
            this.coro = Coro.create((self, first) -> {
                code.run(self::yield);
                return null;
            });
            coro.watch(this);
        }

        /// Tells whether there is another value; computes it if that has not been done. Asked again and again, it
        /// gives way now and then.
        ///
        /// @return false if the code has ended
        /// @throws MillPanic if the code itself calls it
        /// @throws CancelledException if the value is not there yet and the calling coroutine is cancelled;
        ///   or if the code was cancelled before it came to its end: that is told once, and the run has ended
        @Override
        public boolean hasNext() {
            if (!isKnown("hasNext")) {
                look();
            } else {
                coro.answered();
            }
            return looked;
        }

        /// Gives the next value, as [#hasNext] has computed it or does so now.
        ///
        /// @return the value, may be null
        /// @throws NoSuchElementException if the code has ended
        /// @throws MillPanic as for [#hasNext]
        /// @throws CancelledException as for [#hasNext]
        @Override
        public T next() {
            if (!isKnown("next")) {
                look();
            }
            if (!looked) {
                coro.answered();
                throw new NoSuchElementException("next generator: it has ended");
            }
            looked = false;
            T value = ahead;
            ahead = null;
            return value;
        }

        /// Whether the answer needs no computation.
        private boolean isKnown(String verb) {
            boolean hasEnded = coro.status() == Coro.Status.DEAD; // On the mill's thread.
            if (!looked) {
                coro.checkNotCutOff(verb, this);
            }
            return looked || hasEnded;
        }

        private void look() {
            ahead = coro.resume(null);
            looked = !coro.isDead();
        }

        /// Ends the run; its `finally` blocks are run, and this call waits for them. Does nothing
        /// if the run has ended. What they throw is thrown here. Works in a cancelled coroutine too: see
        /// [Coro#close].
        ///
        /// @throws MillPanic if the code itself calls it
        @Override
        public void close() {
            try {
                coro.close();
            } finally {
                if (coro.isDead()) {
                    looked = false;
                    ahead = null;
                }
            }
        }

        /// Gives `generator {4}`, with the number of its coroutine, or `generator` before its first value. Any
        /// thread may call it.
        @Override
        public String toString() {
            return coro.toString().replaceFirst("coro", "generator");
        }
    }
}
