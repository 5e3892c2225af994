package org.jmill.examples.go;

import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows a daisy chain of gophers: each adds one to what its right neighbour says.
/// Run: ./jmill run daisy-chain [N]
/// Prints what arrives at the left end: N + 1.
@Command(description = "Rob Pike's chain of 100,000 goroutines; the program of libmill's whispers.")
public final class DaisyChain implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "100000",
            converter = AtLeast.One.class,
            description = "how many gophers; ${DEFAULT-VALUE} unless given")
    private int length;

    private static void gopher(Chan<Integer> left, Chan<Integer> right) {
        left.send(1 + right.receive());
    }

    @Override
    public void main() {
        Chan<Integer> leftmost = Chan.make(0);
        Chan<Integer> rightmost = leftmost;
        for (int i = 0; i < length; i++) {
            Chan<Integer> left = rightmost;
            Chan<Integer> right = Chan.make(0);
            go(() -> gopher(left, right));
            rightmost = right;
        }
        rightmost.send(1);
        System.out.println(leftmost.receive());
    }
}
