package org.jmill.examples.go;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows the smallest program with a coroutine and a channel.
/// Run: ./jmill run hello [NAME]
/// Prints a greeting that came through the channel.
@Command(description = "A coroutine sends two words, main receives them.")
public final class Hello implements Example {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "world",
            description = "whom to greet (${DEFAULT-VALUE})")
    private String name;

    @Override
    public void main() {
        Chan<String> words = chmake(0);
        go(() -> {
            words.send("hello");
            words.send(name);
            words.done();
        });
        System.out.println(String.join(", ", words));
    }
}
