package org.jmill.examples.go;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import org.jmill.Chan;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows fan-in: whoever of two talkers is ready is heard.
/// Run: ./jmill run fan-in [N]
/// Prints N lines, Joe's and Ann's mixed as they come, each one's in order.
@Command(description = "Joe talks every 20 ms, Ann every 35 ms; choose takes what is there.")
public final class FanIn implements Example {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "10",
            converter = AtLeast.Zero.class,
            description = "how many lines to listen to; ${DEFAULT-VALUE} unless given")
    private int lines;

    /// A coroutine that talks until the scope ends, and the channel on which it is heard.
    private static Chan<String> talker(Scope scope, String name, int everyMs) {
        Chan<String> words = Chan.make(0);
        scope.daemon(() -> {
            for (int i = 1; ; i++) {
                words.send(name + " " + i);
                msleep(now() + everyMs);
            }
        });
        return words;
    }

    @Override
    public void main() {
        Scope.run(scope -> {
            Chan<String> joe = talker(scope, "Joe", 20);
            Chan<String> ann = talker(scope, "Ann", 35);
            for (int i = 0; i < lines; i++) {
                choose().in(joe, System.out::println)
                        .in(ann, System.out::println)
                        .end();
            }
        });
        System.out.println("you are both boring, I am leaving");
    }
}
