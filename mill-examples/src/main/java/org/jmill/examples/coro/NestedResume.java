package org.jmill.examples.coro;

import org.jmill.Coro;
import org.jmill.MillPanic;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows coroutines that resume one another: values and exceptions go down and up a chain.
/// Run: ./jmill run nested-resume
/// Prints what each of two coroutines is told and where both stand, then two mistakes.
@Command(description = "Main resumes the outer one, which resumes the inner one, which yields back.")
public final class NestedResume implements Example {
    private Coro<String, String> outer;
    private Coro<String, String> inner;

    private String runInner(String first) {
        System.out.println("inner is told " + first + "; " + statuses());
        String second = inner.yield("one");
        System.out.println("inner is told " + second);
        if (second.equals("stop")) {
            throw new IllegalArgumentException("inner was told to stop");
        }
        return "two";
    }

    private String runOuter(String first) {
        System.out.println("outer is told " + first + "; " + statuses());
        String answer = inner.resume(first + "!");
        String second = outer.yield("inner says " + answer);
        try {
            return "inner says " + inner.resume(second);
        } catch (IllegalArgumentException e) {
            return "inner failed: " + e.getMessage();
        }
    }

    private String statuses() {
        return "outer " + outer.status() + ", inner " + inner.status();
    }

    @Override
    public void main() {
        inner = Coro.create((_, first) -> runInner(first));
        outer = Coro.create((_, first) -> runOuter(first));
        System.out.println(statuses());
        System.out.println(outer.resume("go"));
        System.out.println(statuses());
        System.out.println(outer.resume("stop"));
        System.out.println(statuses());
        try {
            outer.resume("again");
        } catch (MillPanic e) {
            System.out.println("a dead one cannot be resumed");
        }
        Coro<Void, Void> selfish = Coro.create((self, _) -> self.resume(null));
        try {
            selfish.resume(null);
        } catch (MillPanic e) {
            System.out.println("nor can a running one resume itself");
        }
    }
}
