package org.jmill.examples.go;

import java.math.BigInteger;

/// A fraction in lowest terms with a positive denominator; the coefficients of `powser`.
///
/// @param above the numerator
/// @param below the denominator
record Fraction(BigInteger above, BigInteger below) {
    Fraction {
        BigInteger divisor = above.gcd(below);
        if (below.signum() < 0) {
            divisor = divisor.negate();
        }
        above = above.divide(divisor);
        below = below.divide(divisor);
    }

    static Fraction of(long n) {
        return new Fraction(BigInteger.valueOf(n), BigInteger.ONE);
    }

    Fraction plus(Fraction b) {
        return new Fraction(above.multiply(b.below).add(b.above.multiply(below)), below.multiply(b.below));
    }

    Fraction minus(Fraction b) {
        return plus(new Fraction(b.above.negate(), b.below));
    }

    Fraction times(Fraction b) {
        return new Fraction(above.multiply(b.above), below.multiply(b.below));
    }

    Fraction over(Fraction b) {
        return new Fraction(above.multiply(b.below), below.multiply(b.above));
    }

    @Override
    public String toString() {
        return below.equals(BigInteger.ONE) ? above.toString() : above + "/" + below;
    }
}
