package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.time.Duration;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Mill;

/// A choose that returns.
public final class ChooseOfSnippet {
    private ChooseOfSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Chan<Integer> numbers = chmake(0);
            Chan<String> words = chmake(1);
            go(() -> chs(words, "hello"));

            String text = Choose.of(
                    in(numbers, n -> "number " + n),
                    in(words, w -> "word " + w),
                    timeout(Duration.ofSeconds(1), () -> "nothing came"));
            System.out.println(text);

            boolean sent = Choose.of(out(words, "next", () -> true), otherwise(() -> false));
            System.out.println(sent);
        });
        // @end
    }
}
