package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows deadlines: they wake in expiry order, equal ones in the order they were armed.
/// Run: ./jmill run order_timers
/// Prints the sleepers as they wake, then a message and a timeout.
@Command(description = "Six sleepers with different deadlines, then messages against a deadline.")
public final class OrderTimers implements Twin {
    @Option(
            names = "--slower",
            paramLabel = "K",
            defaultValue = "1",
            converter = AtLeast.One.class,
            description = "makes all times K times longer, for a busy machine; ${DEFAULT-VALUE}")
    private int k;

    private void sleeper(long base, int ms, String name) {
        msleep(base + k * ms);
        System.out.printf("%s\n", name);
    }

    private static void lateSend(Chan<Integer> ch, long at, int v) {
        msleep(at);
        chs(ch, v);
    }

    @Override
    public void main() {
        long t = now();
        go(() -> sleeper(t, 60, "60"));
        go(() -> sleeper(t, 20, "20 first"));
        go(() -> sleeper(t, 40, "40"));
        go(() -> sleeper(t, 20, "20 second"));
        go(() -> sleeper(t, 0, "0"));
        go(() -> sleeper(t, -1000, "past"));
        System.out.printf("armed\n");
        msleep(t + k * 80);
        System.out.printf("80\n");
        Chan<Integer> ch = chmake(0);
        long u = now();
        go(() -> lateSend(ch, u + k * 30, 7));
        choose().in(ch, v -> System.out.printf("message %d\n", v))
                .deadline(u + k * 60, () -> System.out.printf("timeout\n"))
                .end();
        go(() -> lateSend(ch, u + k * 90, 8));
        choose().in(ch, v -> System.out.printf("message %d\n", v))
                .deadline(u + k * 60, () -> System.out.printf("timeout\n"))
                .end();
        System.out.printf("then %d\n", chr(ch));
    }
}
