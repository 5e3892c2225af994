package org.jmill.examples.go;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows a pipeline whose consumer has enough: the stages are daemons of its scope, and end with it.
/// Run: ./jmill run pipeline [N]
/// Prints the first N odd squares, then that each stage has stopped.
@Command(
        description = "numbers -> squares -> odd ones. No stage needs to know when to stop: a daemon is cancelled when"
                + " the body of its scope has ended. In Go it takes one more channel, and a select at each send.")
public final class Pipeline implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "5",
            converter = AtLeast.Zero.class,
            description = "how many squares; ${DEFAULT-VALUE} unless given")
    private int wanted;

    private static void number(Chan<Long> numbers) {
        try {
            for (long n = 1; ; n++) {
                numbers.send(n);
            }
        } finally {
            System.out.println("numbers stopped");
        }
    }

    private static void square(Chan<Long> numbers, Chan<Long> squares) {
        try {
            numbers.forEach(n -> squares.send(n * n));
        } finally {
            System.out.println("squares stopped");
        }
    }

    private static void keepOdd(Chan<Long> squares, Chan<Long> odd) {
        try {
            squares.stream().filter(n -> n % 2 == 1).forEach(odd::send);
        } finally {
            System.out.println("odd stopped");
        }
    }

    @Override
    public void main() {
        Chan<Long> numbers = Chan.make(0);
        Chan<Long> squares = Chan.make(0);
        Chan<Long> odd = Chan.make(0);
        Scope.run(scope -> {
            scope.daemon("numbers", () -> number(numbers));
            scope.daemon("squares", () -> square(numbers, squares));
            scope.daemon("odd", () -> keepOdd(squares, odd));
            for (int i = 0; i < wanted; i++) {
                System.out.println(odd.receive());
            }
        });
    }
}
