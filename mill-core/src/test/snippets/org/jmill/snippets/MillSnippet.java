package org.jmill.snippets;

// @start region="example"
import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.Mill;

/// Three workers square numbers.
public final class MillSnippet {
    static void worker(Chan<Integer> numbers, Chan<Integer> squares) {
        for (int n : numbers) { // until chdone
            chs(squares, n * n);
        }
    }

    public static void main(String[] args) {
        Mill.run(() -> {
            Chan<Integer> numbers = chmake(16);
            Chan<Integer> squares = chmake(0);
            for (int i = 0; i < 3; i++) {
                go(() -> worker(numbers, squares));
            }
            for (int n = 1; n <= 10; n++) {
                chs(numbers, n);
            }
            chdone(numbers);
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += chr(squares);
            }
            System.out.println("sum of squares: " + sum);
        });
    }
}
// @end
