package org.jmill.examples.libmill;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The generator of `storm.c`: linear congruential, with 31 bits a draw. libmill takes a draw
/// modulo the bound; the default methods of [RandomGenerator] do it otherwise, so `nextInt(bound)`
/// is defined here.
final class Lcg implements RandomGenerator {
    private static final long MULTIPLIER = 6364136223846793005L;
    private static final long INCREMENT = 1442695040888963407L;

    private long state;

    Lcg(long seed) {
        state = seed;
    }

    private int next() {
        state = state * MULTIPLIER + INCREMENT;
        return (int) (state >>> 33);
    }

    @Override
    public int nextInt(int bound) {
        return next() % bound;
    }

    /// Put together from three draws.
    @Override
    public long nextLong() {
        return ((long) next() << 33) ^ ((long) next() << 2) ^ (next() >>> 29);
    }

    /// Reads a seed as C's `strtoull` does: what is too large is the largest, and a minus sign
    /// counts down from 2^64. Unlike there, letters are refused.
    static final class Seed implements ITypeConverter<Long> {
        private static final BigInteger MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

        @Override
        public Long convert(String text) {
            if (!text.matches("[+-]?[0-9]+")) {
                throw new TypeConversionException("'" + text + "' is not a whole number");
            }
            BigInteger value = new BigInteger(text);
            return value.abs().compareTo(MAX) > 0 ? -1L : value.longValue();
        }
    }
}
