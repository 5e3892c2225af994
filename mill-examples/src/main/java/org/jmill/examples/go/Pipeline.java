package org.jmill.examples.go;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows a pipeline whose consumer has enough: one channel tells all stages to stop.
/// Run: ./jmill run pipeline [N]
/// Prints the first N odd squares, then that each stage has stopped.
@Command(
        description = "numbers -> squares -> odd ones. Each stage chooses between handing on its value"
                + " and a channel that is done when nobody wants more.")
public final class Pipeline implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "5",
            converter = AtLeast.Zero.class,
            description = "how many squares; ${DEFAULT-VALUE} unless given")
    private int wanted;

    private Chan<Long> numbers;
    private Chan<Long> squares;
    private Chan<Long> odd;
    private Chan<Void> enough;

    /// Sends a value unless there is enough.
    ///
    /// @return whether it was sent
    private boolean send(Chan<Long> out, long value) {
        return choose().out(out, value).in(enough).end() == 0;
    }

    private void number() {
        for (long n = 1; send(numbers, n); n++) {}
        numbers.done();
        System.out.println("numbers stopped");
    }

    private void square() {
        for (long n : numbers) {
            if (!send(squares, n * n)) {
                break;
            }
        }
        squares.done();
        System.out.println("squares stopped");
    }

    private void keepOdd() {
        for (long n : squares) {
            if (n % 2 == 1 && !send(odd, n)) {
                break;
            }
        }
        odd.done();
        System.out.println("odd stopped");
    }

    @Override
    public void main() {
        numbers = Chan.make(0);
        squares = Chan.make(0);
        odd = Chan.make(0);
        enough = Chan.make(0);
        Coroutine first = go("numbers", this::number);
        Coroutine second = go("squares", this::square);
        Coroutine third = go("odd", this::keepOdd);
        for (int i = 0; i < wanted; i++) {
            System.out.println(odd.receive());
        }
        enough.done();
        third.join();
        second.join();
        first.join();
    }
}
