package org.jmill.channels;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Power series as streams of rational coefficients computed on demand (M. D. McIlroy, "Squinting
/// at Power Series", 1990): a web of coroutines that ask each other, where one choose too many or
/// one value too few deadlocks. Each result is an identity of analysis.
class PowerSeriesTest {
    private static final int TERMS = 10;

    /// A reduced fraction with a positive denominator.
    private record Rational(long num, long den) {
        static Rational of(long num, long den) {
            long gcd = gcd(Math.abs(num), Math.abs(den)) * Long.signum(den);
            return new Rational(num / gcd, den / gcd);
        }

        private static long gcd(long a, long b) {
            return b == 0 ? a : gcd(b, a % b);
        }

        Rational plus(Rational other) {
            return of(Math.addExact(num * other.den, other.num * den), Math.multiplyExact(den, other.den));
        }

        Rational times(Rational other) {
            return of(Math.multiplyExact(num, other.num), Math.multiplyExact(den, other.den));
        }
    }

    /// A stream: whoever wants a coefficient asks, and then receives it.
    private record Series(Chan<Boolean> ask, Chan<Rational> give) {
        Series() {
            this(chmake(0), chmake(0));
        }

        Rational next() {
            chs(ask, true);
            return chr(give);
        }

        void put(Rational value) {
            chr(ask);
            chs(give, value);
        }
    }

    private static Series of(IntFunction<Rational> coefficient) {
        Series out = new Series();
        go(() -> {
            for (int i = 0; ; i++) {
                out.put(coefficient.apply(i));
            }
        });
        return out;
    }

    private static Series combine(Series a, Series b, BinaryOperator<Rational> f) {
        Series out = new Series();
        go(() -> {
            while (true) {
                chr(out.ask);
                chs(out.give, f.apply(a.next(), b.next()));
            }
        });
        return out;
    }

    private static Series add(Series a, Series b) {
        return combine(a, b, Rational::plus);
    }

    private static Series scale(Rational c, Series a) {
        Series out = new Series();
        go(() -> {
            while (true) {
                chr(out.ask);
                chs(out.give, a.next().times(c));
            }
        });
        return out;
    }

    private static Series integrate(Rational constant, Series a) {
        Series out = new Series();
        go(() -> {
            out.put(constant);
            for (int i = 1; ; i++) {
                chr(out.ask);
                chs(out.give, a.next().times(Rational.of(1, i)));
            }
        });
        return out;
    }

    private static Series derive(Series a) {
        Series out = new Series();
        go(() -> {
            a.next();
            for (int i = 1; ; i++) {
                chr(out.ask);
                chs(out.give, a.next().times(Rational.of(i, 1)));
            }
        });
        return out;
    }

    /// Two streams of the same coefficients. Either may be asked first, and be ahead of the other:
    /// what the other has not seen yet waits in a list. While it waits for its source it goes on
    /// serving from the lists, since the source may depend on just that.
    private static List<Series> split(Series a) {
        List<Series> twins = List.of(new Series(), new Series());
        go(() -> {
            List<List<Rational>> ahead = List.of(new ArrayList<>(), new ArrayList<>());
            boolean[] asked = {false, false};
            boolean[] pending = {false};
            Choose c = choose().in(twins.get(0).ask)
                    .when(() -> !asked[0])
                    .in(twins.get(1).ask)
                    .when(() -> !asked[1])
                    .in(a.give)
                    .when(() -> pending[0]);
            while (true) {
                int index = c.end();
                if (index == 2) {
                    pending[0] = false;
                    ahead.forEach(list -> list.add(c.value()));
                } else {
                    asked[index] = true;
                }
                for (int i = 0; i < 2; i++) {
                    if (asked[i] && !ahead.get(i).isEmpty()) {
                        asked[i] = false;
                        chs(twins.get(i).give, ahead.get(i).remove(0));
                    } else if (asked[i] && !pending[0]) {
                        pending[0] = true;
                        chs(a.ask, true);
                    }
                }
            }
        });
        return twins;
    }

    /// (a0 + x A)(b0 + x B) = a0 b0 + x (a0 B + b0 A + x A B).
    private static Series multiply(Series a, Series b) {
        Series out = new Series();
        go(() -> {
            chr(out.ask);
            Rational a0 = a.next();
            Rational b0 = b.next();
            chs(out.give, a0.times(b0));
            List<Series> as = split(a);
            List<Series> bs = split(b);
            Series sum = add(scale(a0, bs.get(0)), scale(b0, as.get(0)));
            out.put(sum.next());
            Series product = multiply(as.get(1), bs.get(1));
            while (true) {
                chr(out.ask);
                chs(out.give, sum.next().plus(product.next()));
            }
        });
        return out;
    }

    /// exp(A) = 1 + integral of exp(A) A', a stream that feeds itself.
    private static Series exp(Series a) {
        Series tied = new Series();
        Series result = integrate(Rational.of(1, 1), multiply(tied, derive(a)));
        List<Series> twins = split(result);
        go(() -> {
            while (true) {
                chr(tied.ask);
                chs(tied.give, twins.get(0).next());
            }
        });
        return twins.get(1);
    }

    private static List<Rational> terms(Series a) {
        List<Rational> terms = new ArrayList<>();
        for (int i = 0; i < TERMS; i++) {
            terms.add(a.next());
        }
        return terms;
    }

    private static List<Rational> expected(IntFunction<Rational> coefficient) {
        return java.util.stream.IntStream.range(0, TERMS).mapToObj(coefficient).toList();
    }

    private static Rational whole(long n) {
        return Rational.of(n, 1);
    }

    private static long factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    @EveryEngineAndOrder
    void arithmetic(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            assertEquals(expected(i -> whole(i + 1)), terms(add(of(i -> whole(1)), of(i -> whole(i)))));
            assertEquals(expected(i -> whole(i + 1)), terms(derive(of(i -> whole(1)))));
            assertEquals(
                    expected(i -> i == 0 ? whole(0) : Rational.of(1, i)),
                    terms(integrate(whole(0), of(i -> whole(1)))));
            assertEquals(
                    expected(i -> whole((i + 2L) * (i + 1) / 2)),
                    terms(multiply(of(i -> whole(1)), of(i -> whole(i + 1)))),
                    "1/(1-x) times 1/(1-x)^2 is 1/(1-x)^3");
        });
    }

    @EveryEngineAndOrder
    void theExponentialOfXHasTheInverseFactorials(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Series x = of(i -> whole(i == 1 ? 1 : 0));
            assertEquals(expected(i -> Rational.of(1, factorial(i))), terms(exp(x)));
        });
    }

    @EveryEngineAndOrder
    void theExponentialOfALogarithmIsTheNumber(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Series log = of(i -> i == 0 ? whole(0) : Rational.of(i % 2 == 1 ? 1 : -1, i));
            assertEquals(expected(i -> whole(i < 2 ? 1 : 0)), terms(exp(log)), "exp(log(1+x)) is 1+x");
        });
    }
}
