package org.jmill.snippets;

import org.jmill.Generator;
import org.jmill.Mill;

/// The Fibonacci numbers, as far as they are asked for.
public final class GeneratorSnippet {
    private GeneratorSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Generator<Integer> fibonacci = Generator.create(out -> {
                int a = 0;
                int b = 1;
                while (true) {
                    out.yield(a);
                    int next = a + b;
                    a = b;
                    b = next;
                }
            });
            try (Generator.Values<Integer> values = fibonacci.iterator()) {
                for (int i = 0; i < 8; i++) {
                    System.out.print(values.next() + " ");
                }
            }
            System.out.println();
        });
        // @end
    }
}
