package org.jmill.examples.go;

import static org.jmill.Mill.*;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows clauses that are on only while their `when` holds.
/// Run: ./jmill run guards [N]
/// Prints: "got 1" to "got 5", then how full the store was.
@Command(
        description = "A coroutine keeps a store: it takes while there is room, and gives while there is something."
                + " In Go the clause's channel is set to nil.")
public final class Guards implements Example {
    private static final int ROOM = 2;

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "5",
            converter = AtLeast.Zero.class,
            description = "how many values; ${DEFAULT-VALUE} unless given")
    private int values;

    private final Queue<Integer> kept = new ArrayDeque<>();
    private int keptMax;

    private void keep(int value) {
        kept.add(value);
        keptMax = Math.max(keptMax, kept.size());
    }

    private void store(Chan<Integer> in, Chan<Integer> out) {
        Choose next = choose().in(in, this::keep)
                .when(() -> kept.size() < ROOM)
                .outFrom(out, kept::peek, kept::remove)
                .when(() -> !kept.isEmpty());
        while (true) {
            next.end();
        }
    }

    private void produce(Chan<Integer> in) {
        for (int value = 1; value <= values; value++) {
            in.send(value);
        }
    }

    @Override
    public void main() {
        Chan<Integer> in = Chan.make(0);
        Chan<Integer> out = Chan.make(0);
        Scope.run(scope -> {
            scope.daemon("store", () -> store(in, out));
            scope.go("producer", () -> produce(in));
            for (int i = 0; i < values; i++) {
                System.out.println("got " + out.receive());
            }
        });
        System.out.println(keptMax <= ROOM ? "never more than " + ROOM + " in the store" : "it ran over");
    }
}
