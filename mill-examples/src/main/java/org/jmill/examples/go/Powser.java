package org.jmill.examples.go;

import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows power series as McIlroy had them: each is a coroutine that computes its terms on demand.
/// Run: ./jmill run powser [N]
/// Prints the first N coefficients of exp, sin, cos, 1/cos and tan, as fractions.
@Command(
        description = "A series is asked over one channel and answers over another. exp, sin and cos are"
                + " defined by their own integrals, tan is sin times 1/cos.")
public final class Powser implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "10",
            converter = AtLeast.Zero.class,
            description = "how many coefficients; ${DEFAULT-VALUE} unless given")
    private int terms;

    private Series exp;
    private Series sin;
    private Series cos;

    /// A power series in x: `at(n)` is the coefficient of the nth power.
    private static final class Series {
        private final Chan<Integer> wanted = Chan.make(0);
        private final Chan<Fraction> computed = Chan.make(0);
        private final List<Fraction> known = new ArrayList<>();

        Series(IntFunction<Fraction> coefficient) {
            go(() -> {
                for (int n : wanted) {
                    computed.send(coefficient.apply(n));
                }
            });
        }

        /// Asks for all that is not known yet. A series that is defined by itself asks only for
        /// what is.
        Fraction at(int n) {
            for (int i = known.size(); i <= n; i++) {
                wanted.send(i);
                known.add(computed.receive());
            }
            return known.get(n);
        }

        /// The product.
        Series times(Series other) {
            return new Series(n -> convolve(this, other, 0, n));
        }

        /// One divided by this series.
        Series reciprocal() {
            Series[] result = new Series[1];
            result[0] = new Series(n -> {
                Fraction others = convolve(this, result[0], 1, n);
                return Fraction.of(n == 0 ? 1 : 0).minus(others).over(at(0));
            });
            return result[0];
        }

        private static Fraction convolve(Series a, Series b, int from, int n) {
            Fraction sum = Fraction.of(0);
            for (int k = from; k <= n; k++) {
                sum = sum.plus(a.at(k).times(b.at(n - k)));
            }
            return sum;
        }

        /// The coefficients of the integral of a series, with a constant.
        static Fraction integral(int constant, Series s, int n) {
            return n == 0 ? Fraction.of(constant) : s.at(n - 1).over(Fraction.of(n));
        }
    }

    private void print(String name, Series series) {
        String coefficients =
                IntStream.range(0, terms).mapToObj(n -> series.at(n).toString()).collect(Collectors.joining(" "));
        System.out.println(name + ": " + coefficients);
    }

    @Override
    public void main() {
        exp = new Series(n -> Series.integral(1, exp, n));
        sin = new Series(n -> Series.integral(0, cos, n));
        Series minusSin = new Series(n -> Fraction.of(0).minus(sin.at(n)));
        cos = new Series(n -> Series.integral(1, minusSin, n));
        Series secant = cos.reciprocal();
        print("exp", exp);
        print("sin", sin);
        print("cos", cos);
        print("1/cos", secant);
        print("tan", sin.times(secant));
    }
}
