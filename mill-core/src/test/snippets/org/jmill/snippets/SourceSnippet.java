package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.Sink;
import org.jmill.Source;

/// What a method may do with a channel, by its type.
public final class SourceSnippet {
    private SourceSnippet() {}

    // @start region="example"
    static Source<Integer> countTo(int last) {
        Chan<Integer> numbers = Chan.<Integer>make(0).named("numbers");
        go(() -> count(last, numbers));
        return numbers; // Whoever gets it can only read.
    }

    private static void count(int last, Sink<Integer> numbers) {
        for (int i = 1; i <= last; i++) {
            numbers.send(i);
        }
        numbers.done();
    }

    public static void main(String[] args) {
        Mill.run(() ->
                System.out.println(countTo(10).stream().mapToInt(i -> i * i).sum()));
    }
    // @end
}
