package org.jmill.bench;

import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say how a mill is to run.
final class EngineChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--engine", paramLabel = "E", description = "auto, continuation, virtual or portable")
    private Engine engine;

    @Option(names = "--order", paramLabel = "O", description = "direct or libmill")
    private Order order;

    /// The engine that was asked for; AUTO where none was.
    Engine engine() {
        return engine == null ? Engine.AUTO : engine;
    }

    /// Only what was asked for: the system properties decide about the rest, but strict mode is
    /// always off, since its checks would be all that is measured.
    ///
    /// @param name the mill's
    /// @throws ParameterException if the JVM does not allow the engine
    MillOptions options(String name) {
        MillOptions options = MillOptions.defaults().name(name).strict(false);
        if (engine != null) {
            options = options.engine(engine);
        }
        if (order != null) {
            options = options.order(order);
        }
        try {
            Mill.run(options, () -> {});
        } catch (MillPanic e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return options;
    }
}
