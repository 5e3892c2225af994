package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows that a mill which is never idle still looks at its timers: libmill's test `overload`.
/// Run: ./jmill run overload [MS]
/// Prints that main woke although two relays kept the mill busy.
@Command(description = "Two coroutines relay a value to each other for ever, while main sleeps.")
public final class Overload implements Example {
    @Parameters(
            paramLabel = "MS",
            arity = "0..1",
            defaultValue = "200",
            converter = AtLeast.Zero.class,
            description = "how long main sleeps; ${DEFAULT-VALUE} unless given")
    private int ms;

    private long relayed;

    private void relay(Chan<Integer> src, Chan<Integer> dst) {
        while (true) {
            int val = chr(src);
            relayed++;
            chs(dst, val);
        }
    }

    @Override
    public void main() {
        Chan<Integer> left = chmake(0);
        Chan<Integer> right = chmake(0);
        go(() -> relay(left, right));
        go(() -> relay(right, left));
        chs(left, 42);
        msleep(now() + ms);
        System.out.printf("main woke, the relays %s%n", relayed > 2 ? "were busy" : "were not");
    }

    @Override
    public String soFar() {
        return relayed + " values relayed";
    }
}
