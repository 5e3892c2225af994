package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.Mill;

/// A pipeline: count, square, print.
public class Step2 {
    static void count(Chan<Integer> numbers) {
        for (int n = 1; n <= 5; n++) {
            chs(numbers, n); // Waits until somebody takes it.
        }
        chdone(numbers);
    }

    static void square(Chan<Integer> numbers, Chan<Integer> squares) {
        for (int n : numbers) { // Ends at chdone.
            chs(squares, n * n);
        }
        chdone(squares);
    }

    static void pipeline() {
        Chan<Integer> numbers = chmake(0);
        Chan<Integer> squares = chmake(0);
        go(() -> count(numbers));
        go(() -> square(numbers, squares));
        for (int s : squares) {
            System.out.println(s);
        }
    }

    public static void main(String[] args) {
        Mill.run(Step2::pipeline);
    }
}
