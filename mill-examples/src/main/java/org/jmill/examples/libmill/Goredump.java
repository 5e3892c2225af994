package org.jmill.examples.libmill;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;

import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows a dump: every coroutine with what it waits for, and every channel with who waits there.
/// Run: ./jmill run goredump
/// Prints the dump of five coroutines and three channels.
@Command(description = "A deadlock prints the same dump; so does jcmd for a program that runs.")
public final class Goredump implements Example {
    @Override
    public void main() {
        Chan<String> orders = chmake(0);
        Chan<String> stock = chmake(2);
        Chan<String> returns = chmake(1);
        go("clerk", () -> chr(orders));
        go("packer", () -> choose().in(orders).in(returns).end());
        go("supplier", () -> {
            chs(stock, "hats");
            chs(stock, "gloves");
            chs(stock, "scarves");
        });
        go("sleeper", () -> msleep(-1));
        System.out.print(Mill.dump());
        chdone(orders);
    }
}
