package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Mill;

/// Both styles of choose.
public final class ChooseSnippet {
    private ChooseSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Chan<Integer> numbers = chmake(1);
            Chan<String> words = chmake(0);
            go(() -> chs(words, "hello"));

            choose().in(numbers, n -> System.out.println("number " + n)) // with handlers
                    .in(words, w -> System.out.println("word " + w))
                    .deadline(now() + 1000, () -> System.out.println("nothing came"))
                    .end();

            Choose c = choose().in(words).out(numbers, 7); // with the index; may be kept
            switch (c.end()) {
                case 0 -> System.out.println("word " + c.<String>value());
                case 1 -> System.out.println("sent 7");
                default -> throw new AssertionError();
            }
        });
        // @end
    }
}
