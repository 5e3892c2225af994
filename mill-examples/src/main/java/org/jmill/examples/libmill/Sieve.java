package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows the prime sieve: a chain of filters that grows by one coroutine per prime.
/// Run: ./jmill run sieve [N]
/// Prints the first N primes, a line each.
@Command(
        description = "Numbers run through a chain of filters, one for each prime found so far; what"
                + " reaches the end is the next prime.")
public final class Sieve implements Twin {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "200",
            converter = AtLeast.Zero.class,
            description = "how many primes; ${DEFAULT-VALUE} unless given")
    private int n;

    private int found;

    private static void numbers(Chan<Integer> out) {
        for (int i = 2; ; ++i) {
            chs(out, i);
        }
    }

    private static void filter(Chan<Integer> in, Chan<Integer> out, int prime) {
        while (true) {
            int v = chr(in);
            if (v % prime != 0) {
                chs(out, v);
            }
        }
    }

    @Override
    public void main() {
        Chan<Integer> numbers = chmake(0);
        go(() -> numbers(numbers));
        Chan<Integer> ch = numbers;
        for (int i = 0; i != n; ++i) {
            int prime = chr(ch);
            System.out.printf("%d\n", prime);
            Chan<Integer> in = ch;
            Chan<Integer> next = chmake(0);
            go(() -> filter(in, next, prime));
            ch = next;
            found = i + 1;
        }
    }

    @Override
    public String soFar() {
        return found + " primes found";
    }
}
