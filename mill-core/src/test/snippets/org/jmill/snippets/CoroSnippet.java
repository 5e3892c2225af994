package org.jmill.snippets;

import org.jmill.Coro;
import org.jmill.Mill;

/// Values go in and come out.
public final class CoroSnippet {
    private CoroSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Coro<Integer, String> adder = Coro.create((self, first) -> {
                int sum = first;
                while (sum < 10) {
                    sum += self.yield("so far " + sum);
                }
                return "in all " + sum;
            });
            System.out.println(adder.resume(3));
            System.out.println(adder.resume(4));
            System.out.println(adder.resume(5));
            System.out.println(adder.status());
        });
        // @end
    }
}
