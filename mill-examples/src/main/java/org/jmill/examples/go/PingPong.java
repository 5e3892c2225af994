package org.jmill.examples.go;

import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows two players who pass a ball over one channel.
/// Run: ./jmill run ping-pong [N]
/// Prints ping and pong in turn, N lines, each with the number of the hit.
@Command(description = "Both players receive from the table and send the ball back to it.")
public final class PingPong implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "6",
            converter = AtLeast.Zero.class,
            description = "how many hits; ${DEFAULT-VALUE} unless given")
    private int limit;

    private int hits;

    private void play(String name, Chan<Integer> table) {
        for (int ball : table) {
            if (ball == limit) {
                table.done();
                return;
            }
            hits = ball + 1;
            System.out.println(name + " " + hits);
            table.send(hits);
        }
    }

    @Override
    public void main() {
        Chan<Integer> table = Chan.make(0);
        Coroutine first = go("ping", () -> play("ping", table));
        Coroutine second = go("pong", () -> play("pong", table));
        table.send(0);
        first.join();
        second.join();
    }

    @Override
    public String soFar() {
        return hits + " hits";
    }
}
