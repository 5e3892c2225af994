package org.jmill.examples.tutorial;

import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows the steps of docs/tutorial.md, from hello to a chat server.
/// Run: ./jmill run tutorial STEP [PORT]
/// Prints what the page says; the servers (5 to 8) first say where they listen.
@Command(description = "Runs a step of docs/tutorial.md. Ctrl-C ends those that are servers.")
public final class Tutorial implements Example {
    private static final int STEPS = 8;
    private static final int FIRST_SERVER = 5;

    @Spec
    private CommandSpec spec;

    private int step;

    @Parameters(
            index = "1",
            paramLabel = "PORT",
            arity = "0..1",
            defaultValue = "5555",
            converter = AtLeast.Zero.class,
            description = "where a server listens; ${DEFAULT-VALUE} unless given, 0 for any")
    private int port;

    @Parameters(index = "0", paramLabel = "STEP", converter = AtLeast.One.class, description = "1 to 8")
    private void setStep(int number) {
        if (number > STEPS) {
            throw new ParameterException(
                    spec.commandLine(), "there is no step " + number + ", the last one is " + STEPS);
        }
        step = number;
    }

    /// Whether the step ends only at Ctrl-C.
    public boolean isServer() {
        return step >= FIRST_SERVER;
    }

    @Override
    public void main() throws Exception {
        switch (step) {
            case 1 -> Step1.hello();
            case 2 -> Step2.pipeline();
            case 3 -> Step3.patience();
            case 4 -> Step4.night();
            case 5 -> Step5.serve(port);
            case 6 -> Step6.serve(port);
            case 7 -> Step7.serve(port);
            default -> Step8.serve(port);
        }
    }
}
