package org.jmill.test;

import org.jspecify.annotations.Nullable;

/// An operation on a map of strings, for [Register].
///
/// Source: none.
///
/// @since 0.1.0
public sealed interface Op {
    /// Makes a [Put].
    ///
    /// @param key the key
    /// @param value what it is to have
    /// @return the operation
    static Op put(String key, String value) {
        return new Put(key, value);
    }

    /// Makes a [Get].
    ///
    /// @param key the key
    /// @return the operation
    static Op get(String key) {
        return new Get(key);
    }

    /// Makes a [Delete].
    ///
    /// @param key the key
    /// @return the operation
    static Op delete(String key) {
        return new Delete(key);
    }

    /// Makes a [Cas].
    ///
    /// @param key the key
    /// @param from what it must have; null for a key that has no value
    /// @param to what it is to have then
    /// @return the operation
    static Op cas(String key, @Nullable String from, String to) {
        return new Cas(key, from, to);
    }

    /// Gives the key that it is about.
    ///
    /// @return the key
    String key();

    /// Gives a key a value. Its result is not looked at.
    ///
    /// @param key the key
    /// @param value the value
    record Put(String key, String value) implements Op {
        @Override
        public String toString() {
            return "put(" + key + ", " + value + ")";
        }
    }

    /// Asks for a key's value, which is its result.
    ///
    /// @param key the key
    record Get(String key) implements Op {
        @Override
        public String toString() {
            return "get(" + key + ")";
        }
    }

    /// Takes a key's value away. Its result is not looked at.
    ///
    /// @param key the key
    record Delete(String key) implements Op {
        @Override
        public String toString() {
            return "delete(" + key + ")";
        }
    }

    /// Gives a key a value if it has a certain one. Its result is "true" or "false": whether it did.
    ///
    /// @param key the key
    /// @param from what it must have; null for a key that has no value
    /// @param to what it is to have then
    record Cas(String key, @Nullable String from, String to) implements Op {
        @Override
        public String toString() {
            return "cas(" + key + ", " + from + ", " + to + ")";
        }
    }
}
